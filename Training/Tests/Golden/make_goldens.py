"""Makes the golden file of the training tests with PyTorch (see README.md beside this file).

    scripts/regenerate-goldens

Weights, inputs and targets are not stored: both sides make them from the hash of ../../../Tests/Golden/make_goldens.py.
Of each gradient a norm and four sums with hashed factors are kept: every number of it counts in them.
"""
import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "Tests", "Golden"))
import torch
import torch.nn.functional as F
import segmentation_twins as twins
from make_goldens import encoder_weights, hashed, lstmcnn_weights
from safetensors.numpy import save_file

STEPS = 10
LENGTHS = [12, 5, 12, 1, 9, 12]
LAYERS, SIZE, CROPS = [(16, 2), (32, 2)], 24, 8
PART_LAYERS, PART_SIZE = [(16, 2), (16, 1), (32, 2), (32, 2), (48, 1)], 36


def numbers(seed, shape, scale=1.0):
    count = int(torch.tensor(shape).prod())
    return torch.from_numpy(hashed(seed, 0, count).reshape(shape) * scale).float()


def digest(gradient, seed):
    flat = gradient.detach().flatten()
    sums = [flat.norm()] + [(flat * numbers(seed + k, [flat.numel()])).sum() for k in range(4)]
    return torch.stack(sums).numpy()


def lstmcnn(w, lstm, x, lengths, topology):
    """Windows [n, steps, inputs], filled from the first step on -> [n, 54]."""
    states = lstm((x - w["normalisation.mean"]) / w["normalisation.deviation"])[0]
    h = states[torch.arange(len(x)), torch.tensor(lengths) - 1]
    y = F.max_pool2d(F.relu(F.conv2d(h.reshape(-1, 1, 8, 8), w["conv1.weight"], w["conv1.bias"], padding=1)), 2)
    y = F.relu(F.conv2d(y, w["conv2.weight"], w["conv2.bias"], padding=1))
    y = F.relu(F.conv2d(y, w["conv3.weight"], w["conv3.bias"], padding=1)).flatten(1)
    if topology == "dual":
        y = torch.cat([h, y], 1)
    return F.linear(F.linear(y, w["dense1.weight"], w["dense1.bias"]), w["dense2.weight"], w["dense2.bias"])


def train_lstmcnn(topology, seed, golden):
    w = lstmcnn_weights(7, topology, seed)
    lstm = torch.nn.LSTM(7, 64, batch_first=True)
    trained = {}
    for name in ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]:
        parameter = getattr(lstm, name + "_l0")
        with torch.no_grad():
            parameter.copy_(w["lstm." + name])
        trained["lstm." + name] = parameter
    for name in w:
        if name.startswith(("conv", "dense")):
            trained[name] = w[name].requires_grad_()
    x = numbers(seed + 200, [len(LENGTHS), max(LENGTHS), 7], 2)
    target = numbers(seed + 300, [len(LENGTHS), 54])
    optimiser = torch.optim.Adam(trained.values(), 1e-3)
    losses = []
    for step in range(STEPS):
        optimiser.zero_grad()
        loss = F.mse_loss(lstmcnn(w, lstm, x, LENGTHS, topology), target)
        loss.backward()
        if step == 0:
            for name, parameter in trained.items():
                golden[f"lstmcnn.{topology}.gradient.{name}"] = digest(parameter.grad, seed + 400)
        optimiser.step()
        losses.append(loss.detach())
    golden[f"lstmcnn.{topology}.losses"] = torch.stack(losses).numpy()


def encoder(w, norms, crops, half_size=1.05):
    y = crops
    for index, (_, stride) in enumerate(LAYERS):
        gain, shift, mean, variance = norms[index]
        y = F.conv2d(y, w[f"encoder.layer{index}.weight"], None, stride, 1)
        y = F.relu(F.batch_norm(y, mean, variance, gain, shift, True, 0.1, 1e-5))
    return answer(F.conv2d(y, w["encoder.votes.weight"], w["encoder.votes.bias"]), half_size)


def answer(votes, half_size=1.05):
    """Votes [n, 90, side, side] -> points [n, 18, 3], log scales [n, 18]."""
    side = votes.shape[-1]
    y = votes.reshape(len(votes), 18, 5, side * side)
    a = torch.softmax(y[:, :, 0], 2)
    place = ((torch.arange(side) + 0.5) / side * 2 - 1) * half_size * 10
    x_y_z = [(a * (y[:, :, 1] + place.repeat(side))).sum(2), (a * (y[:, :, 2] - place.repeat_interleave(side))).sum(2)]
    return torch.stack(x_y_z + [(a * y[:, :, 3]).sum(2)], 2), (a * y[:, :, 4]).sum(2)


