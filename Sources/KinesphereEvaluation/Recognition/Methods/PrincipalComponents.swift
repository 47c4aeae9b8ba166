/// The directions in which training samples vary most, from their scalar products alone.
///
/// With n samples of more than n numbers each it is the eigenvectors of the n x n matrix of centred products that are sought
/// (Turk, Pentland 1991, doi:10.1162/jocn.1991.3.1.71).
struct PrincipalComponents {
  /// A row a training sample, a number for each direction, the widest first.
  let training: [[Double]]
  /// Each training sample's mean product with all, and the mean of these.
  private let means: [Double]
  private let mean: Double
  private let directions: [[Double]]

  /// `products` is `[n, n]`, exact to single precision; as many directions are kept as hold the share `energy`, 0 to 1, of the variance.
  init(products: [[Double]], energy: Double) {
    let n = products.count
    let means = products.map { $0.reduce(0, +) / Double(n) }
    let mean = means.reduce(0, +) / Double(n)
    let centred = (0..<n).map { i in (0..<n).map { products[i][$0] - means[i] - means[$0] + mean } }
    let eigen = SymmetricEigenvectors(centred)
    let total = eigen.values.reduce(0) { $0 + max(0, $1) }
    var directions: [[Double]] = []
    var kept = 0.0
    for index in (0..<n).reversed() where eigen.values[index] > 1e-7 * total {
      if kept >= energy * total { break }
      kept += eigen.values[index]
      let scale = 1 / eigen.values[index].squareRoot()
      directions.append(eigen.vectors[index].map { $0 * scale })
    }
    (self.means, self.mean, self.directions) = (means, mean, directions)
    training = centred.map { row in directions.map { RowProducts.product($0, row) } }
  }

  /// Another sample from its products with the training samples.
  func row(of products: [Double]) -> [Double] {
    let own = products.reduce(0, +) / Double(products.count)
    let centred = products.indices.map { products[$0] - own - means[$0] + mean }
    return directions.map { RowProducts.product($0, centred) }
  }
}
