"""Times our dense flow and OpenCV's DIS on the same pairs of pictures, interleaved, one thread each: see ../README.md.

    python3 peers/flow.py .build/release/kinesphere-flow

The pairs are made from textures that are known everywhere, moved by a flow that is known at every pixel. The error is the
mean length of the difference to that flow, over the pixels that stay in the picture and are not covered.
"""
import json
import os
import platform
import subprocess
import sys
import tempfile
import time

import cv2
import numpy as np

WIDTH, HEIGHT = 320, 240
# None of these pairs was looked at when settings were chosen (those were 1 to 3).
SEEDS = (11, 12, 13, 14)
ROUNDS, RUNS = 40, 10
NOISE = 1.5
PEERS = {"ultrafast": cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST, "fast": cv2.DISOPTICAL_FLOW_PRESET_FAST,
         "medium": cv2.DISOPTICAL_FLOW_PRESET_MEDIUM}
Y, X = np.mgrid[:HEIGHT, :WIDTH].astype(np.float64)
MIDDLE = (WIDTH / 2, HEIGHT / 2)


class Texture:
    """Octaves of smooth noise, four samples to a pixel and larger than the picture, read by cubic interpolation."""

    SCALE, MARGIN = 4, 40

    def __init__(self, random):
        size = ((HEIGHT + 2 * self.MARGIN) * self.SCALE, (WIDTH + 2 * self.MARGIN) * self.SCALE)
        total = np.zeros(size, np.float32)
        for width in (2, 4, 8, 16, 32):
            noise = cv2.GaussianBlur(random.normal(size=size).astype(np.float32), (0, 0), self.SCALE * width / 2)
            total += noise / noise.std() * width ** 0.5
        self.samples = np.clip(128 + 45 * total / total.std(), 0, 255).astype(np.float32)

    def __call__(self, x, y):
        at = [((c + self.MARGIN) * self.SCALE + (self.SCALE - 1) / 2).astype(np.float32) for c in (x, y)]
        return cv2.remap(self.samples, *at, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)


def affine(matrix, shift=(0, 0)):
    """p moves to centre + matrix (p - centre) + shift."""
    def flow(x, y):
        dx, dy = x - MIDDLE[0], y - MIDDLE[1]
        return (matrix[0][0] * dx + matrix[0][1] * dy + shift[0] - dx,
                matrix[1][0] * dx + matrix[1][1] * dy + shift[1] - dy)
    return flow


def turn(degrees, zoom=1.0, shift=(0, 0)):
    c, s = zoom * np.cos(np.radians(degrees)), zoom * np.sin(np.radians(degrees))
    return affine([[c, -s], [s, c]], shift)


def waves(x, y):
    return 4 * np.sin(2 * np.pi * y / 170 + 1) + 1.5, 3 * np.sin(2 * np.pi * x / 210) - 1


def still(x, y):
    return np.zeros_like(x), np.zeros_like(x)


def back(flow):
    """Where what is seen at (x, y) of the second picture was in the first: a fixed point."""
    x, y = X.copy(), Y.copy()
    for _ in range(60):
        u, v = flow(x, y)
        x, y = X - u, Y - v
    return x, y


def body(x, y):
    """A dancer of a sort: trunk, head, an arm."""
    trunk = ((x - 150) / 28) ** 2 + ((y - 140) / 62) ** 2 < 1
    head = (x - 150) ** 2 + (y - 62) ** 2 < 17 ** 2
    arm = (np.abs((y - 100) + 0.5 * (x - 170)) < 9) & (x > 165) & (x < 225)
    return trunk | head | arm


# Name: the flow of everything, and the flow of the dancer before it.
CASES = {
    "shift 2.3, -1.6": (affine([[1, 0], [0, 1]], (2.3, -1.6)), None),
    "shift 8.4, 5.2": (affine([[1, 0], [0, 1]], (8.4, 5.2)), None),
    "rotation 4°": (turn(4), None),
    "zoom 1.06": (turn(0, 1.06), None),
    "turn, zoom, shift": (turn(-2, 0.97, (3, -2.5)), None),
    "waves to 5 px": (waves, None),
    "dancer 6.5 px, room still": (still, turn(3, 1, (6.5, 1.2))),
    "dancer 3 px, camera pans": (affine([[1, 0], [0, 1]], (-4.2, 0.6)), turn(0, 1, (3.1, -2))),
}


