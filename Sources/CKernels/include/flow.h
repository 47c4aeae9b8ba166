#ifndef KINESPHERE_FLOW_H
#define KINESPHERE_FLOW_H
// The kernels of dense optical flow; see DenseFlow. `level` is a CPU level, at most ks_cpu_level(). Nothing here allocates
// or checks sizes; the Swift type that owns the buffers does.
#include <stdbool.h>
#include <stdint.h>

/// Pixels of a plane's border on each side, and the side of a patch.
enum { KS_FLOW_BORDER = 16, KS_FLOW_PATCH = 8 };

/// The planes of a level: both pictures, the gradient of the first, the flow, sums of weights; the rest only the refinement
/// uses.
enum {
  KS_FLOW_FROM, KS_FLOW_TO, KS_FLOW_FROM_X, KS_FLOW_FROM_Y, KS_FLOW_U, KS_FLOW_V, KS_FLOW_WEIGHT,
  KS_FLOW_MEAN, KS_FLOW_TIME, KS_FLOW_X, KS_FLOW_Y, KS_FLOW_XX, KS_FLOW_XY, KS_FLOW_YY, KS_FLOW_XT, KS_FLOW_YT,
  KS_FLOW_INSIDE, KS_FLOW_START_U, KS_FLOW_START_V, KS_FLOW_RIGHT, KS_FLOW_DOWN, KS_FLOW_CROSS, KS_FLOW_B1,
  KS_FLOW_B2, KS_FLOW_SCALE1, KS_FLOW_SCALE2, KS_FLOW_PLANES
};

/// What the search keeps of a patch: its flow, the inverse of its Hessian
/// matrix (11, 12, 22), sums of both gradients, and the cost of its flow.
struct ks_flow_patch {
  float u, v, h11, h12, h22, gx, gy, cost;
};

/// One level of the pyramid. Every plane has KS_FLOW_BORDER pixels around it, `stride` floats, a multiple of 16, from one row
/// to the next, and `plane` floats from one plane to the next; it starts as zeros.
struct ks_flow_level {
  int32_t width, height, stride, plane;
  /// Patches in a row, rows of them, and pixels from one to the next: patch (i, j) starts at pixel
  /// (min(i * step, width - 8), min(j * step, height - 8)), but at least at 0.
  int32_t columns, rows, step;
  /// Standard deviation of the noise of this level's pictures, in gray levels.
  float noise;
  /// Pixel (0, 0) of the first plane.
  float *first;
  /// [rows][columns] of struct ks_flow_patch.
  float *patches;
};

/// Weights of the refinement's energy and its iterations.
struct ks_flow_refinement {
  float smoothness, brightness, gradient, relaxation;
  int32_t outer, inner;
};

/// Takes a picture of bytes, halved by means of 2 x 2 pixels where `halve`, and fills the border with the rim.
void ks_flow_take(int level, const uint8_t *pixels, int width, int height, bool halve, const struct ks_flow_level *out,
                  bool first);
/// The same from the next finer level; and where `first`, the gradient of every level's first picture.
void ks_flow_halve(int level, const struct ks_flow_level *in, const struct ks_flow_level *out, bool first);
/// Finds every patch of `here` again: forwards from the flow of `coarse` (none: 0) and the patches to the left and above, then
/// backwards from those to the right and below; at most `iterations` steps each. Then spreads them to a flow per pixel.
void ks_flow_search(int level, const struct ks_flow_level *here, const struct ks_flow_level *coarse, int iterations);
/// Refines the flow of a level.
void ks_flow_refine(int level, const struct ks_flow_level *here, const struct ks_flow_refinement *how);
/// The flow at the pictures' size: doubled where `doubled`.
void ks_flow_give(int level, const struct ks_flow_level *in, bool doubled, int width, int height, float *u, float *v);

#endif
