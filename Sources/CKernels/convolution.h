// One level's convolution; included once per CPU level by network.c.
//
// The taps of one kernel row, kernel x channels floats, lie in one run of memory because channels come last. A tile of
// `pixels` x `blocks` accumulators stays in registers over the whole sum; the inner loop reads the weights of each
// block front to back.

KS_INLINE void LEVEL(tile)(const struct ks_convolution *layer, const float *in, const float *weights, const float *bias,
                           float *out, const int pixels, const int blocks) {
  ks_v16 sum[KS_WIDEST_TILE][2];
  const long step = (long)layer->stride * layer->channels;
  const long run = (long)layer->kernel * layer->channels;
  const long block = run * layer->kernel * 16;
#pragma unroll
  for (int p = 0; p < pixels; p++)
#pragma unroll
    for (int b = 0; b < blocks; b++) sum[p][b] = KS_LOAD(bias + b * 16);
  for (int row = 0; row < layer->kernel; row++) {
    const float *x = in + (long)row * layer->inputRow;
    for (long k = 0; k < run; k++) {
      ks_v16 w[2];
#pragma unroll
      for (int b = 0; b < blocks; b++) w[b] = KS_LOAD(weights + b * block);
      weights += 16;
#pragma unroll
      for (int p = 0; p < pixels; p++) {
        ks_v16 value = KS_SPLAT(x[p * step]);
#pragma unroll
        for (int b = 0; b < blocks; b++) sum[p][b] = value * w[b] + sum[p][b];
      }
      x++;
    }
  }
#pragma unroll
  for (int p = 0; p < pixels; p++)
#pragma unroll
    for (int b = 0; b < blocks; b++)
      KS_STORE(out + (long)p * layer->outputCell + b * 16,
               layer->rectified ? KS_MAX(sum[p][b], KS_SPLAT(0.f)) : sum[p][b]);
}

// Out of line, one per shape, so that each keeps its accumulators in registers.
#define KS_TILE(P, B)                                                                                                  \
  static __attribute__((noinline)) void LEVEL(tile_##P##_##B)(const struct ks_convolution *layer, const float *in,     \
                                                              const float *weights, const float *bias, float *out) {   \
    LEVEL(tile)(layer, in, weights, bias, out, P, B);                                                                  \
  }
KS_EACH_TILE(KS_TILE)
#undef KS_TILE

// Cuts each row into tiles of nearly equal width.
static void LEVEL(convolve)(const struct ks_convolution *layer, const float *in, const float *weights,
                            const float *bias, float *out) {
  static const struct {
    int pixels, blocks;
    void (*run)(const struct ks_convolution *, const float *, const float *, const float *, float *);
  } shapes[] = {
#define KS_TILE(P, B) {P, B, LEVEL(tile_##P##_##B)},
      KS_EACH_TILE(KS_TILE)
#undef KS_TILE
  };
  const long size = (long)layer->kernel * layer->kernel * layer->channels;
  const int tiles = (layer->width + KS_WIDEST_TILE - 1) / KS_WIDEST_TILE;
  for (int output = 0; output < layer->outputs;) {
    const int blocks = KS_TILE_BLOCKS == 2 && output + 32 <= layer->outputs ? 2 : 1;
    for (int y = 0; y < layer->height; y++) {
      for (int tile = 0; tile < tiles; tile++) {
        const int x = layer->width * tile / tiles;
        const int pixels = layer->width * (tile + 1) / tiles - x;
        shapes[(pixels - 1) * KS_TILE_BLOCKS + blocks - 1].run(
            layer, in + (long)y * layer->stride * layer->inputRow + (long)x * layer->stride * layer->channels,
            weights + output * size, bias + output, out + (long)y * layer->outputRow + (long)x * layer->outputCell + output);
      }
    }
    output += blocks * 16;
  }
}
