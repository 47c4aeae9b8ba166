#ifndef KINESPHERE_ALLOCATION_COUNT_H
#define KINESPHERE_ALLOCATION_COUNT_H
#include <stdbool.h>
#include <stddef.h>

/// Heap allocations of this thread so far, those of the Swift runtime included; see `ks_counts_allocations`.
size_t ks_allocation_count(void);

/// Bytes of this thread's allocations that are still there: those that this thread made less those that it freed.
long ks_bytes_in_use(void);

/// Whether this platform lets a program stand before its own malloc (glibc does).
bool ks_counts_allocations(void);

#endif
