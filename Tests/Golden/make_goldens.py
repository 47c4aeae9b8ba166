"""Makes the golden files of the network tests with PyTorch (see README.md beside this file).

    scripts/regenerate-goldens

Weights and inputs are not stored: both sides make them from the hash below, so a golden file holds outputs only.
"""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file

HERE = os.path.dirname(os.path.abspath(__file__))


def hashed(seed, start, count):
    """Numbers in [-1, 1) from their place: `_KinesphereTestSupport/HashedNumbers.swift` makes the same bits."""
    x = (np.arange(start, start + count, dtype=np.uint64) * 0x9E3779B9 + seed * 0x85EBCA6B) & 0xFFFFFFFF
    x ^= x >> np.uint64(16)
    x = (x * 0x7FEB352D) & 0xFFFFFFFF
    x ^= x >> np.uint64(15)
    x = (x * 0x846CA68B) & 0xFFFFFFFF
    x ^= x >> np.uint64(16)
    return (x >> np.uint64(8)).astype(np.float32) * np.float32(2.0**-23) - np.float32(1)


class Weights(dict):
    """Tensors in the order asked for, hashed one behind the other."""

    def __init__(self, seed):
        super().__init__()
        self.seed, self.used = seed, 0

    def add(self, name, shape, scale, offset=0.0):
        count = int(np.prod(shape))
        values = hashed(self.seed, self.used, count) * np.float32(scale) + np.float32(offset)
        self.used += count
        self[name] = torch.from_numpy(values.reshape(shape).astype(np.float32))

    def add_layer(self, name, shape, gain=4):
        fan_in = int(np.prod(shape[1:]))
        self.add(name + ".weight", shape, np.sqrt(np.float32(gain) / np.float32(fan_in)))
        self.add(name + ".bias", shape[:1], 0.25)


def lstmcnn_weights(inputs, topology, seed):
    w = Weights(seed)
    w.add("normalisation.mean", [inputs], 0.5)
    w.add("normalisation.deviation", [inputs], 0.5, 1.0)
    w.add("lstm.weight_ih", [256, inputs], np.sqrt(np.float32(4) / np.float32(inputs)))
    w.add("lstm.weight_hh", [256, 64], 0.25)
    w.add("lstm.bias_ih", [256], 0.25)
    w.add("lstm.bias_hh", [256], 0.25)
    w.add_layer("conv1", [8, 1, 3, 3])
    w.add_layer("conv2", [16, 8, 3, 3])
    w.add_layer("conv3", [64, 16, 3, 3])
    w.add_layer("dense1", [128, 1024 if topology == "serial" else 1088])
    w.add_layer("dense2", [54, 128])
    return w


def lstmcnn(w, x, topology):
    """One window [steps, inputs] -> 54."""
    x = (x - w["normalisation.mean"]) / w["normalisation.deviation"]
    lstm = torch.nn.LSTM(x.shape[1], 64)
    with torch.no_grad():
        for name in ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]:
            getattr(lstm, name + "_l0").copy_(w["lstm." + name])
        h = lstm(x)[1][0].reshape(1, 64)
        y = F.max_pool2d(F.relu(F.conv2d(h.reshape(1, 1, 8, 8), w["conv1.weight"], w["conv1.bias"], padding=1)), 2)
        y = F.relu(F.conv2d(y, w["conv2.weight"], w["conv2.bias"], padding=1))
        y = F.relu(F.conv2d(y, w["conv3.weight"], w["conv3.bias"], padding=1)).flatten(1)
        if topology == "dual":
            y = torch.cat([h, y], 1)
        y = F.linear(y, w["dense1.weight"], w["dense1.bias"])
        return F.linear(y, w["dense2.weight"], w["dense2.bias"])[0]


def encoder_weights(layers, seed):
    w, channels = Weights(seed), 1
    for index, (outputs, _) in enumerate(layers):
        w.add_layer(f"encoder.layer{index}", [outputs, channels, 3, 3])
        channels = outputs
    w.add_layer("encoder.votes", [90, channels, 1, 1], gain=64)
    return w


def encoder(w, layers, crop, half_size=1.05):
    """One crop [size, size] -> x, y, z, log scale of 18 joints in units of 10 cm, [4, 18]."""
    y = crop[None, None]
    for index, (_, stride) in enumerate(layers):
        y = F.relu(F.conv2d(y, w[f"encoder.layer{index}.weight"], w[f"encoder.layer{index}.bias"], stride, 1))
    y = F.conv2d(y, w["encoder.votes.weight"], w["encoder.votes.bias"])
    side = y.shape[-1]
    y = y.reshape(18, 5, side * side)
    a = torch.softmax(y[:, 0], 1)
    place = ((torch.arange(side) + 0.5) / side * 2 - 1) * half_size * 10
    cell_x, cell_y = place.repeat(side), -place.repeat_interleave(side)
    return torch.stack([(a * (cell_x + y[:, 1])).sum(1), (a * (cell_y + y[:, 2])).sum(1), (a * y[:, 3]).sum(1), (a * y[:, 4]).sum(1)])


def main():
    torch.set_num_threads(1)
    golden = {}
    for inputs, topology, seed in [(7, "serial", 1), (7, "dual", 2), (79, "serial", 3), (79, "dual", 4)]:
        w = lstmcnn_weights(inputs, topology, seed)
        x = torch.from_numpy(hashed(seed + 100, 0, 100 * inputs).reshape(100, inputs)) * 2
        for steps in [1, 37, 100]:
            golden[f"lstmcnn.{topology}.{inputs}.{steps}"] = lstmcnn(w, x[:steps], topology).numpy()
    stacks = {
        "default": (72, [(16, 2), (16, 1), (32, 2), (64, 1), (64, 2), (128, 1), (128, 1), (128, 1)], 5),
        "odd": (29, [(16, 1), (48, 2), (32, 2)], 6),
    }
    for name, (size, layers, seed) in stacks.items():
        crop = torch.from_numpy(hashed(seed + 100, 0, size * size).reshape(size, size))
        golden[f"encoder.{name}"] = encoder(encoder_weights(layers, seed), layers, crop).numpy()
    path = os.path.join(HERE, "network.safetensors")
    save_file(golden, path, metadata={"made_by": "make_goldens.py", "torch": torch.__version__})
    os.chmod(path, 0o644)


if __name__ == "__main__":
    main()
