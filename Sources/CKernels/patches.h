// Inverse search of patches, and the flow per pixel that they vote for: Kroeger et al. 2016, doi:10.1007/978-3-319-46493-0_29.

#ifndef KS_LOAD8
#define KS_LOAD8(p) ((ks_v8) * (const ks_v8u *)(p))
#define KS_STORE8(p, v) (*(ks_v8u *)(p) = (v))

/// The sums of four vectors, side by side.
#define KS_SUMS(a, b, c, d)                                                                                            \
  ({                                                                                                                   \
    ks_v4 a4 = (a).lo + (a).hi, b4 = (b).lo + (b).hi, c4 = (c).lo + (c).hi, d4 = (d).lo + (d).hi;                      \
    ks_v4 ab = __builtin_shufflevector(a4, b4, 0, 1, 4, 5) + __builtin_shufflevector(a4, b4, 2, 3, 6, 7);              \
    ks_v4 cd = __builtin_shufflevector(c4, d4, 0, 1, 4, 5) + __builtin_shufflevector(c4, d4, 2, 3, 6, 7);              \
    __builtin_shufflevector(ab, cd, 0, 2, 4, 6) + __builtin_shufflevector(ab, cd, 1, 3, 5, 7);                         \
  })

/// How much less the squares must sum to for a flow to be better. Noise alone makes of 64 squares 128 noise², and 48 less
/// half a pixel aside, where four pixels are averaged; the best of many places lies another few deviations of 23 lower.
#define KS_GAIN(l) (100 * (l)->noise * (l)->noise)

/// Where a patch that moved lies in the second picture: its first pixel and the weights of the four neighbours.
struct ks_place {
  const float *pixels;
  float a, b, c, d;
};
#endif

KS_INLINE struct ks_place KS_NAME(flow_place)(const struct ks_flow_level *l, float x, float y) {
  // The patch and one pixel more stay within the border.
  x = KS_MIN(KS_MAX(x, 1.f - KS_FLOW_BORDER), (float)(l->width + KS_FLOW_BORDER - KS_FLOW_PATCH - 2));
  y = KS_MIN(KS_MAX(y, 1.f - KS_FLOW_BORDER), (float)(l->height + KS_FLOW_BORDER - KS_FLOW_PATCH - 2));
  int left = (int)(x + KS_FLOW_BORDER) - KS_FLOW_BORDER, top = (int)(y + KS_FLOW_BORDER) - KS_FLOW_BORDER;
  float right = x - (float)left, down = y - (float)top;
  return (struct ks_place){KS_PLANE(l, TO) + (long)top * l->stride + left, (1 - right) * (1 - down), right * (1 - down),
                           (1 - right) * down, right * down};
}

/// What moved by (u, v) differs from patch (x, y) by d: the sum of d, of d times each gradient, and of d squared; the mean
/// of d is taken out of the last three.
KS_INLINE ks_v4 KS_NAME(flow_compare)(const struct ks_flow_level *l, const struct ks_flow_patch *patch, int x, int y,
                                      float u, float v) {
  struct ks_place at = KS_NAME(flow_place)(l, (float)x + u, (float)y + v);
  long stride = l->stride, start = (long)y * stride + x;
  const float *from = KS_PLANE(l, FROM) + start, *to = at.pixels;
  const float *gx = KS_PLANE(l, FROM_X) + start, *gy = KS_PLANE(l, FROM_Y) + start;
  ks_v8 sum = 0, sum_x = 0, sum_y = 0, squares = 0;
  ks_v8 left = KS_LOAD8(to), right = KS_LOAD8(to + 1);
#pragma clang loop unroll(full)
  for (int row = 0; row < KS_FLOW_PATCH; row++) {
    ks_v8 next_left = KS_LOAD8(to + (row + 1) * stride), next_right = KS_LOAD8(to + (row + 1) * stride + 1);
    ks_v8 d = at.a * left + at.b * right + at.c * next_left + at.d * next_right - KS_LOAD8(from + row * stride);
    sum += d;
    sum_x += d * KS_LOAD8(gx + row * stride);
    sum_y += d * KS_LOAD8(gy + row * stride);
    squares += d * d;
    left = next_left;
    right = next_right;
  }
  ks_v4 result = KS_SUMS(sum, sum_x, sum_y, squares);
  float mean = result[0] * (1.f / (KS_FLOW_PATCH * KS_FLOW_PATCH));
  return result - mean * (ks_v4){0, patch->gx, patch->gy, result[0]};
}

