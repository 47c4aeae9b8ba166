// Points to maps, differences of maps, gradients of maps: included with LEVEL(name).

#define KS_POINTS 256
#define KS_COLUMNS 64
#define KS_WIDTH 4096

static void LEVEL(project_points)(const struct ks_projection *how, const float *views, const float *x, const float *y,
                                  const float *z, int32_t count, uint8_t *maps) {
  const int side = how->side, outside = side * side;
  const float half = how->half, cells = (float)side / (2 * half), shades = 191 / (2 * half);
  int32_t place[KS_POINTS], shade[KS_POINTS];
  memset(maps, 0, (size_t)how->views * (size_t)how->stride);
  for (int32_t first = 0; first < count; first += KS_POINTS) {
    const int n = KS_MIN(KS_POINTS, count - first);
    float px[KS_POINTS], py[KS_POINTS], pz[KS_POINTS];
    for (int i = 0; i < n; i++) {
      px[i] = (x[first + i] - how->centre_x) * how->scale;
      py[i] = (y[first + i] - how->centre_y) * how->scale;
      pz[i] = (z[first + i] - how->centre_z) * how->scale;
    }
    for (int view = 0; view < how->views; view++) {
      const float *v = views + 9 * view;
      uint8_t *map = maps + (long)view * how->stride;
      for (int i = 0; i < n; i++) {
        const float right = v[0] * px[i] + v[1] * py[i] + v[2] * pz[i];
        const float up = v[3] * px[i] + v[4] * py[i] + v[5] * pz[i];
        const float away = v[6] * px[i] + v[7] * py[i] + v[8] * pz[i];
        // Held within what an integer can hold; what is outside stays outside.
        const float column = KS_MIN(KS_MAX((right + half) * cells, -1.f), 512.f);
        const float row = KS_MIN(KS_MAX((half - up) * cells, -1.f), 512.f);
        const int32_t c = (int32_t)column, r = (int32_t)row;
        const int inside = (column >= 0) & (row >= 0) & (c < side) & (r < side);
        place[i] = inside ? r * side + c : outside;
        shade[i] = (int32_t)(255.f - KS_MIN(KS_MAX((away + half) * shades, 0.f), 191.f));
      }
      // Four streams, as neighbours often fall into one cell and would wait for each other.
      const int quarter = n / 4;
      for (int i = 0; i < quarter; i++) {
        for (int j = i; j < 4 * quarter; j += quarter) {
          uint8_t *cell = map + place[j];
          *cell = KS_MAX(*cell, (uint8_t)shade[j]);
        }
      }
      for (int i = 4 * quarter; i < n; i++) {
        uint8_t *cell = map + place[i];
        *cell = KS_MAX(*cell, (uint8_t)shade[i]);
      }
    }
  }
}

static void LEVEL(difference)(const uint8_t *restrict a, const uint8_t *restrict b, int32_t count, int64_t *out) {
  int64_t sum = 0;
  for (int32_t first = 0; first < count; first += 4096) {
    const int32_t end = KS_MIN(first + 4096, count);
    int32_t part = 0;
    for (int32_t i = first; i < end; i++) part += a[i] > b[i] ? a[i] - b[i] : b[i] - a[i];
    sum += part;
  }
  *out = sum;
}

static void LEVEL(add_difference)(const uint8_t *restrict a, const uint8_t *restrict b, int32_t count,
                                  uint16_t *restrict sums) {
  for (int32_t i = 0; i < count; i++) sums[i] = (uint16_t)(sums[i] + (a[i] > b[i] ? a[i] - b[i] : b[i] - a[i]));
}

// A share of a half turn, 0 to 1, for a gradient; atan by a polynomial of odd powers, exact to 3e-4.
KS_INLINE float LEVEL(half_turn)(float x, float y) {
  const float ax = x < 0 ? -x : x, ay = y < 0 ? -y : y;
  const float low = KS_MIN(ax, ay), high = KS_MAX(KS_MAX(ax, ay), 1e-20f);
  const float q = low / high, s = q * q;
  float turn = q * (0.99921406f + s * (-0.32117424f + s * (0.14626446f + s * -0.03898651f))) * 0.31830989f;
  turn = ay > ax ? 0.5f - turn : turn;
  return (x < 0) != (y < 0) ? 1 - turn : turn;
}

