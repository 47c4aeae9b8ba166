/// How the readings of a pixel become its background.
package enum RoomEstimate: Sendable, Hashable {
  /// A quantile of the samples kept; 0.5 is the median.
  case quantile(Float)
  /// The midpoint of the shortest half of the samples kept.
  case leastMedian
  /// The mean of all readings, later ones weighing as much as `capacity` of them.
  case mean
}

/// How far a reading may lie from the background.
package enum RoomTolerance: Sendable, Hashable {
  /// A function of depth; foreground is only what is nearer, and 0 is no reading.
  case depth(DepthTolerance, unseen: Bool)
  /// A function of the pixel's noise; foreground is what lies beyond on either side.
  case video(VideoTolerance)
}
