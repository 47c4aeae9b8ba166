/// A row-major image of one value per pixel.
///
/// `storage` holds row 0 first, left to right. Pixel `(x, y)` has `x` to the right and `y` downwards; its
/// centre lies at `(x + 0.5, y + 0.5)` in the continuous coordinates that ``Camera`` uses.
///
/// For work on every pixel take row spans from ``withPixels(_:)``; the subscript checks its bounds each time.
public struct Plane<Pixel> {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// All pixels, row-major, `[height, width]`.
  public var storage: [Pixel]

  /// Makes a plane of one repeated value.
  @inlinable
  public init(width: Int, height: Int, repeating value: Pixel) {
    precondition(width > 0 && height > 0, "a plane has at least one pixel")
    self.width = width
    self.height = height
    storage = [Pixel](repeating: value, count: width * height)
  }

  /// Takes over row-major pixels; `pixels` must hold exactly `width * height` values.
  @inlinable
  public init(width: Int, height: Int, pixels: [Pixel]) {
    precondition(pixels.count == width * height, "a plane takes width * height pixels")
    self.width = width
    self.height = height
    storage = pixels
  }

  @inlinable public var count: Int { storage.count }

  @inlinable public subscript(x: Int, y: Int) -> Pixel {
    get {
      precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside the plane")
      return storage[y &* width &+ x]
    }
    set {
      precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside the plane")
      storage[y &* width &+ x] = newValue
    }
  }

  /// Lends all pixels, row-major; `pixels.extracting(y &* width ..< (y &+ 1) &* width)` is row `y`.
  @inlinable
  public func withPixels<Result, Failure: Error>(
    _ body: (Span<Pixel>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(storage.span)
  }

  /// Lends all pixels for writing, row-major.
  @inlinable
  public mutating func withMutablePixels<Result, Failure: Error>(
    _ body: (inout MutableSpan<Pixel>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var pixels = storage.mutableSpan
    return try body(&pixels)
  }
}

extension Plane: Sendable where Pixel: Sendable {}
extension Plane: Equatable where Pixel: Equatable {}
