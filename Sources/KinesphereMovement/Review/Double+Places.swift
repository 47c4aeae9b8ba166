extension Double {
  /// To a tenth: finer is not measured.
  var tenths: Double { isFinite ? (self * 10).rounded() / 10 : 0 }
  var hundredths: Double { isFinite ? (self * 100).rounded() / 100 : 0 }
  /// To a millisecond.
  var thousandths: Double { isFinite ? (self * 1000).rounded() / 1000 : 0 }
}