def pair(flow, dancer, seed):
    """Both pictures, the true flow, and where it counts."""
    random = np.random.default_rng(seed)
    room = Texture(random)
    first, second = room(X, Y), room(*back(flow))
    truth = np.stack(flow(X, Y))
    visible = np.ones((HEIGHT, WIDTH), bool)
    if dancer:
        cloth = Texture(random)
        before, after = body(X, Y), body(*back(dancer))
        first = np.where(before, cloth(X, Y), first)
        second = np.where(after, cloth(*back(dancer)), second)
        covered = body(*(back_from(dancer, X + truth[0], Y + truth[1]))) & ~before
        truth = np.where(before, np.stack(dancer(X, Y)), truth)
        visible &= ~covered
    x, y = X + truth[0], Y + truth[1]
    visible &= (x >= 0) & (x <= WIDTH - 1) & (y >= 0) & (y <= HEIGHT - 1)
    pictures = [np.clip(np.round(p + random.normal(0, NOISE, p.shape)), 0, 255).astype(np.uint8) for p in (first, second)]
    return pictures, truth, visible


def back_from(flow, to_x, to_y):
    x, y = to_x.copy(), to_y.copy()
    for _ in range(60):
        u, v = flow(x, y)
        x, y = to_x - u, to_y - v
    return x, y


class Ours:
    """The Swift program, asked through a pipe."""

    def __init__(self, program, path):
        command = [program, path, str(WIDTH), str(HEIGHT)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def run(self, count):
        return self.ask(f"time {count}")

    def flows(self, path):
        self.ask("write " + path)
        return np.fromfile(path, np.float32).reshape(-1, 2, HEIGHT, WIDTH)


class Theirs:
    def __init__(self, pairs, preset):
        self.pairs, self.index, self.dis = pairs, 0, cv2.DISOpticalFlow_create(preset)

    def run(self, count):
        times = []
        for _ in range(count):
            first, second = self.pairs[self.index][0]
            start = time.perf_counter()
            self.dis.calc(first, second, None)
            times.append((time.perf_counter() - start) * 1e6)
            self.index = (self.index + 1) % len(self.pairs)
        return times

    def flows(self):
        return np.stack([self.dis.calc(*pictures, None).transpose(2, 0, 1) for pictures, _, _ in self.pairs])


def errors(flows, pairs):
    """Mean end-point error of each case, over its seeds."""
    each = [np.hypot(*(flow - truth))[visible].mean() for flow, (_, truth, visible) in zip(flows, pairs)]
    return np.array(each).reshape(len(CASES), len(SEEDS)).mean(1)


def main():
    cv2.setNumThreads(1)
    pairs = [pair(flow, dancer, seed) for flow, dancer in CASES.values() for seed in SEEDS]
    load = ", ".join(f"{x:.2f}" for x in os.getloadavg())
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    print(f"{names[0]}, {len(names)} cores, {platform.system()}; load average {load}; one thread; OpenCV {cv2.__version__}; "
          f"{WIDTH} x {HEIGHT} gray; {time.strftime('%Y-%m-%d')}\n")
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/pairs.raw"
        np.array([pictures for pictures, _, _ in pairs]).tofile(path)
        ours = {name: Ours(sys.argv[1], path) for name in ("default", "fine")}
        ours["fine"].ask("set fine 1")
        theirs = {name: Theirs(pairs, preset) for name, preset in PEERS.items()}
        error = {"Kinesphere " + n: errors(our.flows(f"{folder}/{n}"), pairs) for n, our in ours.items()}
        error |= {"DIS " + name: errors(peer.flows(), pairs) for name, peer in theirs.items()}
        samples = {name: [] for name in error}
        for _ in range(ROUNDS):
            for name, runner in zip(samples, [*ours.values(), *theirs.values()]):
                samples[name] += runner.run(RUNS)
    print("| mean end-point error, pixels | " + " | ".join(error) + " |\n|---" + "|---" * len(error) + "|")
    for index, name in enumerate(CASES):
        print(f"| {name} | " + " | ".join(f"{e[index]:.3f}" for e in error.values()) + " |")
    print("| all | " + " | ".join(f"{e.mean():.3f}" for e in error.values()) + " |")
    for title_, value in (("p50 ms", 50), ("p99 ms", 99)):
        print(f"| {title_} | " + " | ".join(f"{np.percentile(s, value) / 1000:.2f}" for s in samples.values()) + " |")
    medium = np.median(samples["DIS medium"])
    print("| time : DIS medium | " + " | ".join(f"{np.median(s) / medium:.2f}" for s in samples.values()) + " |")


if __name__ == "__main__":
    main()
