import Kinesphere
import RealModule

extension Rhythm {
  /// What is searched.
  public struct Configuration: Codable, Sendable, Equatable {
    /// Beats a minute.
    public var slowest: Double = 50
    public var fastest: Double = 180
    /// The tempo that is taken where several fit alike, and how sharply, in octaves (Ellis 2007, doi:10.1080/09298210701653344).
    public var usual: Double = 110
    public var spread: Double = 0.9

    public init() {}
  }

  /// Finds the beat in the energy of the movement: its autocorrelation, weighted towards usual tempi, gives the period; the
  /// beats lie where, summed over limbs and take, the body slows down most: dancers arrive on the beat.
  ///
  /// Nil where the take is shorter than four of the slowest beats or nothing moves. About 20 ms for a minute.
  public static func estimate(
    _ energy: MotionEnergy, configuration: Configuration = Configuration()
  ) -> Rhythm? {
    let flux = slowing(energy)
    let longest = Int(energy.rate * 60 / configuration.slowest)
    let shortest = max(2, Int(energy.rate * 60 / configuration.fastest))
    guard flux.count >= 4 * longest else { return nil }
    let power = flux.reduce(0) { $0 + $1 * $1 }
    guard power > 1e-9 else { return nil }
    // Two places beyond either end: a peak there needs neighbours.
    let first = shortest - 1
    let correlation = (first...longest + 1).map { lag -> Float in
      var sum: Float = 0
      for index in 0..<flux.count - lag { sum += flux[index] * flux[index + lag] }
      return sum / power * Float(flux.count) / Float(flux.count - lag)
    }
    var best: (lag: Double, score: Double, height: Double)?
    for place in 1..<correlation.count - 1 {
      let height = correlation[place]
      guard height > 0, height >= correlation[place - 1], height > correlation[place + 1] else { continue }
      let lag = Double(first + place) + peak(correlation, place)
      let octaves = Double.log(60 * energy.rate / lag / configuration.usual) / Double.log(2)
      let weight = Double.exp(-0.5 * (octaves / configuration.spread) * (octaves / configuration.spread))
      let score = Double(height) * weight
      if score > best?.score ?? 0 { best = (lag, score, Double(height)) }
    }
    guard let best else { return nil }
    let phase = phase(flux, period: best.lag)
    let grid = BeatGrid(tempo: 60 * energy.rate / best.lag, offset: energy.start + phase / energy.rate)
    return Rhythm(beats: grid, source: .estimated, confidence: min(1, best.height))
  }

  /// How fast the limbs slow down, summed, 0 where none does, less its mean.
  private static func slowing(_ energy: MotionEnergy) -> [Float] {
    guard energy.values.count > 2 else { return [] }
    var flux = [Float](repeating: 0, count: energy.values.count)
    for limb in energy.limbs {
      let smooth = energy.smoothed(limb, 0.06)
      for index in smooth.indices {
        flux[index] += max(0, smooth[max(0, index - 1)] - smooth[min(smooth.count - 1, index + 1)])
      }
    }
    let mean = flux.reduce(0, +) / Float(flux.count)
    return flux.map { $0 - mean }
  }

  /// Where between three places a parabola has its top, -0.5 to 0.5.
  private static func peak(_ values: [Float], _ place: Int) -> Double {
    let (a, b, c) = (values[place - 1], values[place], values[place + 1])
    let bend = a - 2 * b + c
    return bend < -1e-9 ? Double(max(-0.5, min(0.5, 0.5 * (a - c) / bend))) : 0
  }

  /// The shift of beats, in values from the first, at which the slowing sums up to most.
  private static func phase(_ flux: [Float], period: Double) -> Double {
    var best = (shift: 0.0, sum: -Float.infinity)
    for shift in stride(from: 0.0, to: period, by: 0.5) {
      var (sum, count): (Float, Float) = (0, 0)
      var place = shift
      while Int(place.rounded()) < flux.count {
        sum += flux[Int(place.rounded())]
        count += 1
        place += period
      }
      if sum / count > best.sum { best = (shift, sum / count) }
    }
    return best.shift
  }
}
