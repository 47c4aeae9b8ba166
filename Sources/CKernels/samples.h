// Sorted samples of one pixel type: included with KS_PIXEL (the type), KS_PIXEL_LANES (64 bytes of them) and KS_NAME(x).
typedef KS_PIXEL KS_NAME(vector) __attribute__((ext_vector_type(KS_PIXEL_LANES)));
typedef KS_PIXEL KS_NAME(loose) __attribute__((ext_vector_type(KS_PIXEL_LANES), aligned(1)));
#define KS_VECTOR KS_NAME(vector)
#define KS_LOOSE KS_NAME(loose)

// Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2 M): the same exchanges on any input, so that
// the pixels side by side sort together.
KS_INLINE void KS_NAME(sort)(KS_VECTOR *s, int n) {
  if (n < 2) return;
  int top = 1;
  while (2 * top < n) top *= 2;
  for (int p = top; p > 0; p /= 2) {
    int q = top, r = 0, d = p;
    for (;;) {
      for (int i = 0; i < n - d; i++) {
        if ((i & p) != r) continue;
        const KS_VECTOR a = s[i], b = s[i + d];
        s[i] = __builtin_elementwise_min(a, b);
        s[i + d] = __builtin_elementwise_max(a, b);
      }
      if (q == p) break;
      d = q - p;
      q /= 2;
      r = p;
    }
  }
}

// The last of the shortest halves of one pixel's n sorted readings, `lanes` apart.
KS_INLINE int KS_NAME(half)(const KS_PIXEL *v, int n, int h) {
  int at = 0, best = 1 << 30;
  for (int i = 0; i + h <= n; i++) {
    const int width = v[(i + h - 1) * KS_PIXEL_LANES] - v[i * KS_PIXEL_LANES];
    if (width <= best) best = width, at = i;
  }
  return at;
}

KS_INLINE void KS_NAME(pixel)(const struct ks_samples *how, const KS_PIXEL *v, KS_PIXEL *middle, KS_PIXEL *low,
                              KS_PIXEL *high, KS_PIXEL *far) {
  int missing = 0;
  if (how->missing)
    while (missing < how->frames && v[missing * KS_PIXEL_LANES] == 0) missing++;
  const int n = how->frames - missing;
  *middle = *low = *high = *far = 0;
  if (n == 0) return;
  v += missing * KS_PIXEL_LANES;
  *far = v[(n - (n + 9) / 10) * KS_PIXEL_LANES];
  const int h = n / 2 + 1, at = KS_NAME(half)(v, n, h);
  *low = v[at * KS_PIXEL_LANES];
  *high = v[(at + h - 1) * KS_PIXEL_LANES];
  *middle = how->half ? (KS_PIXEL)(((int)*low + (int)*high) / 2)
                      : v[(int)((float)(n - 1) * how->quantile) * KS_PIXEL_LANES];
}

// All of a block's pixels at once where none lacks a reading: their ranks are the same.
KS_INLINE void KS_NAME(block)(const struct ks_samples *how, const KS_VECTOR *s, KS_VECTOR *middle, KS_VECTOR *low,
                              KS_VECTOR *high, KS_VECTOR *far) {
  const int n = how->frames;
  *far = s[n - (n + 9) / 10];
  const int h = n / 2 + 1;
  KS_VECTOR a = s[0], b = s[h - 1], best = b - a;
  for (int i = 1; i + h <= n; i++) {
    const KS_VECTOR from = s[i], to = s[i + h - 1], width = to - from;
    const __typeof__(width <= best) shorter = width <= best;
    a = shorter ? from : a;
    b = shorter ? to : b;
    best = shorter ? width : best;
  }
  *low = a;
  *high = b;
  // a + (b - a) / 2 does not overflow.
  *middle = how->half ? a + ((b - a) >> 1) : s[(int)((float)(n - 1) * how->quantile)];
}

static void KS_NAME(summarise)(const struct ks_samples *how, const KS_PIXEL *samples, KS_PIXEL *middle,
                                      KS_PIXEL *low, KS_PIXEL *high, KS_PIXEL *far) {
  KS_VECTOR s[64];
  for (int start = 0; start < how->count; start += KS_PIXEL_LANES) {
    for (int i = 0; i < how->frames; i++) s[i] = *(const KS_LOOSE *)(samples + (long)i * how->stride + start);
    KS_NAME(sort)(s, how->frames);
    const int lanes = how->count - start < KS_PIXEL_LANES ? how->count - start : KS_PIXEL_LANES;
    if (lanes == KS_PIXEL_LANES && (!how->missing || __builtin_reduce_min(s[0]) > 0)) {
      KS_VECTOR a, b, c, d;
      KS_NAME(block)(how, s, &a, &b, &c, &d);
      *(KS_LOOSE *)(middle + start) = a;
      *(KS_LOOSE *)(low + start) = b;
      *(KS_LOOSE *)(high + start) = c;
      *(KS_LOOSE *)(far + start) = d;
      continue;
    }
    for (int lane = 0; lane < lanes; lane++) {
      const int i = start + lane;
      KS_NAME(pixel)(how, (const KS_PIXEL *)s + lane, middle + i, low + i, high + i, far + i);
    }
  }
}

#undef KS_VECTOR
#undef KS_LOOSE
