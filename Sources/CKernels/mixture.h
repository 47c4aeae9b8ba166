// Gaussian mixtures of one pixel type, 16 pixels at a time: included with KS_PIXEL and KS_NAME(x).

// The readings of a block as floats, and which of its pixels count.
KS_INLINE ks_v16 KS_NAME(readings)(const KS_PIXEL *row, int x, int width) {
  typedef KS_PIXEL pixels __attribute__((ext_vector_type(16), aligned(1)));
  KS_PIXEL edge[16] = {0};
  const KS_PIXEL *from = row + x;
  if (width - x < 16) {
    memcpy(edge, from, sizeof(KS_PIXEL) * (width - x));
    from = edge;
  }
  return __builtin_convertvector(*(const pixels *)from, ks_v16);
}

static void KS_NAME(mixture_mark)(const struct ks_mixture *m, const KS_PIXEL *pixels, const float *state,
                                         int width, int height, bool join, uint64_t *words) {
  const int blocks = (width + 15) / 16, per_row = (width + 63) / 64;
  const ks_v16 share = KS_SPLAT(m->share), deviations = KS_SPLAT(m->background);
  for (int y = 0; y < height; y++) {
    const KS_PIXEL *row = pixels + (long)y * width;
    uint64_t *target = words + (long)y * per_row, word = 0;
    for (int b = 0; b < blocks; b++) {
      const float *block = state + ((long)y * blocks + b) * KS_MODES * 48;
      const ks_v16 x = KS_NAME(readings)(row, b * 16, width);
      ks_v16 total = KS_SPLAT(0), farthest = KS_SPLAT(0);
      ks_i16 known = (ks_i16)(0);
      for (int k = 0; k < KS_MODES; k++, block += 48) {
        const ks_v16 weight = KS_LOAD(block), mean = KS_LOAD(block + 16), variance = KS_LOAD(block + 32);
        const ks_i16 counts = (total < share) & (weight > 0.0f);
        const ks_v16 d = x - mean, least = m->base + m->quadratic * mean * mean;
        const ks_v16 limit = __builtin_elementwise_max(deviations * variance, least * least);
        known |= counts & (d * d < limit);
        farthest = counts ? __builtin_elementwise_max(farthest, mean) : farthest;
        total += weight;
        if (!__builtin_reduce_or(total < share)) break;
      }
      ks_i16 marked = ~known;
      if (m->depth) marked &= (x > 0.0f) & (x < farthest);
      // Where nothing was ever read.
      const ks_i16 empty = total == 0.0f;
      marked = m->unseen ? marked | (empty & (x > (m->depth ? 0.0f : -1.0f))) : marked & ~empty;
      const ks_b16 flags = __builtin_convertvector(marked & 1, ks_b16);
      uint16_t bits;
      memcpy(&bits, &flags, 2);
      if (width - b * 16 < 16) bits &= (1u << (width - b * 16)) - 1;
      word |= (uint64_t)bits << (b % 4 * 16);
      if (b % 4 == 3 || b + 1 == blocks) {
        target[b / 4] = join ? target[b / 4] | word : word;
        word = 0;
      }
    }
  }
}

static void KS_NAME(mixture_learn)(const struct ks_mixture *m, const KS_PIXEL *pixels, float *state, int width,
                                          int height, const uint64_t *words) {
  const int blocks = (width + 15) / 16, per_row = (width + 63) / 64;
  const ks_i16 bit = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768};
  for (int y = 0; y < height; y++) {
    const KS_PIXEL *row = pixels + (long)y * width;
    for (int b = 0; b < blocks; b++) {
      uint32_t skipped = (words[(long)y * per_row + b / 4] >> (b % 4 * 16)) & 0xFFFF;
      if (width - b * 16 < 16) skipped |= 0xFFFFu << (width - b * 16);
      if ((skipped & 0xFFFF) == 0xFFFF) continue;
      float *block = state + ((long)y * blocks + b) * KS_MODES * 48;
      const ks_v16 x = KS_NAME(readings)(row, b * 16, width);
      ks_i16 learns = ((ks_i16)((int)skipped) & bit) == 0;
      if (m->depth) learns &= x > 0.0f;
      const ks_v16 rate = learns ? KS_SPLAT(m->rate) : KS_SPLAT(0), keep = 1 - rate, lost = rate * m->prune;
      ks_i16 owned = ~learns;
      ks_v16 total = KS_SPLAT(0);
      int used = 0;
      for (; used < KS_MODES; used++) {
        float *mode = block + used * 48;
        ks_v16 weight = KS_LOAD(mode);
        const ks_i16 alive = weight > 0.0f;
        if (!__builtin_reduce_or(alive)) break;
        ks_v16 mean = KS_LOAD(mode + 16), variance = KS_LOAD(mode + 32);
        const ks_v16 d = x - mean, least = m->base + m->quadratic * mean * mean;
        const ks_v16 limit = __builtin_elementwise_max(m->owner * variance, least * least);
        const ks_i16 owns = ~owned & alive & (d * d < limit);
        owned |= owns;
        const ks_v16 share = owns ? rate : KS_SPLAT(0);
        weight = __builtin_elementwise_max(weight * keep - lost + share, KS_SPLAT(0));
        const ks_v16 step = owns ? share / weight : KS_SPLAT(0);
        mean += step * d;
        variance += step * (d * d - variance);
        variance = __builtin_elementwise_min(__builtin_elementwise_max(variance, KS_SPLAT(m->least)), KS_SPLAT(m->greatest));
        total += weight;
        KS_STORE(mode, weight);
        KS_STORE(mode + 16, mean);
        KS_STORE(mode + 32, variance);
      }
      const ks_i16 born = ~owned;
      if (__builtin_reduce_or(born)) {
        // A new Gaussian in the place of the lightest.
        const int last = used < KS_MODES ? used : KS_MODES - 1;
        float *mode = block + last * 48;
        const ks_v16 tolerance = m->base + m->quadratic * x * x;
        const ks_v16 old = KS_LOAD(mode), weight = born ? rate : old;
        total += weight - old;
        KS_STORE(mode, weight);
        KS_STORE(mode + 16, born ? x : KS_LOAD(mode + 16));
        KS_STORE(mode + 32, born ? m->initial + tolerance * tolerance * (1.0f / 9) : KS_LOAD(mode + 32));
        used = last + 1;
      }
      const ks_v16 scale = total > 0.0f ? 1 / total : KS_SPLAT(0);
      for (int k = 0; k < used; k++) KS_STORE(block + k * 48, KS_LOAD(block + k * 48) * scale);
      // Only one Gaussian has grown, so one pass from the lightest brings it to its place.
      for (int k = used - 1; k > 0; k--) {
        float *light = block + k * 48, *heavy = light - 48;
        const ks_i16 swapped = KS_LOAD(light) > KS_LOAD(heavy);
        if (!__builtin_reduce_or(swapped)) continue;
        for (int i = 0; i < 48; i += 16) {
          const ks_v16 a = KS_LOAD(light + i), c = KS_LOAD(heavy + i);
          KS_STORE(light + i, swapped ? c : a);
          KS_STORE(heavy + i, swapped ? a : c);
        }
      }
    }
  }
}
