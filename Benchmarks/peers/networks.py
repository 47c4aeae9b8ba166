"""The networks of Kinesphere in PyTorch, as a reader of the paper would write them; weights under the same names."""
import torch
import torch.nn as nn
import torch.nn.functional as F

STACK = [(16, 2), (16, 1), (32, 2), (64, 1), (64, 2), (128, 1), (128, 1), (128, 1)]


class LSTMCNN(nn.Module):
    """A window [steps, inputs] -> 54."""

    def __init__(self, inputs=79, topology="serial"):
        super().__init__()
        self.topology = topology
        self.register_buffer("mean", torch.zeros(inputs))
        self.register_buffer("deviation", torch.ones(inputs))
        self.lstm = nn.LSTM(inputs, 64)
        self.conv1 = nn.Conv2d(1, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 16, 3, padding=1)
        self.conv3 = nn.Conv2d(16, 64, 3, padding=1)
        self.dense1 = nn.Linear(1024 if topology == "serial" else 1088, 128)
        self.dense2 = nn.Linear(128, 54)

    def forward(self, x):
        _, (h, _) = self.lstm(((x - self.mean) / self.deviation).unsqueeze(1))
        h = h[0]
        y = F.max_pool2d(F.relu(self.conv1(h.reshape(1, 1, 8, 8))), 2)
        y = F.relu(self.conv3(F.relu(self.conv2(y)))).flatten(1)
        if self.topology == "dual":
            y = torch.cat([h, y], 1)
        return self.dense2(self.dense1(y))

    def tensors(self):
        names = {"mean": "normalisation.mean", "deviation": "normalisation.deviation"}
        return {names.get(k, k.replace("_l0", "")): v for k, v in self.state_dict().items()}


class Encoder(nn.Module):
    """A crop [1, 1, size, size] -> [18, 3] in metres."""

    def __init__(self, size=72, half_size=1.05, stack=STACK):
        super().__init__()
        channels, side = 1, size
        self.layers = nn.ModuleList()
        for outputs, stride in stack:
            self.layers.append(nn.Conv2d(channels, outputs, 3, stride, 1))
            channels, side = outputs, (side - 1) // stride + 1
        self.votes = nn.Conv2d(channels, 90, 1)
        place = ((torch.arange(side) + 0.5) / side * 2 - 1) * half_size * 10
        self.register_buffer("cells", torch.stack([place.repeat(side), -place.repeat_interleave(side)]))
        for layer in self.layers:
            nn.init.kaiming_normal_(layer.weight)

    def forward(self, crop):
        y = crop
        for layer in self.layers:
            y = F.relu(layer(y))
        y = self.votes(y).reshape(18, 5, -1)
        a = torch.softmax(y[:, 0], 1)
        x = (a * (self.cells[0] + y[:, 1])).sum(1)
        z = (a * y[:, 3]).sum(1)
        return torch.stack([x, (a * (self.cells[1] + y[:, 2])).sum(1), z], 1) * 0.1

    def tensors(self):
        return {"encoder." + k.replace("layers.", "layer"): v for k, v in self.state_dict().items() if k != "cells"}
