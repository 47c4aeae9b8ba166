// One level's convolutions of each channel alone, and means over a picture; included once per CPU level by network.c.

// One cell near the picture's edge: taps beyond it are left out.
KS_INLINE ks_v16 LEVEL(edge_cell)(const struct ks_depthwise *layer, const float *in, const float *weights, ks_v16 sum,
                                  int x, int y) {
  for (int tap = 0; tap < 9; tap++) {
    const int row = y + (tap / 3 - 1) * layer->rate, column = x + (tap % 3 - 1) * layer->rate;
    if (row < 0 || row >= layer->side || column < 0 || column >= layer->side) continue;
    sum = KS_LOAD(in + (long)row * layer->inputRow + (long)column * layer->channels) * KS_LOAD(weights + tap * 16) + sum;
  }
  return sum;
}

// Sixteen channels of one row; the nine weights stay in registers where the CPU has that many.
KS_INLINE void LEVEL(depthwise_row)(const struct ks_depthwise *layer, const float *in, const float *weights,
                                    const float *bias, float *out, int y) {
  const int rate = layer->rate, channels = layer->channels, side = layer->side;
  const int left = layer->region.left, right = left + layer->region.width;
  const int isInside = y >= rate && y < side - rate;
  const int start = !isInside ? right : left > rate ? left : rate;
  const int end = isInside && right < side - rate ? right : side - rate;
  const ks_v16 first = KS_LOAD(bias), zero = {};
  ks_v16 w[9];
#pragma unroll
  for (int tap = 0; tap < 9; tap++) w[tap] = KS_LOAD(weights + tap * 16);
  for (int x = left; x < right; x++) {
    ks_v16 sum = first;
    if (x >= start && x < end) {
      const float *corner = in + (long)(y - rate) * layer->inputRow + (long)(x - rate) * channels;
#pragma unroll
      for (int tap = 0; tap < 9; tap++)
        sum = KS_LOAD(corner + (long)(tap / 3) * rate * layer->inputRow + (long)(tap % 3) * rate * channels) * w[tap] +
              sum;
    } else {
      sum = LEVEL(edge_cell)(layer, in, weights, sum, x, y);
    }
    KS_STORE(out + ((long)y * side + x) * channels, KS_MAX(sum, zero));
  }
}

static void LEVEL(depthwise)(const struct ks_depthwise *layer, const float *in, const float *weights, const float *bias,
                             float *out) {
  for (int y = layer->region.top; y < layer->region.top + layer->region.height; y++)
    for (int channel = 0; channel < layer->channels; channel += 16)
      LEVEL(depthwise_row)(layer, in + channel, weights + channel * 9, bias + channel, out + channel, y);
}

static void LEVEL(mean)(const float *in, int side, int channels, int row, float *out) {
  const float share = 1.f / ((float)side * side);
  for (int channel = 0; channel < channels; channel += 16) {
    ks_v16 sum = {};
    for (int y = 0; y < side; y++)
      for (int x = 0; x < side; x++) sum = sum + KS_LOAD(in + (long)y * row + (long)x * channels + channel);
    KS_STORE(out + channel, sum * share);
  }
}
