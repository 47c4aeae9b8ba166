// All kernels of one CPU level. network.c defines before it: LEVEL(name); the widest tile in pixels, the blocks of a
// tile (1 or 2) and the list of tiles, each shape from one pixel up with all its blocks; how many blocks of 16 units
// (KS_LSTM_BLOCKS), or how many vectors of one block (KS_LSTM_VECTORS), the LSTM sums at once. All are taken away again
// at the end.
#include "activation.h"
#include "convolution.h"
#include "lstm.h"
#include "votes.h"
#include "depthwise.h"
#include "upsample.h"
#include "moments.h"

#undef LEVEL
#undef KS_WIDEST_TILE
#undef KS_TILE_BLOCKS
#undef KS_EACH_TILE
#undef KS_LSTM_BLOCKS
#undef KS_LSTM_VECTORS
