// C functions over libtorch, at the level of one tensor operation each.
//
// A handle owns one at::Tensor; free it with ct_release. A function that returns a handle returns NULL on failure, one
// that returns int32_t returns non-zero; the message then stands in ct_last_error() of the same thread. No C++
// exception passes this border. Handles may be NULL only where said. All numbers are 32-bit floats unless said.
#pragma once
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct ct_tensor *ct_handle;

// What failed last on this thread.
const char *ct_last_error(void);
void ct_release(ct_handle tensor);

// Process: threads of one operation, the seed of dropout, whether operations are recorded for gradients, and whether
// convolutions and products run in bfloat16.
int32_t ct_set_threads(int32_t count);
// Where tensors are made from now on: 0 the CPU, else the first GPU (of the CUDA build of libtorch). Tensors of both do not mix.
int32_t ct_set_device(int32_t gpu);
int32_t ct_seed(uint64_t seed);
int32_t ct_set_gradients(int32_t enabled);
int32_t ct_set_bfloat16(int32_t enabled);
// Keeps freed blocks of any size for the next step instead of giving them back to the system.
int32_t ct_keep_memory(void);

// Making tensors; dims is row-major, outermost first.
ct_handle ct_from_floats(const float *values, const int64_t *dims, int32_t rank);
ct_handle ct_from_integers(const int64_t *values, const int64_t *dims, int32_t rank);
// Even between -bound and bound, from a generator of its own with this seed.
ct_handle ct_uniform(const int64_t *dims, int32_t rank, double bound, uint64_t seed);
ct_handle ct_full(const int64_t *dims, int32_t rank, float value);
ct_handle ct_clone(ct_handle tensor);
ct_handle ct_detach(ct_handle tensor);
ct_handle ct_to_float(ct_handle tensor);
ct_handle ct_to_channels_last(ct_handle tensor);

// Looking at tensors.
int64_t ct_count(ct_handle tensor);
int32_t ct_rank(ct_handle tensor);
int64_t ct_extent(ct_handle tensor, int32_t dimension);
int32_t ct_read(ct_handle tensor, float *values, int64_t count);
// The same for a tensor of integers.
int32_t ct_read_integers(ct_handle tensor, int64_t *values, int64_t count);
int32_t ct_write(ct_handle tensor, const float *values, int64_t count);
int32_t ct_copy(ct_handle tensor, ct_handle source);
// tensor += weight * (other - tensor), without gradient.
int32_t ct_lerp(ct_handle tensor, ct_handle other, double weight);

// Gradients.
int32_t ct_require_gradient(ct_handle tensor);
int32_t ct_backward(ct_handle loss);
// NULL with an empty message where there is no gradient.
ct_handle ct_gradient(ct_handle tensor);
int32_t ct_clear_gradient(ct_handle tensor);
// Scales all gradients so that their common norm is at most `limit`; the norm before goes to `norm`.
int32_t ct_clip_gradients(const ct_handle *tensors, int32_t count, double limit, float *norm);

// Elementwise, with broadcasting.
ct_handle ct_add(ct_handle a, ct_handle b);
ct_handle ct_subtract(ct_handle a, ct_handle b);
ct_handle ct_multiply(ct_handle a, ct_handle b);
ct_handle ct_divide(ct_handle a, ct_handle b);
ct_handle ct_add_scalar(ct_handle a, double value);
ct_handle ct_multiply_scalar(ct_handle a, double value);
ct_handle ct_relu(ct_handle a);
ct_handle ct_relu_in_place(ct_handle a);
ct_handle ct_exp(ct_handle a);
ct_handle ct_sqrt(ct_handle a);

// Shape and sums; a dimension may count from the end (-1).
ct_handle ct_reshape(ct_handle a, const int64_t *dims, int32_t rank);
ct_handle ct_select(ct_handle a, int64_t dimension, int64_t index);
ct_handle ct_narrow(ct_handle a, int64_t dimension, int64_t start, int64_t length);
ct_handle ct_concatenate(const ct_handle *parts, int32_t count, int64_t dimension);
ct_handle ct_rows(ct_handle a, ct_handle integers);
ct_handle ct_sum(ct_handle a, int64_t dimension);
ct_handle ct_sum_all(ct_handle a);
ct_handle ct_mean_all(ct_handle a);
ct_handle ct_softmax(ct_handle a, int64_t dimension);
ct_handle ct_log_softmax(ct_handle a, int64_t dimension);
// Where the largest stands, as 64-bit integers.
ct_handle ct_argmax(ct_handle a, int64_t dimension);
// The same numbers for every index of an extent of 1 that becomes larger; -1 keeps an extent.
ct_handle ct_expand(ct_handle a, const int64_t *dims, int32_t rank);

// Layers; bias may be NULL.
ct_handle ct_convolution(
    ct_handle x, ct_handle weight, ct_handle bias, int64_t stride, int64_t padding, int64_t dilation, int64_t groups);
// Updates the running mean and variance while training.
ct_handle ct_batch_norm(
    ct_handle x, ct_handle weight, ct_handle bias, ct_handle mean, ct_handle variance, int32_t training,
    double momentum);
ct_handle ct_linear(ct_handle x, ct_handle weight, ct_handle bias);
ct_handle ct_dropout(ct_handle x, double share, int32_t training);
// x [batch, steps, inputs] -> every hidden state [batch, steps, hidden], from a zero state; gates in order i, f, g, o.
ct_handle ct_lstm(
    ct_handle x, ct_handle weight_ih, ct_handle weight_hh, ct_handle bias_ih, ct_handle bias_hh, int64_t hidden,
    int32_t training);

// Pictures [n, c, h, w]. The averages of a window leave out what stands beyond the border, and the last window may be
// cut by it. Resizing takes the centres of pixels as their places (align_corners false).
ct_handle ct_max_pool(ct_handle x, int64_t size, int64_t stride, int64_t padding);
ct_handle ct_average_pool(ct_handle x, int64_t size, int64_t stride);
// Mean over height and width, [n, c, 1, 1].
ct_handle ct_picture_mean(ct_handle x);
ct_handle ct_resize_bilinear(ct_handle x, int64_t height, int64_t width);

// Losses, elementwise.
ct_handle ct_smooth_l1(ct_handle a, ct_handle b, double beta);
// logits [n, classes, ...], classes [n, ...] of 64-bit integers -> [n, ...]; 0 where the class is `ignored`.
ct_handle ct_cross_entropy(ct_handle logits, ct_handle classes, int64_t ignored);

// The largest number along a dimension, which disappears.
ct_handle ct_largest(ct_handle a, int64_t dimension);
// Classes [n, ...] as [n, count, ...] of 0 and 1; all 0 for a class below 0 or from count on.
ct_handle ct_one_hot(ct_handle classes, int64_t count);

// One step of Adam (decoupled = 0: decay is added to the gradient) or AdamW (decoupled = 1). `steps` holds one tensor
// of one number per parameter. Every parameter must have a gradient.
int32_t ct_adam_step(
    const ct_handle *parameters, const ct_handle *first, const ct_handle *second, const ct_handle *steps,
    int32_t count, double rate, double beta1, double beta2, double epsilon, double decay, int32_t decoupled);

#ifdef __cplusplus
}
#endif
