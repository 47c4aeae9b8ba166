#include "CAllocationCount.h"

#include <errno.h>
#include <stdlib.h>

static _Thread_local size_t count;
static _Thread_local long bytes;

size_t ks_allocation_count(void) { return count; }

long ks_bytes_in_use(void) { return bytes; }

#ifdef __GLIBC__
#include <malloc.h>

// A program's own definitions take the place of the C library's, for every library that it loads.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t number, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static void *counted(void *block) {
  count += 1;
  bytes += (long)malloc_usable_size(block);
  return block;
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }

void *calloc(size_t number, size_t size) { return counted(__libc_calloc(number, size)); }

void *realloc(void *block, size_t size) {
  bytes -= (long)malloc_usable_size(block);
  return counted(__libc_realloc(block, size));
}

void free(void *block) {
  bytes -= (long)malloc_usable_size(block);
  __libc_free(block);
}

void *aligned_alloc(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }

void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = counted(__libc_memalign(alignment, size));
  return *block ? 0 : ENOMEM;
}

bool ks_counts_allocations(void) { return true; }
#else
bool ks_counts_allocations(void) { return false; }
#endif
