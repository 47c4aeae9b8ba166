// Calls the one of a kernel's versions that belongs to `level`, a CPU level of at most ks_cpu_level().
#ifndef KINESPHERE_DISPATCH_H
#define KINESPHERE_DISPATCH_H

#if defined(__x86_64__)
#define KS_AT_LEVEL(name, ...)                                                                                         \
  switch (level) {                                                                                                     \
  case 2: name##_avx512(__VA_ARGS__); break;                                                                           \
  case 1: name##_avx2(__VA_ARGS__); break;                                                                             \
  default: name##_baseline(__VA_ARGS__);                                                                               \
  }
#else
#define KS_AT_LEVEL(name, ...)                                                                                         \
  (void)level;                                                                                                         \
  name##_baseline(__VA_ARGS__)
#endif

#endif