static void LEVEL(orientations)(const struct ks_orientation *how, const uint16_t *map, float *out) {
  const int side = how->side, bins = how->bins, columns = how->columns;
  const ks_v16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  memset(out, 0, sizeof(float) * (size_t)(how->rows * columns * bins));
  float length[256], direction[256];
  // Columns -1 to `columns` of one row's histogram; what falls beside the map is not read.
  ks_v16 sums[KS_COLUMNS + 2];
  // Where the pixels begin whose gradients columns c - 1 and c share, and how much of the first the right one gets.
  int starts[KS_COLUMNS + 2];
  const float pace = (float)columns / (float)side;
  for (int c = 0; c <= columns + 1; c++) {
    const int x = (int)__builtin_ceilf(((float)c - 0.5f) / pace - 0.5f);
    starts[c] = KS_MIN(KS_MAX(x, 1), side - 1);
  }
  for (int y = 1; y < side - 1; y++) {
    const uint16_t *above = map + (y - 1) * side, *row = map + y * side, *below = map + (y + 1) * side;
    int changes = 0;
    for (int x = 1; x < side - 1; x++) changes |= (row[x + 1] ^ row[x - 1]) | (below[x] ^ above[x]);
    if (changes == 0) continue;
    for (int x = 1; x < side - 1; x++) {
      const float gx = (float)row[x + 1] - (float)row[x - 1], gy = (float)below[x] - (float)above[x];
      length[x] = __builtin_sqrtf(gx * gx + gy * gy);
      direction[x] = LEVEL(half_turn)(gx, gy) * (float)bins;
    }
    for (int c = 0; c < columns + 2; c++) sums[c] = KS_SPLAT(0);
    for (int c = 0; c <= columns; c++) {
      ks_v16 left = KS_SPLAT(0), right = KS_SPLAT(0);
      for (int x = starts[c]; x < starts[c + 1]; x++) {
        if (length[x] == 0) continue;
        const float share = ((float)x + 0.5f) * pace + 0.5f - (float)c;
        // A direction's share falls linearly to the next ones; the last is next to the first.
        const ks_v16 away = __builtin_elementwise_abs(lanes - direction[x]);
        const ks_v16 nearest = __builtin_elementwise_min(away, (float)bins - away);
        const ks_v16 shares = __builtin_elementwise_max(1 - nearest, KS_SPLAT(0));
        left += shares * (length[x] * (1 - share));
        right += shares * (length[x] * share);
      }
      sums[c] += left;
      sums[c + 1] += right;
    }
    const float at = ((float)y + 0.5f) * (float)how->rows / (float)side + 0.5f;
    const int upper = (int)at - 1;
    const float lowerShare = at - (float)(int)at;
    for (int i = 0; i < 2; i++) {
      const int r = upper + i;
      if (r < 0 || r >= how->rows) continue;
      for (int c = 0; c < columns; c++)
        for (int b = 0; b < bins; b++)
          out[(r * columns + c) * bins + b] += sums[c + 1][b] * (i ? lowerShare : 1 - lowerShare);
    }
  }
}

static int32_t LEVEL(gather_points)(const struct ks_pinhole *camera, const uint16_t *depth, const uint8_t *mask,
                                    float *x, float *y, float *z) {
  int32_t count = 0;
  const int width = camera->width;
  float ratio[KS_WIDTH];
  for (int left = 0; left < width; left += KS_WIDTH) {
    const int end = KS_MIN(left + KS_WIDTH, width);
    for (int column = left; column < end; column++)
      ratio[column - left] = ((float)column + 0.5f - camera->centre_x) / camera->focal_x;
    // A picture wider than the table is gathered strip by strip.
    for (int row = 0; row < camera->height; row++) {
      const uint16_t *readings = depth + (long)row * width;
      const uint8_t *body = mask + (long)row * width;
      const float up = (camera->centre_y - (float)row - 0.5f) / camera->focal_y;
      for (int column = left; column < end;) {
        if (column + 32 <= end) {
          uint64_t words[4];
          memcpy(words, body + column, 32);
          if ((words[0] | words[1] | words[2] | words[3]) == 0) {
            column += 32;
            continue;
          }
        }
        const int stop = KS_MIN(column + 32, end);
        for (; column < stop; column++) {
          // Written in any case, counted where it is the dancer's: there is room for all pixels.
          const float away = (float)readings[column] * 0.001f;
          x[count] = ratio[column - left] * away;
          y[count] = up * away;
          z[count] = away;
          count += (readings[column] != 0) & (body[column] != 0);
        }
      }
    }
  }
  return count;
}

#undef KS_POINTS
#undef KS_COLUMNS
#undef KS_WIDTH
#undef LEVEL
