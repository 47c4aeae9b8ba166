"""Times our background models and OpenCV's on the same gray frames, interleaved, one thread each: see ../README.md.

    python3 peers/background.py .build/release/kinesphere-background

A frame's time is subtraction and update together. The quality is the intersection over union of the foreground with the
true body, of the masks as they come: no morphology.
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

WIDTH, HEIGHT, LEARNED, DANCED = 640, 480, 60, 90
ROUNDS, RUNS = 40, 10
METHODS = ["median", "least-median", "mean", "mixture"]


def scene():
    """A textured room with noise of 4 gray levels; after `LEARNED` frames a body that walks and waves."""
    random = np.random.default_rng(1)
    room = cv2.GaussianBlur(random.uniform(0, 255, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), 12)
    room = 110 + (room - room.mean()) / room.std() * 25
    cloth = cv2.GaussianBlur(random.uniform(0, 255, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), 6)
    cloth = (cloth - cloth.mean()) / cloth.std() * 15
    frames, truth = [], []
    for index in range(LEARNED + DANCED):
        body = np.zeros((HEIGHT, WIDTH), np.uint8)
        if index >= LEARNED:
            t = (index - LEARNED) / 30
            x, y = int(200 + 80 * t), int(240 + 12 * np.sin(6 * t))
            cv2.ellipse(body, (x, y), (38, 85), 0, 0, 360, 255, -1)
            cv2.circle(body, (x, y - 115), 28, 255, -1)
            for side in (-1, 1):
                hand = (int(x + side * (60 + 40 * np.cos(5 * t))), int(y - 40 - 80 * np.sin(5 * t)))
                cv2.line(body, (x + side * 30, y - 60), hand, 255, 22)
                foot = (int(x + side * (30 + 20 * np.sin(7 * t))), y + 200)
                cv2.line(body, (x + side * 15, y + 60), foot, 255, 30)
        picture = np.where(body > 0, 185 + cloth, room)
        frames.append(np.clip(picture + random.normal(0, 4, picture.shape), 0, 255).astype(np.uint8))
        truth.append(body > 0)
    return np.array(frames), np.array(truth[LEARNED:])


class Ours:
    """The Swift program, asked through a pipe."""

    def __init__(self, program, path):
        command = [program, path, str(WIDTH), str(HEIGHT), str(LEARNED)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, method, what):
        self.process.stdin.write(f"{method} {what}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def masks(self, method, path):
        self.ask(method, path)
        return np.fromfile(path, np.uint8).reshape(-1, HEIGHT, WIDTH) > 0


class Theirs:
    """One of OpenCV's subtractors; a shadow (127) is not foreground."""

    def __init__(self, frames, make):
        self.frames, self.subtractor, self.index = frames, make(), LEARNED
        for frame in frames[:LEARNED]:
            self.subtractor.apply(frame)

    def run(self, count):
        times = []
        for _ in range(count):
            start = time.perf_counter()
            self.subtractor.apply(self.frames[self.index])
            times.append((time.perf_counter() - start) * 1e6)
            self.index = self.index + 1 if self.index + 1 < len(self.frames) else LEARNED
        return times

    def masks(self):
        return np.array([self.subtractor.apply(frame) for frame in self.frames[LEARNED:]]) == 255


PEERS = {
    "OpenCV KNN": lambda: cv2.createBackgroundSubtractorKNN(detectShadows=False),
    "OpenCV KNN, shadows": lambda: cv2.createBackgroundSubtractorKNN(),
    "OpenCV MOG2": lambda: cv2.createBackgroundSubtractorMOG2(detectShadows=False),
    "OpenCV MOG2, shadows": lambda: cv2.createBackgroundSubtractorMOG2(),
}


def overlap(masks, truth):
    return (masks & truth).sum() / (masks | truth).sum()


def main():
    cv2.setNumThreads(1)
    frames, truth = scene()
    load = ", ".join(f"{x:.2f}" for x in os.getloadavg())
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    print(f"{names[0]}, {len(names)} cores, {platform.system()}; load average {load}; one thread; OpenCV {cv2.__version__}; "
          f"{WIDTH} x {HEIGHT} gray; {time.strftime('%Y-%m-%d')}")
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/frames.raw"
        frames.tofile(path)
        ours = Ours(sys.argv[1], path)
        quality = {"Kinesphere " + m: overlap(ours.masks(m, f"{folder}/masks"), truth) for m in METHODS}
        quality |= {name: overlap(Theirs(frames, make).masks(), truth) for name, make in PEERS.items()}
        calls = {"Kinesphere " + m: (lambda n, m=m: ours.ask(m, n)) for m in METHODS}
        calls |= {name: Theirs(frames, make).run for name, make in PEERS.items()}
        samples = {name: [] for name in calls}
        for _ in range(ROUNDS):
            for name, call in calls.items():
                samples[name] += call(RUNS)
    print("| who | p50 µs | p99 µs | IoU |\n|---|---|---|---|")
    for name, times in samples.items():
        print(f"| {name} | {np.median(times):.0f} | {np.percentile(times, 99):.0f} | {quality[name]:.3f} |")
    p50 = {name: np.median(times) for name, times in samples.items()}
    print(f"median: {p50['OpenCV KNN'] / p50['Kinesphere median']:.1f} times the speed of KNN; "
          f"mixture: {p50['OpenCV MOG2'] / p50['Kinesphere mixture']:.1f} times the speed of MOG2")


if __name__ == "__main__":
    main()