def train_encoder(seed, golden):
    w = encoder_weights(LAYERS, seed)
    trained, norms = {}, []
    for index, (channels, _) in enumerate(LAYERS):
        gain = torch.ones(channels, requires_grad=True)
        shift = w[f"encoder.layer{index}.bias"].requires_grad_()
        norms.append((gain, shift, torch.zeros(channels), torch.ones(channels)))
        trained[f"encoder.layer{index}.weight"] = w[f"encoder.layer{index}.weight"].requires_grad_()
        trained[f"encoder.layer{index}.norm.weight"] = gain
        trained[f"encoder.layer{index}.norm.bias"] = shift
    for name in ["encoder.votes.weight", "encoder.votes.bias"]:
        trained[name] = w[name].requires_grad_()
    crops = numbers(seed + 200, [CROPS, 1, SIZE, SIZE])
    target = numbers(seed + 300, [CROPS, 18, 3], 8)
    known = (numbers(seed + 350, [CROPS, 18]) > -0.8).float()
    optimiser = torch.optim.AdamW(trained.values(), 2e-3, weight_decay=0.02)
    losses = []
    for step in range(STEPS):
        optimiser.zero_grad()
        points, scales = encoder(w, norms, crops)
        labelled = known.sum() * 3
        each = F.smooth_l1_loss(points, target, beta=0.3, reduction="none") * known[:, :, None]
        distance = (((points.detach() - target) * known[:, :, None]).square().sum(2) + 1e-12).sqrt()
        doubt = ((distance * torch.exp(-scales) + scales) * known).sum()
        loss = each.sum() / labelled + doubt * (0.05 * 3 / labelled)
        loss.backward()
        if step == 0:
            for name, parameter in trained.items():
                golden[f"encoder.gradient.{name}"] = digest(parameter.grad, seed + 400)
        optimiser.step()
        losses.append(loss.detach())
    golden["encoder.losses"] = torch.stack(losses).numpy()
    for index, (_, _, mean, variance) in enumerate(norms):
        golden[f"encoder.layer{index}.norm.mean"] = mean.numpy()
        golden[f"encoder.layer{index}.norm.variance"] = variance.numpy()


def train_twin(twin, name, run, seed, golden):
    """Digests of the outputs and gradients of one step of learning, then of the outputs with running statistics."""
    outputs = run(twin)
    # A sum of outputs with hashed factors is a loss that every one of them counts in.
    loss = sum((y * numbers(seed + 300 + k, y.shape)).sum() for k, y in enumerate(outputs))
    loss.backward()
    for key, parameter in twin.trained.items():
        golden[f"{name}.gradient.{key}"] = digest(parameter.grad, seed + 400)
    twin.training = False
    for mode, tensors in [("learning", outputs), ("answering", run(twin))]:
        for k, y in enumerate(tensors):
            golden[f"{name}.{mode}{k}"] = digest(y, seed + 500)


def segmentation(golden):
    twin = twins.Twin(hashed, 14)
    crops = numbers(214, [4, 1, PART_SIZE, PART_SIZE])
    train_twin(twin, "parts", lambda t: twins.part_pose(t, crops, PART_LAYERS, answer), 14, golden)
    twin = twins.Twin(hashed, 15)
    # Pictures whose gradients change by 2e-5 at most where the pictures change by 1e-7: normalised over two, the pooled
    # numbers' gradient is of their rounding (3e-4), and where a number lies at a rectifier's edge, of the machine.
    pictures = numbers(215, [4, 1, 69, 83])
    small = {"width": 8, "pyramid": 16, "low_channels": 8, "decoder": 16, "classes": 19}
    train_twin(twin, "deeplab", lambda t: twins.deeplab(t, pictures, "resnet18", **small)[:1], 15, golden)
    # 20 x 8 cells: tall enough for taps 6, 12 and 18 cells away to meet something.
    twin = twins.Twin(hashed, 17)
    tall = numbers(217, [3, 1, 313, 121])
    train_twin(twin, "tall", lambda t: twins.deeplab(t, tall, "resnet18", **small)[:1], 17, golden)
    # Of the seeds tried one whose gradients change by 4e-5 at most where the pictures change by 1e-6: a hundred layers mostly
    # have a number at a rectifier's edge.
    twin = twins.Twin(hashed, 30)
    deep = numbers(230, [4, 1, 69, 83])
    train_twin(twin, "deep", lambda t: twins.deeplab(t, deep, "resnet101", **small)[:1], 30, golden)


def main():
    torch.set_num_threads(1)
    golden = {}
    train_lstmcnn("serial", 11, golden)
    train_lstmcnn("dual", 12, golden)
    train_encoder(13, golden)
    segmentation(golden)
    path = os.path.join(HERE, "training.safetensors")
    counts = twins.published_counts()
    save_file(golden, path, metadata={"made_by": "make_goldens.py", "torch": torch.__version__, **counts})
    os.chmod(path, 0o644)


if __name__ == "__main__":
    main()
