#ifndef KINESPHERE_NETWORK_H
#define KINESPHERE_NETWORK_H
// The networks' kernels. `level` is a CPU level, at most ks_cpu_level(). Nothing here allocates or checks sizes; the
// Swift types that own the buffers do. Pointers need no alignment, but 64 bytes is fastest.
#include <stdbool.h>
#include <stdint.h>

/// A square convolution over a channels-last picture that has a border of zeros where the kernel is 3 x 3.
struct ks_convolution {
  /// Output size in cells.
  int32_t width, height;
  /// 3 or 1.
  int32_t kernel;
  int32_t stride;
  /// Input channels.
  int32_t channels;
  /// Output channels, a multiple of 16.
  int32_t outputs;
  /// Floats from one row to the next.
  int32_t inputRow, outputRow;
  /// Floats from one output cell to the next; more than `outputs` where others write the rest of a cell.
  int32_t outputCell;
  /// Whether negative sums become 0.
  bool rectified;
};

/// out[y][x][o] = bias[o] + sum over the kernel. `in` points at the tap for output (0, 0) that lies highest and
/// leftmost. Weights are packed [outputs / 16][kernel * kernel * channels][16], the middle in the order row, column,
/// channel.
void ks_convolve(int level, const struct ks_convolution *layer, const float *in, const float *weights,
                 const float *bias, float *out);

/// Where the 18 joints lie. `votes` is [side * side][row] with the five numbers of a joint at 18 k + joint: logit, dx,
/// dy, dz, log scale; `row` is the floats per cell. `out` takes x, y, z, log scale of each joint, [4][18], in the votes'
/// unit; `half` is half the grid's side in that unit.
void ks_votes(int level, const float *votes, int side, int row, float half, float *out);

/// The LSTM has 64 units. Its gates are kept as [4 blocks of 16 units][gate i f g o][16].
enum { KS_LSTM_UNITS = 64, KS_LSTM_GATES = 256 };

/// gates[i] = bias + weights x[i] for `count` vectors, [count][inputs] to [count][256]; weights are
/// [4 blocks][inputs][gate][16]. A vector's gates are the same to the bit alone and among others.
void ks_lstm_project(int level, const float *weights, const float *bias, const float *x, int inputs, int count,
                     float *gates);

/// Runs `count` steps from a zero state over a ring of projected gates, [capacity][256], from slot `first`. Weights are
/// [4 blocks][64 units][gate][16]. `hidden` takes the last step's 64 outputs.
void ks_lstm_run(int level, const float *weights, const float *ring, int capacity, int first, int count,
                 float *hidden);

/// out[outputs] = bias + weights x; outputs is a multiple of 64 and weights are [outputs / 64][inputs][64].
void ks_dense(int level, const float *weights, const float *bias, const float *x, int inputs, int outputs, float *out);

#endif
