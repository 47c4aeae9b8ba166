// What every file at the border shares: the handle's contents and how an exception becomes a message.
#pragma once
#include "CTorch.h"
#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>
#include <exception>
#include <string>
#include <utility>
#include <vector>

struct ct_tensor {
  at::Tensor value;
};

namespace border {

inline std::string &message() {
  static thread_local std::string text;
  return text;
}

// Where tensors are made.
inline at::Device &device() {
  static at::Device place(at::kCPU);
  return place;
}

// A copy of numbers of the caller's, there.
inline at::Tensor placed(const at::Tensor &values) {
  return device().is_cpu() ? values.clone() : values.to(device());
}

// libtorch appends its own call stack after the first line; a user reads the first line only.
inline void keep(const char *what) {
  std::string text = what;
  message() = text.substr(0, text.find('\n'));
}

template <class Work> ct_handle make(Work work) {
  try {
    return new ct_tensor{work()};
  } catch (const std::exception &failure) {
    keep(failure.what());
  } catch (...) {
    keep("an exception of unknown type");
  }
  return nullptr;
}

template <class Work> int32_t attempt(Work work) {
  try {
    work();
    return 0;
  } catch (const std::exception &failure) {
    keep(failure.what());
  } catch (...) {
    keep("an exception of unknown type");
  }
  return 1;
}

inline at::IntArrayRef shape(const int64_t *dims, int32_t rank) { return at::IntArrayRef(dims, rank); }

inline std::optional<at::Tensor> optional(ct_handle tensor) {
  return tensor ? std::optional<at::Tensor>(tensor->value) : std::nullopt;
}

inline std::vector<at::Tensor> list(const ct_handle *tensors, int32_t count) {
  std::vector<at::Tensor> result;
  result.reserve(count);
  for (int32_t index = 0; index < count; index++) result.push_back(tensors[index]->value);
  return result;
}

} // namespace border
