#ifndef KINESPHERE_MOTION_H
#define KINESPHERE_MOTION_H
// The kernels of the motion maps. Maps are square, row-major, one byte a cell; `level` is a CPU level, at most
// ks_cpu_level(). Nothing here allocates or checks sizes.
#include <stdint.h>

/// A camera: focal lengths and principal point in pixels; a negative focal_x where x is to point the other way.
struct ks_pinhole {
  int32_t width, height;
  float focal_x, focal_y, centre_x, centre_y;
};

/// Metres of all pixels that have a reading (millimetres, not 0) and are on the mask (not 0), row by row: x to the right,
/// y up, z away; in pictures wider than 4096 by strips of that width. The arrays have room for all pixels. Returns how many there are.
int32_t ks_gather_points(int level, const struct ks_pinhole *camera, const uint16_t *depth, const uint8_t *mask,
                         float *x, float *y, float *z);

/// How points become the maps of one frame.
struct ks_projection {
  int32_t views;
  /// Cells in a row and rows, at most 256.
  int32_t side;
  /// Bytes from one view's map to the next: more than side * side, as points beside a map fall into the cell behind it.
  int32_t stride;
  /// Half of what a map covers, in the points' unit.
  float half;
  /// Taken from every point, which is then multiplied: a point is drawn at (point - centre) * scale.
  float centre_x, centre_y, centre_z, scale;
};

/// Draws `count` points into the maps of all views, which are cleared first. A view is 9 numbers, the directions to the
/// right, up and away in the points' frame. A cell holds 64 for the farthest to 255 for the nearest point that falls into
/// it, 0 for none.
void ks_project_points(int level, const struct ks_projection *how, const float *views, const float *x, const float *y,
                       const float *z, int32_t count, uint8_t *maps);

/// The sum of the absolute differences of two pictures.
int64_t ks_difference(int level, const uint8_t *a, const uint8_t *b, int32_t count);

/// sums[i] += |a[i] - b[i]|; at most 257 frames of full change fit.
void ks_add_difference(int level, const uint8_t *a, const uint8_t *b, int32_t count, uint16_t *sums);

/// How a map becomes a histogram of oriented gradients.
struct ks_orientation {
  /// Cells in a row and rows of the map, at most 256.
  int32_t side;
  /// Rows, columns (at most 64) and directions (over half a turn, at most 16) of the histogram.
  int32_t rows, columns, bins;
};

/// out[rows][columns][bins] = the lengths of the map's gradients (central differences, none at the border), shared
/// between the nearest two rows, columns and directions by their distance. Directions are exact to 1e-3 radians.
void ks_orientations(int level, const struct ks_orientation *how, const uint16_t *map, float *out);

#endif
