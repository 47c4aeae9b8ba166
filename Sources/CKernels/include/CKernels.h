#ifndef KINESPHERE_CKERNELS_H
#define KINESPHERE_CKERNELS_H
// The few hot kernels. Each has a plain Swift twin in the tests; sizes are checked on the Swift side.
#include <stdint.h>

#include "background.h"
#include "flow.h"
#include "motion.h"
#include "network.h"
#include "parts.h"

/// The CPU level that the kernels use here: 0 baseline, 1 AVX2 + FMA, 2 AVX-512.
int ks_cpu_level(void);

/// Draws triangles into a z-buffer of inverse depths (1/metres, 0 = nothing; the greatest, that is the nearest, wins).
/// `vertices` [vertex_count][4] in metres in the camera frame (the fourth is not read); a negative `focal_x` mirrors the
/// picture. Triangles with a vertex nearer than `nearest` metres are left out; parts outside the picture are cut off.
/// `winding` 1 leaves out triangles that turn anticlockwise in the picture, -1 those that turn clockwise: the far side of a
/// closed body, which its near side hides anyway; 0 draws all. `faces` [face_count][3]; `face_labels` [face_count] go to `labels` where a triangle wins. `scratch` holds
/// 4 * vertex_count floats. Costs about 0.15 ms for a body of 3,000 triangles at 320 x 240.
void ks_raster(const float *vertices, int vertex_count, const int16_t *faces, const uint8_t *face_labels,
               int face_count, float focal_x, float focal_y, float centre_x, float centre_y, float nearest,
               int winding, int width, int height, float *scratch, float *inverse_depth, uint8_t *labels);

#endif
