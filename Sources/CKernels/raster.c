#include "CKernels.h"
#include <math.h>

// Inverse depth is linear across a triangle's picture, so one increment a pixel interpolates it exactly, and the
// nearest surface is the greatest value.

static float low3(float a, float b, float c) { return fminf(a, fminf(b, c)); }
static float high3(float a, float b, float c) { return fmaxf(a, fmaxf(b, c)); }

// The first pixel whose centre lies at or right of `x`, held within 0 ... count; safe for any float. The baseline CPU
// rounds through a library call, so the cast does it.
static int first_pixel(float x, int count) {
  float p = x - 0.5f;
  if (!(p > 0)) return 0;
  if (!(p < (float)count)) return count;
  int whole = (int)p;
  return whole + ((float)whole < p);
}

// One past the last pixel whose centre lies at or left of `x`, held within 0 ... count.
static int end_pixel(float x, int count) {
  float p = x + 0.5f;
  if (!(p > 0)) return 0;
  return p < (float)count ? (int)p : count;
}

static void triangle(const float *a, const float *b, const float *c, uint8_t label, int winding, int width,
                     int height, float *restrict inverse_depth, uint8_t *restrict labels) {
  float area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
  if (!(fabsf(area) > 1e-9f) || (float)winding * area < 0) return;
  int left = first_pixel(low3(a[0], b[0], c[0]), width), right = end_pixel(high3(a[0], b[0], c[0]), width);
  int top = first_pixel(low3(a[1], b[1], c[1]), height), bottom = end_pixel(high3(a[1], b[1], c[1]), height);
  if (left >= right || top >= bottom) return;
  // Barycentric weights of b and c and their steps along a row; that of a is the rest.
  float scale = 1 / area;
  float b_dx = (c[1] - a[1]) * scale, b_dy = (a[0] - c[0]) * scale;
  float c_dx = (a[1] - b[1]) * scale, c_dy = (b[0] - a[0]) * scale;
  float over_b = b[2] - a[2], over_c = c[2] - a[2];
  float w_dx = b_dx * over_b + c_dx * over_c;
  for (int y = top; y < bottom; y++) {
    float px = (float)left + 0.5f - a[0], py = (float)y + 0.5f - a[1];
    float share_b = px * b_dx + py * b_dy, share_c = px * c_dx + py * c_dy;
    float w = a[2] + share_b * over_b + share_c * over_c;
    float *row = inverse_depth + (long)y * width;
    uint8_t *label_row = labels + (long)y * width;
    for (int x = left; x < right; x++) {
      if (share_b >= 0 && share_c >= 0 && share_b + share_c <= 1 && w > row[x]) {
        row[x] = w;
        label_row[x] = label;
      }
      share_b += b_dx;
      share_c += c_dx;
      w += w_dx;
    }
  }
}

void ks_raster(const float *vertices, int vertex_count, const int16_t *faces, const uint8_t *face_labels,
               int face_count, float focal_x, float focal_y, float centre_x, float centre_y, float nearest,
               int winding, int width, int height, float *scratch, float *inverse_depth, uint8_t *labels) {
  for (int i = 0; i < vertex_count; i++) {
    const float *v = vertices + 4 * (long)i;
    float *p = scratch + 4 * (long)i;
    float w = v[2] >= nearest ? 1 / v[2] : 0;
    p[0] = centre_x + focal_x * v[0] * w;
    p[1] = centre_y - focal_y * v[1] * w;
    p[2] = w;
  }
  for (int f = 0; f < face_count; f++) {
    const float *a = scratch + 4 * (long)faces[3 * f], *b = scratch + 4 * (long)faces[3 * f + 1],
                *c = scratch + 4 * (long)faces[3 * f + 2];
    if (a[2] == 0 || b[2] == 0 || c[2] == 0) continue;
    triangle(a, b, c, face_labels[f], winding, width, height, inverse_depth, labels);
  }
}
