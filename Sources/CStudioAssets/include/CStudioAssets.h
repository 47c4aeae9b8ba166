#ifndef KINESPHERE_CSTUDIOASSETS_H
#define KINESPHERE_CSTUDIOASSETS_H
#include <stddef.h>
#include <stdint.h>

/// One file of the studio's page, as it lies in page/; static storage.
typedef struct {
  const char *name;
  const uint8_t *bytes;
  size_t size;
} ks_studio_file;

/// How many files there are, and the file at a place from 0 on; a file without name and bytes beyond the last.
size_t ks_studio_file_count(void);
ks_studio_file ks_studio_file_at(size_t place);

#endif
