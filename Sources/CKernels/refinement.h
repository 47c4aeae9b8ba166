// Variational refinement of a flow (Brox et al. 2004, doi:10.1007/978-3-540-24673-2_3): per pixel a robust penalty of the
// difference of brightness and of its gradient, both normalised by the slope, and of the flow's own gradient.

/// The second picture as the flow shows it: mean of both pictures, their difference, and whether it was seen at all.
static void KS_NAME(flow_warp)(const struct ks_flow_level *l) {
  float right_end = (float)(l->width - 1), lower_end = (float)(l->height - 1);
  for (int y = 0; y < l->height; y++) {
    long here = (long)y * l->stride;
    const float *restrict from = KS_PLANE(l, FROM) + here;
    const float *restrict u = KS_PLANE(l, U) + here, *restrict v = KS_PLANE(l, V) + here;
    float *restrict mean = KS_PLANE(l, MEAN) + here, *restrict time = KS_PLANE(l, TIME) + here;
    float *restrict inside = KS_PLANE(l, INSIDE) + here;
    for (int x = 0; x < l->width; x++) {
      float at_x = (float)x + u[x], at_y = (float)y + v[x];
      float in_x = KS_MIN(KS_MAX(at_x, 0.f), right_end), in_y = KS_MIN(KS_MAX(at_y, 0.f), lower_end);
      int left = (int)in_x, top = (int)in_y;
      float a = in_x - (float)left, b = in_y - (float)top;
      const float *to = KS_PLANE(l, TO) + (long)top * l->stride + left;
      float upper = to[0] + a * (to[1] - to[0]), lower = to[l->stride] + a * (to[l->stride + 1] - to[l->stride]);
      float there = upper + b * (lower - upper);
      mean[x] = 0.5f * (there + from[x]);
      time[x] = there - from[x];
      inside[x] = in_x == at_x && in_y == at_y ? 1.f : 0.f;
    }
  }
}

/// Central differences of a plane, along x and, where asked, along y.
static void KS_NAME(flow_slope)(const struct ks_flow_level *l, int plane, int along_x, int along_y) {
  float *in = (l->first + (long)plane * l->plane);
  KS_NAME(flow_extend)(in, l->width, l->height, l->stride, 1);
  for (int y = 0; y < l->height; y++) {
    long here = (long)y * l->stride;
    const float *restrict row = in + here;
    float *restrict dx = (l->first + (long)along_x * l->plane) + here;
    if (along_x != plane)
      for (int x = 0; x < l->width; x++) dx[x] = 0.5f * (row[x + 1] - row[x - 1]);
    float *restrict dy = (l->first + (long)along_y * l->plane) + here;
    for (int x = 0; x < l->width; x++) dy[x] = 0.5f * (row[x + l->stride] - row[x - l->stride]);
  }
}

