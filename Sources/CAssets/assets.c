#include "CAssets.h"

static const uint8_t body[] = {
#embed "body.safetensors"
};

const uint8_t *ks_asset_body(void) { return body; }
size_t ks_asset_body_size(void) { return sizeof body; }

#if __has_embed("default.safetensors")
static const uint8_t weights[] = {
#embed "default.safetensors"
};

const uint8_t *ks_asset_weights(void) { return weights; }
size_t ks_asset_weights_size(void) { return sizeof weights; }
#else
const uint8_t *ks_asset_weights(void) { return NULL; }
size_t ks_asset_weights_size(void) { return 0; }
#endif

#if __has_embed("actions.safetensors")
static const uint8_t actions[] = {
#embed "actions.safetensors"
};

const uint8_t *ks_asset_actions(void) { return actions; }
size_t ks_asset_actions_size(void) { return sizeof actions; }
#else
const uint8_t *ks_asset_actions(void) { return NULL; }
size_t ks_asset_actions_size(void) { return 0; }
#endif
