// The kernels of dense optical flow, compiled for three CPU levels from one source, and their choice at run time.
#include <math.h>

#include "CKernels.h"
#include "dispatch.h"
#include "lanes.h"

typedef float ks_v4 __attribute__((ext_vector_type(4)));
typedef float ks_v8 __attribute__((ext_vector_type(8)));
typedef float ks_v8u __attribute__((ext_vector_type(8), aligned(4)));

/// A plane of a level, at its pixel (0, 0).
#define KS_PLANE(l, name) ((l)->first + (long)KS_FLOW_##name * (l)->plane)

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define KS_NAME(x) x##_avx512
#include "pyramid.h"
#include "patches.h"
#include "refinement.h"
#undef KS_NAME
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define KS_NAME(x) x##_avx2
#include "pyramid.h"
#include "patches.h"
#include "refinement.h"
#undef KS_NAME
#pragma clang attribute pop
#endif

#define KS_NAME(x) x##_baseline
#include "pyramid.h"
#include "patches.h"
#include "refinement.h"
#undef KS_NAME

void ks_flow_take(int level, const uint8_t *pixels, int width, int height, bool halve, const struct ks_flow_level *out,
                  bool first) {
  KS_AT_LEVEL(flow_take, pixels, width, height, halve, out, first);
}

void ks_flow_halve(int level, const struct ks_flow_level *in, const struct ks_flow_level *out, bool first) {
  KS_AT_LEVEL(flow_halve, in, out, first);
}

void ks_flow_search(int level, const struct ks_flow_level *here, const struct ks_flow_level *coarse, int iterations) {
  KS_AT_LEVEL(flow_search, here, coarse, iterations);
}

void ks_flow_refine(int level, const struct ks_flow_level *here, const struct ks_flow_refinement *how) {
  KS_AT_LEVEL(flow_refine, here, how);
}

void ks_flow_give(int level, const struct ks_flow_level *in, bool doubled, int width, int height, float *u, float *v) {
  KS_AT_LEVEL(flow_give, in, doubled, width, height, u, v);
}
