#include "border.h"
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/dropout.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/lstm.h>
#include <ATen/ops/zeros.h>

using border::make;
using border::optional;

extern "C" {

ct_handle ct_convolution(
    ct_handle x, ct_handle weight, ct_handle bias, int64_t stride, int64_t padding, int64_t dilation, int64_t groups) {
  return make([&] {
    int64_t strides[2] = {stride, stride}, paddings[2] = {padding, padding}, dilations[2] = {dilation, dilation};
    return at::conv2d(x->value, weight->value, optional(bias), strides, paddings, dilations, groups);
  });
}

ct_handle ct_batch_norm(
    ct_handle x, ct_handle weight, ct_handle bias, ct_handle mean, ct_handle variance, int32_t training,
    double momentum) {
  return make([&] {
    return at::batch_norm(
        x->value, weight->value, bias->value, mean->value, variance->value, training != 0, momentum, 1e-5, false);
  });
}

ct_handle ct_linear(ct_handle x, ct_handle weight, ct_handle bias) {
  return make([&] { return at::linear(x->value, weight->value, optional(bias)); });
}

ct_handle ct_dropout(ct_handle x, double share, int32_t training) {
  return make([&] { return at::dropout(x->value, share, training != 0); });
}

ct_handle ct_lstm(
    ct_handle x, ct_handle weight_ih, ct_handle weight_hh, ct_handle bias_ih, ct_handle bias_hh, int64_t hidden,
    int32_t training) {
  return make([&] {
    at::Tensor zero = at::zeros({1, x->value.size(0), hidden}, x->value.options().dtype(at::kFloat));
    std::vector<at::Tensor> state{zero, zero};
    std::vector<at::Tensor> weights{weight_ih->value, weight_hh->value, bias_ih->value, bias_hh->value};
    return std::get<0>(at::lstm(x->value, state, weights, true, 1, 0.0, training != 0, false, true));
  });
}

} // extern "C"
