// All kernels of the background models at one CPU level, KS_LEVEL; taken away again at the end.
#define KS_PASTE(x, bits, level) x##bits##_##level
#define KS_EXPAND(x, bits, level) KS_PASTE(x, bits, level)
#define KS_NAME(x) KS_EXPAND(x, KS_BITS, KS_LEVEL)

#define KS_BITS 8
#define KS_PIXEL uint8_t
#define KS_PIXEL_LANES 64
#include "samples.h"
#include "mixture.h"
#include "outside.h"
#undef KS_BITS
#undef KS_PIXEL
#undef KS_PIXEL_LANES

#define KS_BITS 16
#define KS_PIXEL uint16_t
#define KS_PIXEL_LANES 32
#include "samples.h"
#include "mixture.h"
#undef KS_BITS
#undef KS_PIXEL
#undef KS_PIXEL_LANES

#undef KS_PASTE
#undef KS_EXPAND
#undef KS_NAME
#undef KS_LEVEL