/// The inverse of a patch's Hessian matrix, the means of the gradients taken out.
KS_INLINE void KS_NAME(flow_hessian)(const struct ks_flow_level *l, struct ks_flow_patch *patch, int x, int y) {
  long stride = l->stride, start = (long)y * stride + x;
  const float *gx = KS_PLANE(l, FROM_X) + start, *gy = KS_PLANE(l, FROM_Y) + start;
  ks_v8 sum_x = 0, sum_y = 0, xx = 0, xy = 0, yy = 0;
  for (int row = 0; row < KS_FLOW_PATCH; row++) {
    ks_v8 dx = KS_LOAD8(gx + row * stride), dy = KS_LOAD8(gy + row * stride);
    sum_x += dx;
    sum_y += dy;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  ks_v4 sums = KS_SUMS(sum_x, sum_y, xx, xy), rest = KS_SUMS(yy, yy, yy, yy);
  const float share = 1.f / (KS_FLOW_PATCH * KS_FLOW_PATCH);
  patch->gx = sums[0];
  patch->gy = sums[1];
  // A little more than nothing in the diagonal: a patch without texture then stays where it is.
  float h11 = sums[2] - share * sums[0] * sums[0] + 1, h22 = rest[0] - share * sums[1] * sums[1] + 1;
  float h12 = sums[3] - share * sums[0] * sums[1];
  float scale = 1 / KS_MAX(h11 * h22 - h12 * h12, 1e-3f);
  patch->h11 = h22 * scale;
  patch->h12 = -h12 * scale;
  patch->h22 = h11 * scale;
}

/// Takes over another flow where it costs less; `sums` belongs to the patch's flow.
KS_INLINE void KS_NAME(flow_try)(const struct ks_flow_level *l, struct ks_flow_patch *patch, int x, int y, float u,
                                 float v, ks_v4 *sums) {
  if (u == patch->u && v == patch->v) return;
  ks_v4 other = KS_NAME(flow_compare)(l, patch, x, y, u, v);
  if (other[3] >= patch->cost - KS_GAIN(l)) return;
  patch->u = u;
  patch->v = v;
  patch->cost = other[3];
  *sums = other;
}

/// Gauss-Newton steps while the cost falls.
KS_INLINE void KS_NAME(flow_descend)(const struct ks_flow_level *l, struct ks_flow_patch *patch, int x, int y,
                                     ks_v4 sums, int iterations) {
  float start_u = patch->u, start_v = patch->v, start_cost = patch->cost;
  for (int i = 0; i < iterations; i++) {
    float step_u = patch->h11 * sums[1] + patch->h12 * sums[2], step_v = patch->h12 * sums[1] + patch->h22 * sums[2];
    float u = patch->u - step_u, v = patch->v - step_v;
    sums = KS_NAME(flow_compare)(l, patch, x, y, u, v);
    if (!(sums[3] < patch->cost)) break;
    patch->u = u;
    patch->v = v;
    patch->cost = sums[3];
    if (step_u * step_u + step_v * step_v < 4e-4f) break;
  }
  // So far from where it started it found something else, and so little gain is what noise gives.
  float du = patch->u - start_u, dv = patch->v - start_v;
  if (du * du + dv * dv > KS_FLOW_PATCH * KS_FLOW_PATCH || start_cost - patch->cost < KS_GAIN(l)) {
    patch->u = start_u;
    patch->v = start_v;
    patch->cost = start_cost;
  }
}

/// Every patch adds its flow to its pixels, weighted by 1 / max(1, |difference of the pixel|); then the mean per pixel.
static void KS_NAME(flow_spread)(const struct ks_flow_level *l) {
  long stride = l->stride;
  int width = KS_MAX(l->width, KS_FLOW_PATCH), height = KS_MAX(l->height, KS_FLOW_PATCH);
  for (int y = 0; y < height; y++) {
    memset(KS_PLANE(l, U) + y * stride, 0, (size_t)width * sizeof(float));
    memset(KS_PLANE(l, V) + y * stride, 0, (size_t)width * sizeof(float));
    memset(KS_PLANE(l, WEIGHT) + y * stride, 0, (size_t)width * sizeof(float));
  }
  for (int j = 0; j < l->rows; j++) {
    for (int i = 0; i < l->columns; i++) {
      const struct ks_flow_patch *patch = (struct ks_flow_patch *)l->patches + (long)j * l->columns + i;
      int x = KS_MAX(KS_MIN(i * l->step, l->width - KS_FLOW_PATCH), 0);
      int y = KS_MAX(KS_MIN(j * l->step, l->height - KS_FLOW_PATCH), 0);
      struct ks_place at = KS_NAME(flow_place)(l, (float)x + patch->u, (float)y + patch->v);
      long start = y * stride + x;
      ks_v8 left = KS_LOAD8(at.pixels), right = KS_LOAD8(at.pixels + 1);
      for (int row = 0; row < KS_FLOW_PATCH; row++) {
        const float *to = at.pixels + (row + 1) * stride;
        long here = start + row * stride;
        ks_v8 next_left = KS_LOAD8(to), next_right = KS_LOAD8(to + 1);
        ks_v8 d = at.a * left + at.b * right + at.c * next_left + at.d * next_right - KS_LOAD8(KS_PLANE(l, FROM) + here);
        d = KS_MAX(d, -d);
        ks_v8 weight = 1.f / KS_MAX(d, (ks_v8)1.f);
        KS_STORE8(KS_PLANE(l, WEIGHT) + here, KS_LOAD8(KS_PLANE(l, WEIGHT) + here) + weight);
        KS_STORE8(KS_PLANE(l, U) + here, KS_LOAD8(KS_PLANE(l, U) + here) + weight * patch->u);
        KS_STORE8(KS_PLANE(l, V) + here, KS_LOAD8(KS_PLANE(l, V) + here) + weight * patch->v);
        left = next_left;
        right = next_right;
      }
    }
  }
  for (int y = 0; y < l->height; y++) {
    float *restrict u = KS_PLANE(l, U) + y * stride, *restrict v = KS_PLANE(l, V) + y * stride;
    const float *restrict weight = KS_PLANE(l, WEIGHT) + y * stride;
    for (int x = 0; x < l->width; x++) {
      float share = 1 / weight[x];
      u[x] *= share;
      v[x] *= share;
    }
  }
}

static void KS_NAME(flow_search)(const struct ks_flow_level *l, const struct ks_flow_level *coarse, int iterations) {
  int columns = l->columns, rows = l->rows;
  for (int pass = 0; pass < 2; pass++) {
    int towards = pass ? -1 : 1;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int i = pass ? columns - 1 - column : column, j = pass ? rows - 1 - row : row;
        struct ks_flow_patch *patch = (struct ks_flow_patch *)l->patches + (long)j * columns + i;
        int x = KS_MAX(KS_MIN(i * l->step, l->width - KS_FLOW_PATCH), 0);
        int y = KS_MAX(KS_MIN(j * l->step, l->height - KS_FLOW_PATCH), 0);
        ks_v4 sums = 0;
        float known = patch->cost;
        if (pass == 0) {
          KS_NAME(flow_hessian)(l, patch, x, y);
          patch->u = patch->v = 0;
          if (coarse) {
            long at = (long)KS_MIN(y / 2 + 2, coarse->height - 1) * coarse->stride + KS_MIN(x / 2 + 2, coarse->width - 1);
            patch->u = 2 * KS_PLANE(coarse, U)[at];
            patch->v = 2 * KS_PLANE(coarse, V)[at];
          }
          sums = KS_NAME(flow_compare)(l, patch, x, y, patch->u, patch->v);
          patch->cost = sums[3];
          known = -1;
          // What explains no more than stillness is still: a plain wall does not take over a dancer's flow.
          if (patch->u != 0 || patch->v != 0) {
            ks_v4 still = KS_NAME(flow_compare)(l, patch, x, y, 0, 0);
            if (still[3] <= patch->cost + KS_GAIN(l)) {
              patch->u = patch->v = 0;
              patch->cost = still[3];
              sums = still;
            }
          }
        }
        if (column) KS_NAME(flow_try)(l, patch, x, y, patch[-towards].u, patch[-towards].v, &sums);
        if (row) KS_NAME(flow_try)(l, patch, x, y, patch[-towards * columns].u, patch[-towards * columns].v, &sums);
        // On the way back only what a neighbour improved is worth new steps.
        if (patch->cost != known) KS_NAME(flow_descend)(l, patch, x, y, sums, iterations);
      }
    }
  }
  KS_NAME(flow_spread)(l);
}
