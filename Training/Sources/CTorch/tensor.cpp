#include "border.h"
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/full.h>
#include <ATen/ops/norm.h>

using border::attempt;
using border::make;
using border::placed;
using border::shape;

extern "C" {

void ct_release(ct_handle tensor) { delete tensor; }

ct_handle ct_from_floats(const float *values, const int64_t *dims, int32_t rank) {
  return make([&] { return placed(at::from_blob(const_cast<float *>(values), shape(dims, rank), at::kFloat)); });
}

ct_handle ct_from_integers(const int64_t *values, const int64_t *dims, int32_t rank) {
  return make([&] { return placed(at::from_blob(const_cast<int64_t *>(values), shape(dims, rank), at::kLong)); });
}

ct_handle ct_uniform(const int64_t *dims, int32_t rank, double bound, uint64_t seed) {
  return make([&] {
    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    // On the CPU everywhere: one seed is one start.
    return at::empty(shape(dims, rank), at::kFloat).uniform_(-bound, bound, generator).to(border::device());
  });
}

ct_handle ct_full(const int64_t *dims, int32_t rank, float value) {
  return make([&] { return at::full(shape(dims, rank), value, at::device(border::device()).dtype(at::kFloat)); });
}

ct_handle ct_clone(ct_handle tensor) {
  return make([&] { return tensor->value.detach().clone(); });
}

ct_handle ct_detach(ct_handle tensor) {
  return make([&] { return tensor->value.detach(); });
}

ct_handle ct_to_float(ct_handle tensor) {
  return make([&] { return tensor->value.to(at::kFloat); });
}

ct_handle ct_to_channels_last(ct_handle tensor) {
  return make([&] { return tensor->value.contiguous(at::MemoryFormat::ChannelsLast); });
}

int64_t ct_count(ct_handle tensor) { return tensor->value.numel(); }
int32_t ct_rank(ct_handle tensor) { return static_cast<int32_t>(tensor->value.dim()); }
int64_t ct_extent(ct_handle tensor, int32_t dimension) { return tensor->value.size(dimension); }

int32_t ct_read(ct_handle tensor, float *values, int64_t count) {
  return attempt([&] {
    TORCH_CHECK(count == tensor->value.numel(), "reads ", count, " numbers of ", tensor->value.numel());
    at::NoGradGuard guard;
    at::from_blob(values, tensor->value.sizes(), at::kFloat).copy_(tensor->value);
  });
}

int32_t ct_read_integers(ct_handle tensor, int64_t *values, int64_t count) {
  return attempt([&] {
    TORCH_CHECK(count == tensor->value.numel(), "reads ", count, " numbers of ", tensor->value.numel());
    TORCH_CHECK(tensor->value.scalar_type() == at::kLong, "reads integers from a tensor of fractions");
    at::from_blob(values, tensor->value.sizes(), at::kLong).copy_(tensor->value);
  });
}

int32_t ct_write(ct_handle tensor, const float *values, int64_t count) {
  return attempt([&] {
    TORCH_CHECK(count == tensor->value.numel(), "writes ", count, " numbers of ", tensor->value.numel());
    at::NoGradGuard guard;
    tensor->value.copy_(at::from_blob(const_cast<float *>(values), tensor->value.sizes(), at::kFloat));
  });
}

int32_t ct_copy(ct_handle tensor, ct_handle source) {
  return attempt([&] {
    at::NoGradGuard guard;
    tensor->value.copy_(source->value);
  });
}

int32_t ct_lerp(ct_handle tensor, ct_handle other, double weight) {
  return attempt([&] {
    at::NoGradGuard guard;
    tensor->value.lerp_(other->value, weight);
  });
}

int32_t ct_require_gradient(ct_handle tensor) {
  return attempt([&] { tensor->value.set_requires_grad(true); });
}

int32_t ct_backward(ct_handle loss) {
  return attempt([&] { loss->value.backward(); });
}

ct_handle ct_gradient(ct_handle tensor) {
  border::message().clear();
  if (!tensor->value.grad().defined()) return nullptr;
  return make([&] { return tensor->value.grad(); });
}

int32_t ct_clear_gradient(ct_handle tensor) {
  return attempt([&] { tensor->value.mutable_grad().reset(); });
}

int32_t ct_clip_gradients(const ct_handle *tensors, int32_t count, double limit, float *norm) {
  return attempt([&] {
    at::NoGradGuard guard;
    double sum = 0;
    for (int32_t index = 0; index < count; index++) {
      double part = at::norm(tensors[index]->value.grad()).item<double>();
      sum += part * part;
    }
    double total = std::sqrt(sum);
    *norm = static_cast<float>(total);
    if (!(total > limit)) return;
    for (int32_t index = 0; index < count; index++) tensors[index]->value.mutable_grad().mul_(limit / total);
  });
}

} // extern "C"
