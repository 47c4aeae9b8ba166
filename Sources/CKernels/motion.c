// The motion maps' kernels, compiled for three CPU levels from one source, and their choice at run time.
#include "CKernels.h"
#include "dispatch.h"
#include "lanes.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define LEVEL(name) name##_avx512
#include "maps.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LEVEL(name) name##_avx2
#include "maps.h"
#pragma clang attribute pop
#endif

#define LEVEL(name) name##_baseline
#include "maps.h"

int32_t ks_gather_points(int level, const struct ks_pinhole *camera, const uint16_t *depth, const uint8_t *mask,
                         float *x, float *y, float *z) {
#if defined(__x86_64__)
  if (level == 2) return gather_points_avx512(camera, depth, mask, x, y, z);
  if (level == 1) return gather_points_avx2(camera, depth, mask, x, y, z);
#endif
  (void)level;
  return gather_points_baseline(camera, depth, mask, x, y, z);
}

void ks_project_points(int level, const struct ks_projection *how, const float *views, const float *x, const float *y,
                       const float *z, int32_t count, uint8_t *maps) {
  KS_AT_LEVEL(project_points, how, views, x, y, z, count, maps);
}

int64_t ks_difference(int level, const uint8_t *a, const uint8_t *b, int32_t count) {
  int64_t sum;
  KS_AT_LEVEL(difference, a, b, count, &sum);
  return sum;
}

void ks_add_difference(int level, const uint8_t *a, const uint8_t *b, int32_t count, uint16_t *sums) {
  KS_AT_LEVEL(add_difference, a, b, count, sums);
}

void ks_orientations(int level, const struct ks_orientation *how, const uint16_t *map, float *out) {
  KS_AT_LEVEL(orientations, how, map, out);
}
