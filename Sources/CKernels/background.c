// The background models' kernels, compiled for three CPU levels from one source, and their choice at run time.
#include "CKernels.h"
#include "dispatch.h"
#include "lanes.h"

typedef bool ks_b16 __attribute__((ext_vector_type(16)));
typedef bool ks_b64 __attribute__((ext_vector_type(64)));

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define KS_LEVEL avx512
#include "room.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define KS_LEVEL avx2
#include "room.h"
#pragma clang attribute pop
#endif

#define KS_LEVEL baseline
#include "room.h"

void ks_summarise8(int level, const struct ks_samples *how, const uint8_t *samples, uint8_t *middle, uint8_t *low,
                   uint8_t *high, uint8_t *far) {
  KS_AT_LEVEL(summarise8, how, samples, middle, low, high, far);
}

void ks_summarise16(int level, const struct ks_samples *how, const uint16_t *samples, uint16_t *middle, uint16_t *low,
                    uint16_t *high, uint16_t *far) {
  KS_AT_LEVEL(summarise16, how, samples, middle, low, high, far);
}

void ks_outside8(int level, const uint8_t *pixels, const uint8_t *lower, const uint8_t *upper, int width, int height,
                 bool join, uint64_t *words) {
  KS_AT_LEVEL(outside8, pixels, lower, upper, width, height, join, words);
}

void ks_mixture_mark8(int level, const struct ks_mixture *m, const uint8_t *pixels, const float *state, int width,
                      int height, bool join, uint64_t *words) {
  KS_AT_LEVEL(mixture_mark8, m, pixels, state, width, height, join, words);
}

void ks_mixture_mark16(int level, const struct ks_mixture *m, const uint16_t *pixels, const float *state, int width,
                       int height, bool join, uint64_t *words) {
  KS_AT_LEVEL(mixture_mark16, m, pixels, state, width, height, join, words);
}

void ks_mixture_learn8(int level, const struct ks_mixture *m, const uint8_t *pixels, float *state, int width,
                       int height, const uint64_t *words) {
  KS_AT_LEVEL(mixture_learn8, m, pixels, state, width, height, words);
}

void ks_mixture_learn16(int level, const struct ks_mixture *m, const uint16_t *pixels, float *state, int width,
                        int height, const uint64_t *words) {
  KS_AT_LEVEL(mixture_learn16, m, pixels, state, width, height, words);
}
