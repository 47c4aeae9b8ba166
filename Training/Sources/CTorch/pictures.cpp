// Operations on pictures [n, c, h, w], and the loss of a class per pixel.
#include "border.h"
#include <ATen/ops/amax.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/upsample_bilinear2d.h>

using border::make;

extern "C" {

ct_handle ct_max_pool(ct_handle x, int64_t size, int64_t stride, int64_t padding) {
  return make([&] {
    int64_t sizes[2] = {size, size}, strides[2] = {stride, stride}, paddings[2] = {padding, padding};
    return at::max_pool2d(x->value, sizes, strides, paddings);
  });
}

ct_handle ct_average_pool(ct_handle x, int64_t size, int64_t stride) {
  return make([&] {
    int64_t sizes[2] = {size, size}, strides[2] = {stride, stride}, paddings[2] = {0, 0};
    return at::avg_pool2d(x->value, sizes, strides, paddings, /*ceil_mode=*/true, /*count_include_pad=*/false);
  });
}

ct_handle ct_picture_mean(ct_handle x) {
  return make([&] {
    int64_t dimensions[2] = {2, 3};
    return x->value.mean(dimensions, /*keepdim=*/true);
  });
}

ct_handle ct_resize_bilinear(ct_handle x, int64_t height, int64_t width) {
  return make([&] {
    int64_t size[2] = {height, width};
    return at::upsample_bilinear2d(x->value, size, /*align_corners=*/false);
  });
}

ct_handle ct_cross_entropy(ct_handle logits, ct_handle classes, int64_t ignored) {
  return make([&] {
    return at::cross_entropy_loss(logits->value, classes->value, {}, at::Reduction::None, ignored);
  });
}

ct_handle ct_largest(ct_handle a, int64_t dimension) {
  return make([&] { return at::amax(a->value, dimension); });
}

ct_handle ct_one_hot(ct_handle classes, int64_t count) {
  return make([&] {
    const at::Tensor &index = classes->value;
    auto known = index.ge(0).logical_and(index.lt(count));
    std::vector<int64_t> shape(index.sizes().begin(), index.sizes().end());
    shape.insert(shape.begin() + 1, count);
    auto place = index.clamp(0, count - 1).unsqueeze(1);
    return at::zeros(shape, index.options().dtype(at::kFloat)).scatter_(1, place, known.to(at::kFloat).unsqueeze(1));
  });
}

} // extern "C"
