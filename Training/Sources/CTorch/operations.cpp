#include "border.h"
#include <ATen/ops/cat.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/smooth_l1_loss.h>

using border::make;
using border::shape;

extern "C" {

ct_handle ct_add(ct_handle a, ct_handle b) {
  return make([&] { return a->value.add(b->value); });
}
ct_handle ct_subtract(ct_handle a, ct_handle b) {
  return make([&] { return a->value.sub(b->value); });
}
ct_handle ct_multiply(ct_handle a, ct_handle b) {
  return make([&] { return a->value.mul(b->value); });
}
ct_handle ct_divide(ct_handle a, ct_handle b) {
  return make([&] { return a->value.div(b->value); });
}
ct_handle ct_add_scalar(ct_handle a, double value) {
  return make([&] { return a->value.add(value); });
}
ct_handle ct_multiply_scalar(ct_handle a, double value) {
  return make([&] { return a->value.mul(value); });
}
ct_handle ct_relu(ct_handle a) {
  return make([&] { return a->value.relu(); });
}
ct_handle ct_relu_in_place(ct_handle a) {
  return make([&] { return a->value.relu_(); });
}
ct_handle ct_exp(ct_handle a) {
  return make([&] { return a->value.exp(); });
}
ct_handle ct_sqrt(ct_handle a) {
  return make([&] { return a->value.sqrt(); });
}

ct_handle ct_reshape(ct_handle a, const int64_t *dims, int32_t rank) {
  return make([&] { return a->value.reshape(shape(dims, rank)); });
}
ct_handle ct_expand(ct_handle a, const int64_t *dims, int32_t rank) {
  return make([&] { return a->value.expand(shape(dims, rank)); });
}
ct_handle ct_select(ct_handle a, int64_t dimension, int64_t index) {
  return make([&] { return a->value.select(dimension, index); });
}
ct_handle ct_narrow(ct_handle a, int64_t dimension, int64_t start, int64_t length) {
  return make([&] { return a->value.narrow(dimension, start, length); });
}
ct_handle ct_concatenate(const ct_handle *parts, int32_t count, int64_t dimension) {
  return make([&] { return at::cat(border::list(parts, count), dimension); });
}
ct_handle ct_rows(ct_handle a, ct_handle integers) {
  return make([&] { return at::index_select(a->value, 0, integers->value); });
}
ct_handle ct_sum(ct_handle a, int64_t dimension) {
  return make([&] { return a->value.sum(at::IntArrayRef(&dimension, 1)); });
}
ct_handle ct_sum_all(ct_handle a) {
  return make([&] { return a->value.sum(); });
}
ct_handle ct_mean_all(ct_handle a) {
  return make([&] { return a->value.mean(); });
}
ct_handle ct_softmax(ct_handle a, int64_t dimension) {
  return make([&] { return a->value.softmax(dimension); });
}
ct_handle ct_log_softmax(ct_handle a, int64_t dimension) {
  return make([&] { return a->value.log_softmax(dimension); });
}
ct_handle ct_argmax(ct_handle a, int64_t dimension) {
  return make([&] { return a->value.argmax(dimension); });
}
ct_handle ct_smooth_l1(ct_handle a, ct_handle b, double beta) {
  return make([&] { return at::smooth_l1_loss(a->value, b->value, at::Reduction::None, beta); });
}

} // extern "C"
