#include "border.h"
#include <ATen/core/grad_mode.h>
#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>

extern "C" int32_t ct_adam_step(
    const ct_handle *parameters, const ct_handle *first, const ct_handle *second, const ct_handle *steps,
    int32_t count, double rate, double beta1, double beta2, double epsilon, double decay, int32_t decoupled) {
  return border::attempt([&] {
    at::NoGradGuard guard;
    std::vector<at::Tensor> values = border::list(parameters, count), gradients;
    for (const at::Tensor &value : values) {
      TORCH_CHECK(value.grad().defined(), "a parameter has no gradient");
      gradients.push_back(value.grad());
    }
    std::vector<at::Tensor> means = border::list(first, count), squares = border::list(second, count);
    std::vector<at::Tensor> counts = border::list(steps, count), none;
    for (at::Tensor &number : counts) number.add_(1);
    if (decoupled) {
      at::_fused_adamw_(
          values, gradients, means, squares, none, counts, rate, beta1, beta2, decay, epsilon, false, false);
    } else {
      at::_fused_adam_(
          values, gradients, means, squares, none, counts, rate, beta1, beta2, decay, epsilon, false, false);
    }
  });
}
