#ifndef KINESPHERE_BACKGROUND_H
#define KINESPHERE_BACKGROUND_H
// The kernels of the background models. `level` is a CPU level, at most ks_cpu_level(). Nothing here allocates or checks
// sizes; the Swift types that own the buffers do.
#include <stdbool.h>
#include <stdint.h>

/// Pixels that the sorting kernel reads at once: every row of samples is followed by as many that may be read.
enum { KS_SAMPLE_SLACK = 64 };

/// How the samples of a pixel become its background.
struct ks_samples {
  /// Samples of a pixel, 1 to 64, and pixels from one sample of a pixel to the next.
  int32_t frames, stride;
  /// Pixels to work out.
  int32_t count;
  /// Which of the sorted readings is the background, 0 to 1; not read where `half`.
  float quantile;
  /// Whether the background is the midpoint of the shortest half: the least median of squares.
  bool half;
  /// Whether 0 is no reading and does not count.
  bool missing;
};

/// Sorts the samples of each pixel, `samples` [frames][stride], and writes per pixel the background; the ends of the
/// shortest half (the farthest of several), which bears half of the readings to be wrong; and the reading that a tenth of
/// them lie at or beyond. All 0 without a reading.
void ks_summarise8(int level, const struct ks_samples *how, const uint8_t *samples, uint8_t *middle, uint8_t *low,
                   uint8_t *high, uint8_t *far);
void ks_summarise16(int level, const struct ks_samples *how, const uint16_t *samples, uint16_t *middle, uint16_t *low,
                    uint16_t *high, uint16_t *far);

/// Sets (`join` false) or adds (`join` true) the bits of pixels that lie below `lower` or above `upper`. `words` is
/// [height][(width + 63) / 64].
void ks_outside8(int level, const uint8_t *pixels, const uint8_t *lower, const uint8_t *upper, int width, int height,
                 bool join, uint64_t *words);

/// Gaussians of a pixel's mixture, and pixels whose numbers lie side by side.
enum { KS_MODES = 4, KS_MIXTURE_LANES = 16 };

/// A mixture's constants; see MixturePlane.
struct ks_mixture {
  /// The share of the newest reading; weight that a Gaussian without evidence loses, times that share.
  float rate, prune;
  /// The heaviest Gaussians that make up this share are the background.
  float share;
  /// Squared deviations within which a reading belongs to a Gaussian, and to the background.
  float owner, background;
  /// Variance of a new Gaussian, and bounds of every variance.
  float initial, least, greatest;
  /// A reading is the background's within base + quadratic * mean^2 in any case.
  float base, quadratic;
  /// Whether 0 is no reading and only what is nearer than the background is foreground.
  bool depth;
  /// Whether a reading is foreground where nothing was ever read.
  bool unseen;
};

/// `state` is [height][(width + 15) / 16][KS_MODES][weight, mean, variance][16], heaviest first.
void ks_mixture_mark8(int level, const struct ks_mixture *m, const uint8_t *pixels, const float *state, int width,
                      int height, bool join, uint64_t *words);
void ks_mixture_mark16(int level, const struct ks_mixture *m, const uint16_t *pixels, const float *state, int width,
                       int height, bool join, uint64_t *words);
/// Learns every pixel whose bit in `words` is not set.
void ks_mixture_learn8(int level, const struct ks_mixture *m, const uint8_t *pixels, float *state, int width,
                       int height, const uint64_t *words);
void ks_mixture_learn16(int level, const struct ks_mixture *m, const uint16_t *pixels, float *state, int width,
                        int height, const uint64_t *words);

#endif
