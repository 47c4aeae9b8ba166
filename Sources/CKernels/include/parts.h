#ifndef KINESPHERE_PARTS_H
#define KINESPHERE_PARTS_H
// The part segmenter's kernels, beside the convolutions of network.h. Pictures are square with channels last; `level` is
// a CPU level, at most ks_cpu_level(). Nothing here allocates or checks sizes.
#include <stdint.h>

/// The cells of a picture that a kernel makes; the others stay as they are.
struct ks_region {
  int32_t left, top, width, height;
};

/// A 3 x 3 convolution of each channel alone, with ReLU. Cells beyond the picture's edge count as zeros, however wide
/// the border in memory is, so any dilation does.
struct ks_depthwise {
  /// Cells in a row and rows.
  int32_t side;
  /// Cells from one tap to the next.
  int32_t rate;
  /// A multiple of 16.
  int32_t channels;
  /// Floats from one row to the next, of the input; the output is [side][side][channels] without gaps.
  int32_t inputRow;
  struct ks_region region;
};

/// out[y][x][c] = max(0, bias[c] + sum over the taps). `in` points at cell (0, 0). Weights are packed
/// [channels / 16][9][16], the taps row by row.
void ks_depthwise(int level, const struct ks_depthwise *layer, const float *in, const float *weights, const float *bias,
                  float *out);

/// out[channels] = the mean over all cells; `channels` is a multiple of 16, `row` the floats from one row to the next.
void ks_mean(int level, const float *in, int side, int channels, int row, float *out);

/// Bilinear interpolation from [side][side][channels] to size x size cells.
struct ks_upsampling {
  int32_t side, size;
  /// A multiple of 16.
  int32_t channels;
  /// Floats from one output cell to the next.
  int32_t outputCell;
  struct ks_region region;
};

/// Cell i looks at (i + 0.5) side / size - 0.5, held within the picture (PyTorch's align_corners = false).
void ks_upsample(int level, const struct ks_upsampling *layer, const float *in, float *out);

/// Parts and classes (the parts and the background), and floats of a cell of logits.
enum { KS_PARTS = 18, KS_PART_CLASSES = 19, KS_PART_ROW = 32, KS_PART_NUMBERS = 7, KS_PART_SCRATCH = 36 };

/// The likeliest class of every one of size x size pixels, after bilinear interpolation of the logits,
/// [side][side][KS_PART_ROW]; of equal ones the first.
void ks_part_classes(int level, const float *logits, int side, int size, uint8_t *out);

/// Where the parts lie: for each, centroid x, y, z, extent x, y, z and confidence, [KS_PARTS][KS_PART_NUMBERS].
/// `size` is a multiple of `side`; a cell's depth is the least of its crop values, and cells where that is 1 do not
/// count. The lanes of a cell's logits beyond the classes must be very negative. `half` is half the crop's side in the
/// unit of `out`; `scratch` holds side * side * KS_PART_SCRATCH floats.
void ks_part_moments(int level, const float *logits, int side, const float *crop, int size, float half, float *scratch,
                     float *out);

#endif
