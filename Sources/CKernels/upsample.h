// One level's bilinear interpolation of pictures with channels last; included once per CPU level by network.c.
#ifndef KINESPHERE_BETWEEN
#define KINESPHERE_BETWEEN

// Two cells that a place lies between, and the share of the second.
struct ks_between {
  int first, second;
  float share;
};
#endif

KS_INLINE struct ks_between LEVEL(between)(int index, int from, int to) {
  float place = ((float)index + 0.5f) * ((float)from / (float)to) - 0.5f;
  if (place < 0) place = 0;
  struct ks_between result = {.first = (int)place};
  if (result.first > from - 1) result.first = from - 1;
  result.second = result.first + 1 < from ? result.first + 1 : result.first;
  result.share = place - (float)result.first;
  return result;
}

// Sixteen channels of one interpolated cell, from the two rows that it lies between.
KS_INLINE ks_v16 LEVEL(blend)(const float *upper, const float *lower, long left, long right, float across, float down) {
  const ks_v16 a = KS_LOAD(upper + left), b = KS_LOAD(lower + left);
  const ks_v16 above = a + (KS_LOAD(upper + right) - a) * across;
  const ks_v16 below = b + (KS_LOAD(lower + right) - b) * across;
  return above + (below - above) * down;
}

static void LEVEL(upsample)(const struct ks_upsampling *layer, const float *in, float *out) {
  const struct ks_region region = layer->region;
  const long row = (long)layer->side * layer->channels;
  for (int y = region.top; y < region.top + region.height; y++) {
    const struct ks_between rows = LEVEL(between)(y, layer->side, layer->size);
    const float *upper = in + rows.first * row, *lower = in + rows.second * row;
    for (int x = region.left; x < region.left + region.width; x++) {
      const struct ks_between columns = LEVEL(between)(x, layer->side, layer->size);
      float *target = out + ((long)y * layer->size + x) * layer->outputCell;
      for (int channel = 0; channel < layer->channels; channel += 16)
        KS_STORE(target + channel,
                 LEVEL(blend)(upper + channel, lower + channel, (long)columns.first * layer->channels,
                              (long)columns.second * layer->channels, columns.share, rows.share));
    }
  }
}

static void LEVEL(part_classes)(const float *logits, int side, int size, uint8_t *out) {
  const long row = (long)side * KS_PART_ROW;
  for (int y = 0; y < size; y++) {
    const struct ks_between rows = LEVEL(between)(y, side, size);
    const float *upper = logits + rows.first * row, *lower = logits + rows.second * row;
    for (int x = 0; x < size; x++) {
      const struct ks_between columns = LEVEL(between)(x, side, size);
      float values[KS_PART_ROW];
      for (int lane = 0; lane < KS_PART_ROW; lane += 16)
        KS_STORE(values + lane, LEVEL(blend)(upper + lane, lower + lane, (long)columns.first * KS_PART_ROW,
                                             (long)columns.second * KS_PART_ROW, columns.share, rows.share));
      int best = 0;
      for (int class = 1; class < KS_PART_CLASSES; class++)
        if (values[class] > values[best]) best = class;
      out[(long)y * size + x] = (uint8_t)best;
    }
  }
}
