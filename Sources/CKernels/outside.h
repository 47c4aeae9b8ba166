// Readings outside their limits, 64 pixels at a time.
static void KS_NAME(outside)(const uint8_t *pixels, const uint8_t *lower, const uint8_t *upper, int width, int height,
                             bool join, uint64_t *words) {
  typedef uint8_t bytes __attribute__((ext_vector_type(64), aligned(1)));
  const int per_row = (width + 63) / 64;
  for (int y = 0; y < height; y++) {
    const long row = (long)y * width;
    for (int w = 0; w < per_row; w++) {
      const long at = row + w * 64;
      uint64_t word = 0;
      if (width - w * 64 >= 64) {
        const bytes x = *(const bytes *)(pixels + at);
        const bytes outside = (bytes)((x < *(const bytes *)(lower + at)) | (x > *(const bytes *)(upper + at)));
        const ks_b64 flags = __builtin_convertvector(outside & 1, ks_b64);
        memcpy(&word, &flags, 8);
      } else {
        for (int i = 0; i < width - w * 64; i++)
          word |= (uint64_t)(pixels[at + i] < lower[at + i] || pixels[at + i] > upper[at + i]) << i;
      }
      uint64_t *target = words + (long)y * per_row + w;
      *target = join ? *target | word : word;
    }
  }
}
