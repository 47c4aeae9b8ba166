"""OpenCV's background models on the scenes of `kinesphere evaluate synthetic-detection`, with the same cleaning: see ../README.md.

    python3 peers/scenes.py ../.build/release/kinesphere

The first 28 frames, which show the room empty, are learned from; the rest is measured as the evaluation does: mean intersection
over union with the true outline, over the frames in which somebody fills more than 0.2 % of the picture. MOG2 and KNN take
OpenCV's defaults, shadows off, and learn on at the rate at which a minute is remembered.
"""
import os
import subprocess
import sys
import tempfile

import cv2
import numpy as np

SEEDS = (11, 12, 13)
SCENES = ("quiet-room", "real-room", "light-change", "still-dancer")
LEARNED = 28


def film(program, scene, seed, folder):
    paths = [os.path.join(folder, f"{scene}-{seed}-{name}.npy") for name in ("gray", "truth")]
    command = [program, "synthesize", paths[0], "--scene", scene, "--seed", str(seed), "--picture", "gray"]
    subprocess.run(command + ["--truth", paths[1]], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return [np.load(path) for path in paths]


def cleaned(mask):
    """Two closings, an opening, the largest component with what lies near it: as VideoDetector cleans its mask."""
    square = np.ones((3, 3), np.uint8)
    mask = cv2.morphologyEx((mask == 255).astype(np.uint8), cv2.MORPH_CLOSE, square, iterations=2)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, square)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count < 2:
        return np.zeros_like(mask, bool)
    order = np.argsort(stats[1:, cv2.CC_STAT_AREA])[::-1] + 1
    body = labels == order[0]
    near = cv2.dilate(body.astype(np.uint8), np.ones((25, 25), np.uint8)) > 0
    for label in order[1:]:
        part = labels == label
        if stats[label, cv2.CC_STAT_AREA] >= 0.0003 * mask.size and (part & near).any():
            body = body | part
    return body


def overlap(make, frames, truth):
    model, values = make(), []
    for index, frame in enumerate(frames):
        mask = model.apply(frame, learningRate=-1 if index < LEARNED else 1 / 1800)
        people = truth[index] != 255
        if index < LEARNED or people.sum() <= people.size // 500:
            continue
        found = cleaned(mask)
        values.append((found & people).sum() / max((found | people).sum(), 1))
    return values


def main():
    cv2.setNumThreads(1)
    program = sys.argv[1]
    peers = {
        "MOG2": lambda: cv2.createBackgroundSubtractorMOG2(detectShadows=False),
        "KNN": lambda: cv2.createBackgroundSubtractorKNN(detectShadows=False),
    }
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'scene':14}" + "".join(f"{name:>8}" for name in peers))
        for scene in SCENES:
            films = [film(program, scene, seed, folder) for seed in SEEDS]
            scores = [np.mean(sum((overlap(make, *one) for one in films), [])) for make in peers.values()]
            print(f"{scene:14}" + "".join(f"{score:8.3f}" for score in scores), flush=True)


main()
