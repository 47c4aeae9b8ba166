// The networks' kernels, compiled for three CPU levels from one source, and their choice at run time.
#include "CKernels.h"
#include "dispatch.h"
#include "lanes.h"


#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define LEVEL(name) name##_avx512
#define KS_WIDEST_TILE 12
#define KS_TILE_BLOCKS 2
#define KS_EACH_TILE(T)                                                                                                \
  T(1, 1) T(1, 2) T(2, 1) T(2, 2) T(3, 1) T(3, 2) T(4, 1) T(4, 2) T(5, 1) T(5, 2) T(6, 1) T(6, 2) T(7, 1) T(7, 2)     \
  T(8, 1) T(8, 2) T(9, 1) T(9, 2) T(10, 1) T(10, 2) T(11, 1) T(11, 2) T(12, 1) T(12, 2)
#define KS_LSTM_BLOCKS 4
#define KS_LSTM_VECTORS 6
#include "level.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LEVEL(name) name##_avx2
#define KS_WIDEST_TILE 6
#define KS_TILE_BLOCKS 1
#define KS_EACH_TILE(T) T(1, 1) T(2, 1) T(3, 1) T(4, 1) T(5, 1) T(6, 1)
#define KS_LSTM_BLOCKS 1
#define KS_LSTM_VECTORS 1
#include "level.h"
#pragma clang attribute pop
#endif

#define LEVEL(name) name##_baseline
#define KS_WIDEST_TILE 3
#define KS_TILE_BLOCKS 1
#define KS_EACH_TILE(T) T(1, 1) T(2, 1) T(3, 1)
#define KS_LSTM_BLOCKS 1
#define KS_LSTM_VECTORS 1
#include "level.h"

void ks_convolve(int level, const struct ks_convolution *layer, const float *in, const float *weights,
                 const float *bias, float *out) {
  KS_AT_LEVEL(convolve, layer, in, weights, bias, out);
}

void ks_votes(int level, const float *votes, int side, int row, float half, float *out) {
  KS_AT_LEVEL(votes, votes, side, row, half, out);
}

void ks_lstm_project(int level, const float *weights, const float *bias, const float *x, int inputs, int count,
                     float *gates) {
  KS_AT_LEVEL(lstm_project, weights, bias, x, inputs, count, gates);
}

void ks_lstm_run(int level, const float *weights, const float *ring, int capacity, int first, int count,
                 float *hidden) {
  KS_AT_LEVEL(lstm_run, weights, ring, capacity, first, count, hidden);
}

void ks_dense(int level, const float *weights, const float *bias, const float *x, int inputs, int outputs, float *out) {
  KS_AT_LEVEL(dense, weights, bias, x, inputs, outputs, out);
}

void ks_depthwise(int level, const struct ks_depthwise *layer, const float *in, const float *weights, const float *bias,
                  float *out) {
  KS_AT_LEVEL(depthwise, layer, in, weights, bias, out);
}

void ks_mean(int level, const float *in, int side, int channels, int row, float *out) {
  KS_AT_LEVEL(mean, in, side, channels, row, out);
}

void ks_upsample(int level, const struct ks_upsampling *layer, const float *in, float *out) {
  KS_AT_LEVEL(upsample, layer, in, out);
}

void ks_part_classes(int level, const float *logits, int side, int size, uint8_t *out) {
  KS_AT_LEVEL(part_classes, logits, side, size, out);
}

void ks_part_moments(int level, const float *logits, int side, const float *crop, int size, float half, float *scratch,
                     float *out) {
  KS_AT_LEVEL(part_moments, logits, side, crop, size, half, scratch, out);
}
