// One level's LSTM with 64 units and a dense layer; included once per CPU level by network.c.

// sum[vectors][blocks][4 gates] += weights x for vectors `inputs` apart and blocks that follow each other in `weights`.
// Sums run over the inputs from the first or from the last.
KS_INLINE void LEVEL(accumulate)(const float *weights, const float *x, int inputs, ks_v16 *sum, const int vectors,
                                 const int blocks, int backwards) {
  const long start = backwards ? inputs - 1 : 0;
  const long step = backwards ? -1 : 1;
  for (long i = 0; i < inputs; i++) {
    const long k = start + step * i;
#pragma unroll
    for (int b = 0; b < blocks; b++) {
      ks_v16 w[4];
#pragma unroll
      for (int gate = 0; gate < 4; gate++) w[gate] = KS_LOAD(weights + (long)b * inputs * 64 + k * 64 + gate * 16);
#pragma unroll
      for (int v = 0; v < vectors; v++) {
        ks_v16 value = KS_SPLAT(x[(long)v * inputs + k]);
#pragma unroll
        for (int gate = 0; gate < 4; gate++)
          sum[(v * blocks + b) * 4 + gate] = value * w[gate] + sum[(v * blocks + b) * 4 + gate];
      }
    }
  }
}

// `count` times out = bias + weights x for blocks that follow each other; outputs are `row` apart.
KS_INLINE void LEVEL(affine)(const float *weights, const float *bias, const float *x, int inputs, float *out, int row,
                             const int vectors, const int blocks) {
  ks_v16 sum[KS_LSTM_VECTORS * KS_LSTM_BLOCKS * 4];
#pragma unroll
  for (int i = 0; i < vectors * blocks * 4; i++) sum[i] = KS_LOAD(bias + i % (blocks * 4) * 16);
  LEVEL(accumulate)(weights, x, inputs, sum, vectors, blocks, 0);
#pragma unroll
  for (int i = 0; i < vectors * blocks * 4; i++)
    KS_STORE(out + (long)(i / (blocks * 4)) * row + i % (blocks * 4) * 16, sum[i]);
}

static void LEVEL(lstm_project)(const float *weights, const float *bias, const float *x, int inputs, int count,
                                float *gates) {
  int done = 0;
  // One block of weights at a time serves all vectors from the first-level cache.
  for (; count - done >= KS_LSTM_VECTORS && KS_LSTM_VECTORS > 1; done += KS_LSTM_VECTORS)
    for (int block = 0; block < 4; block++)
      LEVEL(affine)(weights + (long)block * inputs * 64, bias + block * 64, x + (long)done * inputs, inputs,
                    gates + (long)done * 256 + block * 64, 256, KS_LSTM_VECTORS, 1);
  for (; done < count; done++)
    for (int block = 0; block < 4; block += KS_LSTM_BLOCKS)
      LEVEL(affine)(weights + (long)block * inputs * 64, bias + block * 64, x + (long)done * inputs, inputs,
                    gates + (long)done * 256 + block * 64, 256, 1, KS_LSTM_BLOCKS);
}

// sigmoid(a) tanh(b) with one division: 1 / (1 + e^-a) * (1 - e^-2b) / (1 + e^-2b).
KS_INLINE ks_v16 LEVEL(sigmoid_tanh)(ks_v16 a, ks_v16 b) {
  ks_v16 ea = LEVEL(exp)(KS_SPLAT(0.f) - KS_MAX(a, KS_SPLAT(-40.f)));
  ks_v16 eb = LEVEL(exp)(KS_MAX(b, KS_SPLAT(-20.f)) * -2.f);
  return (1.f - eb) / ((1.f + ea) * (1.f + eb));
}

KS_INLINE ks_v16 LEVEL(sigmoid)(ks_v16 a) { return 1.f / (1.f + LEVEL(exp)(KS_SPLAT(0.f) - a)); }

// One step: `now` takes the new outputs, so that every block still sees the old ones in `before`. Going through the
// weights forth and back in turn finds the last ones still in the first-level cache, which holds less than all.
KS_INLINE void LEVEL(lstm_step)(const float *weights, const float *gates, const float *before, float *now, float *cell,
                                int backwards) {
  for (int i = 0; i < 4; i += KS_LSTM_BLOCKS) {
    const int block = backwards ? 4 - KS_LSTM_BLOCKS - i : i;
    ks_v16 sum[KS_LSTM_BLOCKS * 4];
#pragma unroll
    for (int j = 0; j < KS_LSTM_BLOCKS * 4; j++) sum[j] = KS_LOAD(gates + block * 64 + j * 16);
    LEVEL(accumulate)(weights + block * 64 * 64, before, 64, sum, 1, KS_LSTM_BLOCKS, backwards);
#pragma unroll
    for (int b = 0; b < KS_LSTM_BLOCKS; b++) {
      float *state = cell + (block + b) * 16;
      const ks_v16 *gate = sum + b * 4;
      ks_v16 c = LEVEL(sigmoid)(gate[1]) * KS_LOAD(state) + LEVEL(sigmoid_tanh)(gate[0], gate[2]);
      KS_STORE(state, c);
      KS_STORE(now + (block + b) * 16, LEVEL(sigmoid_tanh)(gate[3], c));
    }
  }
}

static void LEVEL(lstm_run)(const float *weights, const float *ring, int capacity, int first, int count,
                            float *hidden) {
  _Alignas(64) float outputs[2][64] = {}, cell[64] = {};
  int slot = first;
  for (int t = 0; t < count; t++) {
    LEVEL(lstm_step)(weights, ring + (long)slot * 256, outputs[t & 1], outputs[(t & 1) ^ 1], cell, t & 1);
    slot = slot + 1 == capacity ? 0 : slot + 1;
  }
  memcpy(hidden, outputs[count & 1], sizeof outputs[0]);
}

static void LEVEL(dense)(const float *weights, const float *bias, const float *x, int inputs, int outputs, float *out) {
  for (int output = 0; output < outputs; output += 64)
    LEVEL(affine)(weights + (long)output * inputs, bias + output, x, inputs, out + output, 0, 1, 1);
}
