// Sixteen floats at a time, whatever the CPU: clang splits the type into what the target has (one register for
// AVX-512, two for AVX2, four for SSE2 or NEON). Loads and stores ask for no alignment, and are as fast as aligned ones
// where the data is aligned.
#ifndef KINESPHERE_LANES_H
#define KINESPHERE_LANES_H
#include <stdint.h>
#include <string.h>

// Every function that takes such a vector is inlined, so no calling convention is involved.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float ks_v16 __attribute__((ext_vector_type(16)));
typedef float ks_v8 __attribute__((ext_vector_type(8)));
typedef float ks_v4 __attribute__((ext_vector_type(4)));
typedef int32_t ks_i16 __attribute__((ext_vector_type(16)));
typedef float ks_v16u __attribute__((ext_vector_type(16), aligned(4)));

#define KS_INLINE static inline __attribute__((always_inline))
#define KS_LOAD(p) ((ks_v16) * (const ks_v16u *)(p))
#define KS_STORE(p, v) (*(ks_v16u *)(p) = (v))
#define KS_SPLAT(x) ((ks_v16)(x))
#define KS_MAX(a, b) ((a) > (b) ? (a) : (b))
#define KS_MIN(a, b) ((a) < (b) ? (a) : (b))

#endif