/// The linear equations of every pixel at the flow of now: [s1 cross; cross s2] (u, v) = (b1, b2) + neighbours.
static void KS_NAME(flow_equations)(const struct ks_flow_level *l, const struct ks_flow_refinement *how) {
  const ks_i16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const ks_v16 zero = 0;
  for (int y = 0; y < l->height; y++) {
    long row = (long)y * l->stride, below = y + 1 < l->height ? l->stride : 0;
    for (int x = 0; x < l->width; x += 16) {
      long at = row + x;
      ks_v16 u = KS_LOAD(KS_PLANE(l, U) + at), v = KS_LOAD(KS_PLANE(l, V) + at);
      ks_v16 start_u = KS_LOAD(KS_PLANE(l, START_U) + at), start_v = KS_LOAD(KS_PLANE(l, START_V) + at);
      ks_v16 du = u - start_u, dv = v - start_v;
      ks_v16 ix = KS_LOAD(KS_PLANE(l, X) + at), iy = KS_LOAD(KS_PLANE(l, Y) + at), it = KS_LOAD(KS_PLANE(l, TIME) + at);
      ks_v16 xx = KS_LOAD(KS_PLANE(l, XX) + at), xy = KS_LOAD(KS_PLANE(l, XY) + at), yy = KS_LOAD(KS_PLANE(l, YY) + at);
      ks_v16 xt = KS_LOAD(KS_PLANE(l, XT) + at), yt = KS_LOAD(KS_PLANE(l, YT) + at);
      ks_v16 inside = KS_LOAD(KS_PLANE(l, INSIDE) + at);
      // Divided by the slope a difference is a distance in pixels, so that strong edges do not outweigh the rest.
      // Slopes that noise alone makes count little.
      const float floor = 0.01f + 2 * l->noise * l->noise, soft = 1e-6f;
      ks_v16 scale = 1.f / (ix * ix + iy * iy + floor);
      ks_v16 off = it + ix * du + iy * dv;
      ks_v16 weight = how->brightness * inside * scale / __builtin_elementwise_sqrt(off * off * scale + soft);
      ks_v16 a11 = weight * ix * ix, a12 = weight * ix * iy, a22 = weight * iy * iy;
      ks_v16 c1 = weight * ix * it, c2 = weight * iy * it;
      ks_v16 scale_x = 1.f / (xx * xx + xy * xy + floor), scale_y = 1.f / (yy * yy + xy * xy + floor);
      ks_v16 off_x = xt + xx * du + xy * dv, off_y = yt + xy * du + yy * dv;
      weight = how->gradient * inside /
               __builtin_elementwise_sqrt(off_x * off_x * scale_x + off_y * off_y * scale_y + soft);
      ks_v16 wx = weight * scale_x, wy = weight * scale_y;
      a11 += wx * xx * xx + wy * xy * xy;
      a12 += (wx * xx + wy * yy) * xy;
      a22 += wx * xy * xy + wy * yy * yy;
      c1 += wx * xx * xt + wy * xy * yt;
      c2 += wx * xy * xt + wy * yy * yt;
      ks_i16 column = lanes + x;
      ks_i16 has_right = column < l->width - 1;
      ks_v16 ux = has_right ? KS_LOAD(KS_PLANE(l, U) + at + 1) - u : zero;
      ks_v16 vx = has_right ? KS_LOAD(KS_PLANE(l, V) + at + 1) - v : zero;
      ks_v16 uy = KS_LOAD(KS_PLANE(l, U) + at + below) - u, vy = KS_LOAD(KS_PLANE(l, V) + at + below) - v;
      ks_v16 smooth = how->smoothness / __builtin_elementwise_sqrt(ux * ux + uy * uy + vx * vx + vy * vy + soft);
      KS_STORE(KS_PLANE(l, RIGHT) + at, has_right ? smooth : zero);
      KS_STORE(KS_PLANE(l, DOWN) + at, (column < l->width) & (below ? -1 : 0) ? smooth : zero);
      KS_STORE(KS_PLANE(l, CROSS) + at, a12);
      KS_STORE(KS_PLANE(l, B1) + at, a11 * start_u + a12 * start_v - c1);
      KS_STORE(KS_PLANE(l, B2) + at, a12 * start_u + a22 * start_v - c2);
      KS_STORE(KS_PLANE(l, SCALE1) + at, a11);
      KS_STORE(KS_PLANE(l, SCALE2) + at, a22);
    }
  }
  for (int y = 0; y < l->height; y++) {
    for (int x = 0; x < l->width; x += 16) {
      long at = (long)y * l->stride + x;
      ks_v16 sum = KS_LOAD(KS_PLANE(l, RIGHT) + at) + KS_LOAD(KS_PLANE(l, RIGHT) + at - 1) + KS_LOAD(KS_PLANE(l, DOWN) + at) +
                   KS_LOAD(KS_PLANE(l, DOWN) + at - l->stride) + 1e-6f;
      KS_STORE(KS_PLANE(l, SCALE1) + at, 1.f / (KS_LOAD(KS_PLANE(l, SCALE1) + at) + sum));
      KS_STORE(KS_PLANE(l, SCALE2) + at, 1.f / (KS_LOAD(KS_PLANE(l, SCALE2) + at) + sum));
    }
  }
}

