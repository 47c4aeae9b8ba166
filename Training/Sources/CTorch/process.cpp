#include "border.h"
#include <ATen/Context.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <dlfcn.h>
#include <malloc.h>

extern "C" {

const char *ct_last_error(void) { return border::message().c_str(); }

int32_t ct_set_threads(int32_t count) {
  return border::attempt([&] { at::set_num_threads(count); });
}

int32_t ct_set_device(int32_t gpu) {
  return border::attempt([&] {
    if (!gpu) {
      border::device() = at::kCPU;
      return;
    }
    // Only libtorch's build for GPUs has this file; loading it registers their operations. It must come before the first question
    // about GPUs, whose answer libtorch keeps.
    static std::string problem;
    static void *library = [] {
      void *opened = dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL);
      if (!opened) problem = dlerror();
      return opened;
    }();
    TORCH_CHECK(library, "this libtorch cannot use one: ", problem);
    TORCH_CHECK(at::globalContext().hasCUDA(), "libtorch finds no GPU here");
    at::globalContext().setDeterministicCuDNN(true);
    at::globalContext().setBenchmarkCuDNN(false);
    // Single precision is single: libtorch would round convolutions' factors to 10 bits of mantissa.
    at::globalContext().setAllowTF32CuDNN(false);
    at::globalContext().setAllowTF32CuBLAS(false);
    border::device() = at::Device(at::kCUDA, 0);
  });
}

int32_t ct_seed(uint64_t seed) {
  return border::attempt([&] {
    at::Generator generator = at::detail::getDefaultCPUGenerator();
    generator.set_current_seed(seed);
    if (border::device().is_cpu()) return;
    at::Generator other = at::globalContext().defaultGenerator(border::device());
    other.set_current_seed(seed);
  });
}

int32_t ct_set_gradients(int32_t enabled) {
  return border::attempt([&] { at::GradMode::set_enabled(enabled != 0); });
}

int32_t ct_set_bfloat16(int32_t enabled) {
  return border::attempt([&] {
    at::autocast::set_autocast_dtype(border::device().type(), at::kBFloat16);
    at::autocast::set_autocast_enabled(border::device().type(), enabled != 0);
    at::autocast::clear_cache();
  });
}

int32_t ct_keep_memory(void) {
  // glibc gives blocks above 128 kB back to the system when they are freed, and every training step then pays for
  // zeroing fresh pages.
  return mallopt(M_MMAP_THRESHOLD, 1 << 30) == 1 && mallopt(M_TRIM_THRESHOLD, 1 << 30) == 1 ? 0 : 1;
}

} // extern "C"
