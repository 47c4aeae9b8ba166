"""PyTorch twins of the segmentation networks, for make_goldens.py: the light part head over a crop encoder, and
DeepLabv3+ with a ResNet-D backbone.

A twin makes each tensor when its forward pass first asks for it, from a hash seeded by the tensor's name: names and
shapes are compared along with the numbers, and no order matters.
"""
import numpy as np
import torch
import torch.nn.functional as F


class Twin:
    """Tensors by name, `trained` and `fixed`, and the layers that make them."""

    def __init__(self, hashed, seed):
        self.hashed, self.seed, self.trained, self.fixed, self.training = hashed, seed, {}, {}, True

    def tensor(self, name, shape, scale, offset, trained=True):
        place = self.trained if trained else self.fixed
        if name not in place:
            value = 0x811C9DC5  # FNV-1a
            for byte in name.encode():
                value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
            numbers = self.hashed(value ^ self.seed, 0, int(np.prod(shape)))
            numbers = numbers * np.float32(scale) + np.float32(offset)
            place[name] = torch.from_numpy(numbers.astype(np.float32).reshape(shape)).requires_grad_(trained)
        return place[name]

    def weight(self, name, shape, gain=4):
        fan_in = int(np.prod(shape[1:]))
        return self.tensor(name, shape, np.sqrt(np.float32(gain) / np.float32(fan_in)), 0)

    def conv(self, name, x, outputs, kernel=1, stride=1, dilation=1, groups=1, relu=True, small=False):
        """Convolution, batch normalisation and ReLU; `small` for what is added to a block's input many times over."""
        weight = self.weight(f"{name}.weight", [outputs, x.shape[1] // groups, kernel, kernel])
        x = F.conv2d(x, weight, None, stride, dilation * (kernel // 2), dilation, groups)
        gain = self.tensor(f"{name}.norm.weight", [outputs], *((0.05, 0.1) if small else (0.5, 1)))
        shift = self.tensor(f"{name}.norm.bias", [outputs], 0.25, 0)
        mean = self.tensor(f"{name}.norm.mean", [outputs], 0.25, 0, trained=False)
        variance = self.tensor(f"{name}.norm.variance", [outputs], 0.5, 1, trained=False)
        x = F.batch_norm(x, mean, variance, gain, shift, self.training, 0.1, 1e-5)
        return F.relu(x) if relu else x

    def separable(self, name, x, outputs, rate=1):
        x = self.conv(f"{name}.depth", x, x.shape[1], 3, dilation=rate, groups=x.shape[1])
        return self.conv(f"{name}.point", x, outputs)

    def classify(self, name, x, classes, gain=4):
        weight = self.weight(f"{name}.weight", [classes, x.shape[1], 1, 1], gain)
        return F.conv2d(x, weight, self.tensor(f"{name}.bias", [classes], 0.25, 0))

    def count(self):
        return sum(value.numel() for value in self.trained.values())


def resize(x, like):
    return F.interpolate(x, size=like.shape[2:], mode="bilinear", align_corners=False)


def part_pose(twin, crops, layers, answer, low_level=1, rates=(2, 3, 5)):
    """Crops [n, 1, size, size] -> logits, logits of the cells, points, log scales."""
    x = crops
    for index, (channels, stride) in enumerate(layers):
        x = twin.conv(f"encoder.layer{index}", x, channels, 3, stride)
        if index == low_level:
            low = x
    points, scales = answer(twin.classify("encoder.votes", x, 90, gain=64))
    branches = [twin.conv("parts.pyramid0", x, 32)]
    branches += [twin.separable(f"parts.pyramid{k + 1}", x, 32, rate) for k, rate in enumerate(rates)]
    branches.append(twin.conv("parts.pooled", x.mean((2, 3), keepdim=True), 32).expand(-1, -1, *x.shape[2:]))
    u = resize(twin.conv("parts.project", torch.cat(branches, 1), 64), low)
    d = torch.cat([u, twin.conv("parts.low", low, 16)], 1)
    d = twin.separable("parts.decode1", twin.separable("parts.decode0", d, 48), 48)
    cells = twin.classify("parts.classify", d, 19)
    return resize(cells, crops), cells, points, scales


def resnet_d(twin, x, blocks, bottleneck, width):
    """Pictures -> features of stride 4 and 16 (the last stage is dilated)."""
    x = twin.conv("backbone.stem0", x, width // 2, 3, 2)
    x = twin.conv("backbone.stem1", x, width // 2, 3)
    x = F.max_pool2d(twin.conv("backbone.stem2", x, width, 3), 3, 2, 1)
    for stage, count in enumerate(blocks):
        inner = width * 2**stage
        outputs = inner * (4 if bottleneck else 1)
        for index in range(count):
            name = f"backbone.stage{stage}.block{index}"
            stride = 2 if index == 0 and stage in (1, 2) else 1
            dilation = 2 if stage == 3 else 1
            first = dilation if index > 0 else 1
            if bottleneck:
                y = twin.conv(f"{name}.conv1", twin.conv(f"{name}.conv0", x, inner), inner, 3, stride, first)
                y = twin.conv(f"{name}.conv2", y, outputs, relu=False, small=True)
            else:
                y = twin.conv(f"{name}.conv0", x, inner, 3, stride, first)
                y = twin.conv(f"{name}.conv1", y, outputs, 3, 1, dilation, relu=False)
            if stride == 2:
                x = F.avg_pool2d(x, 2, 2, ceil_mode=True, count_include_pad=False)
            if index == 0 and (stride == 2 or x.shape[1] != outputs):
                x = twin.conv(f"{name}.shortcut", x, outputs, relu=False)
            x = F.relu(x + y)
        if stage == 0:
            low = x
    return low, x


RESNETS = {"resnet18": ([2, 2, 2, 2], False), "resnet101": ([3, 4, 23, 3], True)}


def deeplab(twin, pictures, backbone, width=64, pyramid=256, low_channels=48, decoder=256, classes=19):
    low, x = resnet_d(twin, pictures, *RESNETS[backbone], width)
    shapes = list(low.shape[1:]) + list(x.shape[1:])
    branches = [twin.conv("pyramid0", x, pyramid)]
    branches += [twin.conv(f"pyramid{k + 1}", x, pyramid, 3, dilation=rate) for k, rate in enumerate([6, 12, 18])]
    branches.append(twin.conv("pooled", x.mean((2, 3), keepdim=True), pyramid).expand(-1, -1, *x.shape[2:]))
    x = resize(twin.conv("project", torch.cat(branches, 1), pyramid), low)
    x = torch.cat([x, twin.conv("low", low, low_channels)], 1)
    x = twin.conv("decode1", twin.conv("decode0", x, decoder, 3), decoder, 3)
    return resize(twin.classify("classify", x, classes), pictures), shapes


def published_counts():
    """Parameters of the whole networks at full width, and the stride-4 and stride-16 shapes of a 64 x 64 picture."""
    result = {}
    # torchvision: resnet18 11,689,512 and resnet101 44,549,160 with a classifier of 1000 classes. The D stem has three
    # 3x3 convolutions from one channel in place of a 7x7 from three.
    stem = 9 * (32 + 32 * 32 + 32 * 64) + 2 * (32 + 32 + 64) - (3 * 49 * 64 + 2 * 64)
    published = {"resnet18": 11_689_512 - 513_000 + stem, "resnet101": 44_549_160 - 2_049_000 + stem}
    for backbone, expected in published.items():
        twin = Twin(lambda seed, start, count: np.zeros(count, np.float32), 0)
        twin.training = False
        with torch.no_grad():
            _, shapes = deeplab(twin, torch.zeros(1, 1, 64, 64), backbone)
        inside = sum(v.numel() for name, v in twin.trained.items() if name.startswith("backbone."))
        assert inside == expected, (backbone, inside, expected)
        result[f"{backbone}.backbone"] = str(inside)
        result[f"{backbone}.parameters"] = str(twin.count())
        result[f"{backbone}.shapes"] = " ".join(map(str, shapes))
    return result
