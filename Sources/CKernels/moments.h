// One level's softmax over the part classes and the parts' places; included once per CPU level by network.c.
// The largest of the lanes, and their sum, by halves.
KS_INLINE float LEVEL(largest)(ks_v16 v) {
  const ks_v8 a = KS_MAX(v.lo, v.hi);
  const ks_v4 b = KS_MAX(a.lo, a.hi);
  return KS_MAX(KS_MAX(b.x, b.y), KS_MAX(b.z, b.w));
}

KS_INLINE float LEVEL(sum)(ks_v16 v) {
  const ks_v8 a = v.lo + v.hi;
  const ks_v4 b = a.lo + a.hi;
  return (b.x + b.y) + (b.z + b.w);
}

// The least crop value of a cell's block.
KS_INLINE float LEVEL(nearest)(const float *crop, int size, int block, int x, int y) {
  float least = 1;
  for (int i = 0; i < block; i++)
    for (int j = 0; j < block; j++) least = KS_MIN(least, crop[(long)(y * block + i) * size + x * block + j]);
  return least;
}

// The softmax of one cell.
KS_INLINE void LEVEL(probabilities)(const float *logits, float *out) {
  const ks_v16 a = KS_LOAD(logits), b = KS_LOAD(logits + 16);
  const ks_v16 largest = KS_SPLAT(LEVEL(largest)(KS_MAX(a, b)));
  const ks_v16 p = LEVEL(exp)(a - largest), q = LEVEL(exp)(b - largest);
  const ks_v16 sums = p + q;
  const float share = 1 / LEVEL(sum)(sums);
  KS_STORE(out, p * share);
  KS_STORE(out + 16, q * share);
}

// Sixteen parts: mean and deviation of the places of `count` cells, each KS_PART_SCRATCH floats: the probabilities,
// then x, y, z from lane KS_PART_ROW on. Two passes, since the difference of squares would lose the small deviations.
KS_INLINE void LEVEL(part_places)(const float *cells, int count, int lane, float *out) {
  ks_v16 mass = {}, mean[3] = {}, spread[3] = {};
  for (int i = 0; i < count; i++) {
    const float *cell = cells + (long)i * KS_PART_SCRATCH;
    const ks_v16 p = KS_LOAD(cell + lane);
    mass = mass + p;
#pragma unroll
    for (int axis = 0; axis < 3; axis++) mean[axis] = p * cell[KS_PART_ROW + axis] + mean[axis];
  }
  const ks_v16 zero = {};
#pragma unroll
  for (int axis = 0; axis < 3; axis++) mean[axis] = mass >= 0.05f ? mean[axis] / mass : zero;
  for (int i = 0; i < count; i++) {
    const float *cell = cells + (long)i * KS_PART_SCRATCH;
    const ks_v16 p = KS_LOAD(cell + lane);
#pragma unroll
    for (int axis = 0; axis < 3; axis++) {
      const ks_v16 away = cell[KS_PART_ROW + axis] - mean[axis];
      spread[axis] = p * away * away + spread[axis];
    }
  }
#pragma unroll
  for (int axis = 0; axis < 3; axis++) {
    KS_STORE(out + axis * KS_PART_ROW + lane, mean[axis]);
    const ks_v16 variance = mass >= 0.05f ? spread[axis] / mass : zero;
    KS_STORE(out + (axis + 3) * KS_PART_ROW + lane, __builtin_elementwise_sqrt(variance));
  }
  KS_STORE(out + 6 * KS_PART_ROW + lane, mass >= 0.05f ? KS_MIN(mass * 0.25f, KS_SPLAT(1.f)) : zero);
}

static void LEVEL(part_moments)(const float *logits, int side, const float *crop, int size, float half, float *scratch,
                                float *out) {
  const int block = size / side;
  int count = 0;
  for (int y = 0; y < side; y++) {
    for (int x = 0; x < side; x++) {
      const float depth = LEVEL(nearest)(crop, size, block, x, y);
      if (depth >= 1) continue;
      float *cell = scratch + (long)count++ * KS_PART_SCRATCH;
      LEVEL(probabilities)(logits + ((long)y * side + x) * KS_PART_ROW, cell);
      cell[KS_PART_ROW] = (x + 0.5f) * 2 / side * half - half;
      cell[KS_PART_ROW + 1] = half - (y + 0.5f) * 2 / side * half;
      cell[KS_PART_ROW + 2] = depth * half;
    }
  }
  float places[KS_PART_NUMBERS * KS_PART_ROW];
  LEVEL(part_places)(scratch, count, 0, places);
  LEVEL(part_places)(scratch, count, 16, places);
  for (int part = 0; part < KS_PARTS; part++)
    for (int number = 0; number < KS_PART_NUMBERS; number++)
      out[part * KS_PART_NUMBERS + number] = places[number * KS_PART_ROW + part];
}
