// The pyramid of pictures of dense optical flow, and its way back from the finest flow to the pictures' size.

/// Repeats the rim of a plane all around.
static void KS_NAME(flow_extend)(float *plane, int width, int height, int stride, int border) {
  for (int y = 0; y < height; y++) {
    float *row = plane + (long)y * stride;
    for (int x = 1; x <= border; x++) {
      row[-x] = row[0];
      row[width - 1 + x] = row[width - 1];
    }
  }
  size_t bytes = (size_t)(width + 2 * border) * sizeof(float);
  float *last = plane + (long)(height - 1) * stride;
  for (int y = 1; y <= border; y++) {
    memcpy(plane - (long)y * stride - border, plane - border, bytes);
    memcpy(last + (long)y * stride - border, last - border, bytes);
  }
}

/// The border of a new picture, and the gradient, by central differences, of a first one.
static void KS_NAME(flow_finish)(const struct ks_flow_level *l, bool first) {
  float *restrict picture = first ? KS_PLANE(l, FROM) : KS_PLANE(l, TO);
  KS_NAME(flow_extend)(picture, l->width, l->height, l->stride, KS_FLOW_BORDER);
  if (!first) return;
  // Patches of pictures smaller than a patch reach into the border.
  int width = KS_MAX(l->width, KS_FLOW_PATCH), height = KS_MAX(l->height, KS_FLOW_PATCH);
  for (int y = 0; y < height; y++) {
    const float *restrict row = picture + (long)y * l->stride;
    float *restrict gx = KS_PLANE(l, FROM_X) + (long)y * l->stride, *restrict gy = KS_PLANE(l, FROM_Y) + (long)y * l->stride;
    for (int x = 0; x < width; x++) {
      gx[x] = 0.5f * (row[x + 1] - row[x - 1]);
      gy[x] = 0.5f * (row[x + l->stride] - row[x - l->stride]);
    }
  }
}

static void KS_NAME(flow_take)(const uint8_t *pixels, int width, int height, bool halve,
                               const struct ks_flow_level *out, bool first) {
  float *picture = first ? KS_PLANE(out, FROM) : KS_PLANE(out, TO);
  for (int y = 0; y < out->height; y++) {
    float *restrict row = picture + (long)y * out->stride;
    if (!halve) {
      for (int x = 0; x < width; x++) row[x] = pixels[(long)y * width + x];
      continue;
    }
    const uint8_t *restrict a = pixels + 2L * y * width, *restrict b = 2 * y + 1 < height ? a + width : a;
    for (int x = 0; x < width / 2; x++) row[x] = 0.25f * (float)(a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1]);
    if (width % 2) row[width / 2] = 0.5f * (float)(a[width - 1] + b[width - 1]);
  }
  KS_NAME(flow_finish)(out, first);
}

static void KS_NAME(flow_halve)(const struct ks_flow_level *in, const struct ks_flow_level *out, bool first) {
  const float *source = first ? KS_PLANE(in, FROM) : KS_PLANE(in, TO);
  float *picture = first ? KS_PLANE(out, FROM) : KS_PLANE(out, TO);
  for (int y = 0; y < out->height; y++) {
    // An odd last row or column meets its repetition in the border.
    const float *restrict a = source + 2L * y * in->stride, *restrict b = a + in->stride;
    float *restrict row = picture + (long)y * out->stride;
    for (int x = 0; x < out->width; x++) row[x] = 0.25f * (a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1]);
  }
  KS_NAME(flow_finish)(out, first);
}

static void KS_NAME(flow_give_plane)(const struct ks_flow_level *l, float *restrict coarse, bool doubled, int width,
                                     int height, float *restrict out) {
  if (!doubled) {
    for (int y = 0; y < height; y++) memcpy(out + (long)y * width, coarse + (long)y * l->stride, (size_t)width * 4);
    return;
  }
  KS_NAME(flow_extend)(coarse, l->width, l->height, l->stride, 1);
  // A row in between, over weights that no one reads any more.
  float *restrict between = KS_PLANE(l, WEIGHT);
  for (int y = 0; y < height; y++) {
    const float *restrict near = coarse + (long)(y / 2) * l->stride;
    const float *restrict far = y % 2 ? near + l->stride : near - l->stride;
    // Pixel 2 i lies a quarter before the centre of coarse pixel i, 2 i + 1 a quarter after; flow counts in finer pixels.
    for (int x = -1; x <= l->width; x++) between[x] = 1.5f * near[x] + 0.5f * far[x];
    float *restrict row = out + (long)y * width;
    for (int x = 0; x < width / 2; x++) {
      row[2 * x] = 0.75f * between[x] + 0.25f * between[x - 1];
      row[2 * x + 1] = 0.75f * between[x] + 0.25f * between[x + 1];
    }
    if (width % 2) row[width - 1] = 0.75f * between[width / 2] + 0.25f * between[width / 2 - 1];
  }
}

static void KS_NAME(flow_give)(const struct ks_flow_level *in, bool doubled, int width, int height, float *u, float *v) {
  KS_NAME(flow_give_plane)(in, KS_PLANE(in, U), doubled, width, height, u);
  KS_NAME(flow_give_plane)(in, KS_PLANE(in, V), doubled, width, height, v);
}
