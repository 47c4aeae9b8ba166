#include "CStudioAssets.h"

// clang-format off
static const uint8_t page[] = {
#embed "page/index.html"
};
static const uint8_t enter[] = {
#embed "page/enter.html"
};
static const uint8_t style[] = {
#embed "page/studio.css"
};
static const uint8_t studio[] = {
#embed "page/studio.js"
};
static const uint8_t tools[] = {
#embed "page/tools.js"
};
static const uint8_t library[] = {
#embed "page/library.js"
};
static const uint8_t imports[] = {
#embed "page/imports.js"
};
static const uint8_t take[] = {
#embed "page/take.js"
};
static const uint8_t picture[] = {
#embed "page/picture.js"
};
static const uint8_t space[] = {
#embed "page/space.js"
};
static const uint8_t timeline[] = {
#embed "page/timeline.js"
};
static const uint8_t player[] = {
#embed "page/player.js"
};
static const uint8_t live[] = {
#embed "page/live.js"
};
static const uint8_t depth[] = {
#embed "page/depth.js"
};
static const uint8_t bones[] = {
#embed "page/bones.js"
};
static const uint8_t curves[] = {
#embed "page/curves.js"
};
static const uint8_t comparison[] = {
#embed "page/comparison.js"
};
static const uint8_t icon[] = {
#embed "page/icon.svg"
};
// clang-format on

#define FILE_OF(name, bytes) {name, bytes, sizeof bytes}

static const ks_studio_file files[] = {
    FILE_OF("index.html", page),     FILE_OF("enter.html", enter),
    FILE_OF("studio.css", style),    FILE_OF("studio.js", studio),
    FILE_OF("tools.js", tools),      FILE_OF("library.js", library),
    FILE_OF("imports.js", imports),  FILE_OF("take.js", take),
    FILE_OF("picture.js", picture),  FILE_OF("space.js", space),
    FILE_OF("timeline.js", timeline), FILE_OF("player.js", player),
    FILE_OF("live.js", live),        FILE_OF("icon.svg", icon),
    FILE_OF("depth.js", depth),      FILE_OF("bones.js", bones),
    FILE_OF("curves.js", curves),    FILE_OF("comparison.js", comparison),
};

size_t ks_studio_file_count(void) { return sizeof files / sizeof files[0]; }

ks_studio_file ks_studio_file_at(size_t place) {
  if (place >= ks_studio_file_count()) return (ks_studio_file){0};
  return files[place];
}
