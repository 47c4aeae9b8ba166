import CLiblinear
import Foundation
import KinesphereEvaluation

/// Linear support vector machines, one class against the rest, by LIBLINEAR (Fan et al. 2008, JMLR 9, 1871-1874; BSD
/// licence): squared hinge loss and squared norm, in the dual, to a tolerance of 1e-3.
///
/// LIBLINEAR draws the order of its steps from the C library's generator, which is started anew, so the same rows give the
/// same planes. It is not made for two callers at once.
public enum LinearSVM {
  /// The planes that part each class from the others; `rows` of equal length with a class each, `cost` above 0.
  public static func train(rows: [[Double]], classes: [Int], cost: Double) throws -> Hyperplanes {
    precondition(rows.count == classes.count && !rows.isEmpty && cost > 0, "a class for each row, and a cost")
    let width = rows[0].count
    guard Set(classes).count > 1 else {
      throw TrainingError(
        .data, at: "linear machine", expected: "two classes or more", actual: "there is one")
    }
    var nodes: [feature_node] = []
    nodes.reserveCapacity(rows.count * (width + 2))
    var starts: [Int] = []
    for row in rows {
      starts.append(nodes.count)
      for (index, value) in row.enumerated() where value != 0 {
        nodes.append(feature_node(index: Int32(index + 1), value: value))
      }
      // The constant is an input that is always 1.
      nodes.append(feature_node(index: Int32(width + 1), value: 1))
      nodes.append(feature_node(index: -1, value: 0))
    }
    var labels = classes.map(Double.init)
    set_print_string_function { _ in }
    srand(1)
    return try nodes.withUnsafeMutableBufferPointer { nodes in
      var pointers: [UnsafeMutablePointer<feature_node>?] = starts.map { start in
        nodes.baseAddress.map { $0 + start }
      }
      return try labels.withUnsafeMutableBufferPointer { labels in
        try pointers.withUnsafeMutableBufferPointer { pointers in
          var problem = problem(
            l: Int32(rows.count), n: Int32(width + 1), y: labels.baseAddress, x: pointers.baseAddress, bias: 1
          )
          var parameter = parameter()
          parameter.solver_type = Int32(L2R_L2LOSS_SVC_DUAL)
          parameter.eps = 1e-3
          parameter.C = cost
          let model = CLiblinear.train(&problem, &parameter)
          defer {
            var model = model
            free_and_destroy_model(&model)
          }
          return try planes(of: model, width: width)
        }
      }
    }
  }

  private static func planes(of model: UnsafeMutablePointer<model>?, width: Int) throws -> Hyperplanes {
    guard let model = model?.pointee else {
      throw TrainingError(
        .data, at: "linear machine", expected: "a model from LIBLINEAR", actual: "it gave none")
    }
    let count = Int(model.nr_class)
    let classes = (0..<count).map { Int(model.label[$0]) }
    // Of two classes LIBLINEAR keeps the first one's plane alone.
    if count == 2 {
      let row = (0...width).map { model.w[$0] }
      return Hyperplanes(
        classes: classes, weights: [Array(row.dropLast()), row.dropLast().map { -$0 }],
        constants: [row[width], -row[width]])
    }
    let weights = (0..<count).map { plane in (0..<width).map { model.w[$0 * count + plane] } }
    return Hyperplanes(
      classes: classes, weights: weights, constants: (0..<count).map { model.w[width * count + $0] })
  }
}

extension RecognitionEvaluation.Machine {
  /// ``LinearSVM`` at four costs.
  public static let support = RecognitionEvaluation.Machine("support vectors", costs: [0.1, 1, 10, 100]) {
    try LinearSVM.train(rows: $0, classes: $1, cost: $2)
  }
}