/// One sweep of successive over-relaxation over the pixels whose x + y is even, or odd. Whole vectors are worked out and
/// half their lanes kept: cheaper than planes of their own for each half.
static void KS_NAME(flow_sweep)(const struct ks_flow_level *l, int odd, float relaxation) {
  const ks_i16 alternate = {-1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0};
  long stride = l->stride;
#define KS_BEFORE(a, b) __builtin_shufflevector(a, b, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
#define KS_AFTER(a, b) __builtin_shufflevector(a, b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
  for (int y = 0; y < l->height; y++) {
    ks_i16 chosen = (y + odd) % 2 ? ~alternate : alternate;
    long row = (long)y * stride;
    // Neighbours along the row come from registers: a load across what was just stored would wait for it.
    ks_v16 last_u = 0, last_v = 0, last_right = 0, u = KS_LOAD(KS_PLANE(l, U) + row), v = KS_LOAD(KS_PLANE(l, V) + row);
    for (int x = 0; x < l->width; x += 16) {
      long at = row + x;
      ks_v16 next_u = KS_LOAD(KS_PLANE(l, U) + at + 16), next_v = KS_LOAD(KS_PLANE(l, V) + at + 16);
      ks_v16 right = KS_LOAD(KS_PLANE(l, RIGHT) + at), left = KS_BEFORE(last_right, right);
      ks_v16 down = KS_LOAD(KS_PLANE(l, DOWN) + at), up = KS_LOAD(KS_PLANE(l, DOWN) + at - stride);
      ks_v16 cross = KS_LOAD(KS_PLANE(l, CROSS) + at);
      ks_v16 sum_u = right * KS_AFTER(u, next_u) + left * KS_BEFORE(last_u, u) + down * KS_LOAD(KS_PLANE(l, U) + at + stride) +
                     up * KS_LOAD(KS_PLANE(l, U) + at - stride);
      ks_v16 sum_v = right * KS_AFTER(v, next_v) + left * KS_BEFORE(last_v, v) + down * KS_LOAD(KS_PLANE(l, V) + at + stride) +
                     up * KS_LOAD(KS_PLANE(l, V) + at - stride);
      ks_v16 new_u = (KS_LOAD(KS_PLANE(l, B1) + at) - cross * v + sum_u) * KS_LOAD(KS_PLANE(l, SCALE1) + at);
      new_u = u + relaxation * (new_u - u);
      new_u = chosen ? new_u : u;
      ks_v16 new_v = (KS_LOAD(KS_PLANE(l, B2) + at) - cross * new_u + sum_v) * KS_LOAD(KS_PLANE(l, SCALE2) + at);
      new_v = v + relaxation * (new_v - v);
      new_v = chosen ? new_v : v;
      KS_STORE(KS_PLANE(l, U) + at, new_u);
      KS_STORE(KS_PLANE(l, V) + at, new_v);
      last_u = new_u;
      last_v = new_v;
      last_right = right;
      u = next_u;
      v = next_v;
    }
  }
#undef KS_BEFORE
#undef KS_AFTER
}

static void KS_NAME(flow_refine)(const struct ks_flow_level *l, const struct ks_flow_refinement *how) {
  KS_NAME(flow_warp)(l);
  KS_NAME(flow_slope)(l, KS_FLOW_MEAN, KS_FLOW_X, KS_FLOW_Y);
  KS_NAME(flow_slope)(l, KS_FLOW_X, KS_FLOW_XX, KS_FLOW_XY);
  KS_NAME(flow_slope)(l, KS_FLOW_Y, KS_FLOW_Y, KS_FLOW_YY);
  KS_NAME(flow_slope)(l, KS_FLOW_TIME, KS_FLOW_XT, KS_FLOW_YT);
  for (int y = 0; y < l->height; y++) {
    long here = (long)y * l->stride;
    memcpy(KS_PLANE(l, START_U) + here, KS_PLANE(l, U) + here, (size_t)l->width * sizeof(float));
    memcpy(KS_PLANE(l, START_V) + here, KS_PLANE(l, V) + here, (size_t)l->width * sizeof(float));
  }
  for (int i = 0; i < how->outer; i++) {
    KS_NAME(flow_equations)(l, how);
    for (int j = 0; j < how->inner; j++) {
      KS_NAME(flow_sweep)(l, 0, how->relaxation);
      KS_NAME(flow_sweep)(l, 1, how->relaxation);
    }
  }
}
