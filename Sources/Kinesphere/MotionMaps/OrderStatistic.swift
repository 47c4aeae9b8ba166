/// The element that sorting would put at a place, by Hoare's selection (1961, doi:10.1145/366622.366647): some three passes over the
/// numbers in place of a sort.
enum OrderStatistic {
  /// Rearranges `values`, none of which is NaN, so that the one of `rank`, from 0, stands at its place, and returns it.
  static func select(_ rank: Int, of values: inout [Float]) -> Float {
    precondition(values.indices.contains(rank), "a place among the numbers")
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = values[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      // What lies between the two equals the pivot.
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        break
      }
    }
    return values[rank]
  }
}
