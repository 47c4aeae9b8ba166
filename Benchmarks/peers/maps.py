"""Times the numbers of motion maps and the same ones in numpy, one thread each, interleaved: see ../README.md.

    python3 peers/maps.py .build/release/kinesphere-maps [RECORDING]

Both start from the dancer's depth of 40 frames or fewer: points, five turned views and those from above and from the side, differences
of frames over the whole, halves and quarters of equal motion energy, histograms of oriented gradients. The numpy twin is written for
speed as numpy allows: whole arrays, no loop over points or pixels.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np

SIDE, HALF, STATURE, LEVELS, TRIM = 96, 1.1, 1.7, 3, 3
ROWS, COLUMNS, BINS = 8, 6, 9
ROUNDS = 15


def views():
    for degrees in (-40, -20, 0, 20, 40):
        s, c = np.float32(np.sin(np.radians(degrees))), np.float32(np.cos(np.radians(degrees)))
        yield np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], np.float32)
    yield np.array([[1, 0, 0], [0, 0, -1], [0, -1, 0]], np.float32)
    yield np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]], np.float32)


VIEWS = np.stack(list(views()))


def clouds(depth, camera):
    fx, fy, cx, cy, mirrored = camera
    points = []
    for frame in depth:
        row, column = np.nonzero(frame)
        if len(row) < 200:
            continue
        z = frame[row, column].astype(np.float32) * np.float32(0.001)
        x = (column.astype(np.float32) + np.float32(0.5 - cx)) / np.float32(fx if mirrored else -fx) * z
        y = (np.float32(cy - 0.5) - row.astype(np.float32)) / np.float32(fy) * z
        points.append(np.stack([x, y, z], 1))
    return points


def body(points):
    every = np.concatenate(points)
    sampled = every[::max(1, len(every) // 4096) | 1]
    centre = np.sort(sampled, 0)[(len(sampled) - 1) // 2]
    heights = []
    for frame in points:
        y = np.sort(frame[::max(1, len(frame) // 256), 1])
        end = len(y) - 1
        heights.append(y[end - end // 100] - y[end // 100])
    return centre, np.sort(heights)[(len(heights) - 1) // 2]


def maps(points):
    trim = TRIM if len(points) >= 2 * TRIM + 8 else 0
    points = points[trim:len(points) - trim]
    centre, height = body(points)
    scale = np.float32(STATURE) / max(height, np.float32(0.01))
    frames = np.zeros((len(points), len(VIEWS), SIDE * SIDE + 1), np.uint8)
    for number, frame in enumerate(points):
        turned = ((frame - centre) * scale) @ VIEWS.transpose(0, 2, 1)
        column = ((turned[..., 0] + np.float32(HALF)) * np.float32(SIDE / (2 * HALF)))
        row = ((np.float32(HALF) - turned[..., 1]) * np.float32(SIDE / (2 * HALF)))
        inside = (column >= 0) & (row >= 0) & (column < SIDE) & (row < SIDE)
        place = np.where(inside, row.astype(np.int32) * SIDE + column.astype(np.int32), SIDE * SIDE)
        away = np.clip((turned[..., 2] + np.float32(HALF)) * np.float32(191 / (2 * HALF)), 0, 191)
        shade = (255 - away).astype(np.uint8)
        for view in range(len(VIEWS)):
            # The nearest point of each cell: sorted by shade, the last one written stays.
            order = np.argsort(shade[view], kind="stable")
            frames[number, view, place[view, order]] = shade[view, order]
    # The cell beside the map counts for the energy, as in ours.
    steps = np.abs(np.diff(frames.astype(np.int16), axis=0)).astype(np.uint16)
    energy = steps.sum((1, 2), dtype=np.int64)
    middle = np.cumsum(energy) - energy + energy / 2
    parts = 1 << (LEVELS - 1)
    part = np.minimum(parts - 1, (middle / max(1, energy.sum()) * parts).astype(int))
    quarters = np.stack([steps[part == p].sum(0, dtype=np.uint16) for p in range(parts)])
    levels = [quarters]
    while len(levels[0]) > 1:
        levels.insert(0, levels[0][0::2] + levels[0][1::2])
    return np.concatenate(levels)[:, :, :-1].reshape(-1, SIDE, SIDE).astype(np.float32)


def histograms(pictures):
    gx = pictures[:, 1:-1, 2:] - pictures[:, 1:-1, :-2]
    gy = pictures[:, 2:, 1:-1] - pictures[:, :-2, 1:-1]
    length = np.hypot(gx, gy)
    direction = np.mod(np.arctan2(gy, gx) / np.pi, 1) * BINS
    first = np.minimum(direction.astype(int), BINS - 1)
    share = direction - first
    at = np.arange(1, SIDE - 1)
    rows, columns = ((at + 0.5) * n / SIDE + 0.5 for n in (ROWS, COLUMNS))
    out = np.zeros((len(pictures), ROWS + 2, COLUMNS + 2, BINS), np.float64)
    cell = np.arange(len(pictures))[:, None, None] * (ROWS + 2) * (COLUMNS + 2)
    for down in (0, 1):
        r = rows.astype(int) - 1 + down
        wr = np.where(down, rows % 1, 1 - rows % 1)
        for right in (0, 1):
            c = columns.astype(int) - 1 + right
            wc = np.where(right, columns % 1, 1 - columns % 1)
            where = cell + ((r + 1) * (COLUMNS + 2))[None, :, None] + (c + 1)[None, None, :]
            weight = length * wr[None, :, None] * wc[None, None, :]
            for turn in (0, 1):
                bins = (first + turn) % BINS
                part = weight * (share if turn else 1 - share)
                out += np.bincount((where * BINS + bins).ravel(), part.ravel(), out.size).reshape(out.shape)
    cells = out[:, 1:-1, 1:-1].reshape(len(pictures), -1)
    total = cells.sum(1, keepdims=True)
    return np.sqrt(cells / np.maximum(total, 1e-12)) / np.sqrt(len(pictures))


def describe(depth, camera):
    marks = [time.perf_counter()]
    points = clouds(depth, camera)
    marks.append(time.perf_counter())
    pictures = maps(points)
    marks.append(time.perf_counter())
    numbers = histograms(pictures)
    marks.append(time.perf_counter())
    return numbers, np.diff(marks) * 1e3


def main():
    ours = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(line):
        print(line, file=ours.stdin, flush=True)
        return json.loads(ours.stdout.readline())

    with tempfile.TemporaryDirectory() as folder:
        said = ask("write " + folder)
        shape = [int(n) for n in said["shape"]]
        depth = np.fromfile(folder + "/depth.u16", np.uint16).reshape(shape)
        features = np.fromfile(folder + "/features.f32", np.float32)
    numbers, _ = describe(depth, said["camera"])
    difference = np.abs(numbers.ravel() - features).max()
    cosine = float(numbers.ravel() @ features / np.linalg.norm(numbers) / np.linalg.norm(features))
    print(f"{shape[0]} frames {shape[2]} x {shape[1]}; largest difference {difference:.1e}, cosine {cosine:.6f}; "
          f"load average {os.getloadavg()[0]:.1f}")
    mine, theirs = {}, []
    ask("time 5")
    for _ in range(ROUNDS):
        for name, times in ask("time 10").items():
            mine.setdefault(name, []).extend(times)
        theirs.append(describe(depth, said["camera"])[1])
    ours.stdin.close()
    theirs = np.median(theirs, 0)
    mine = {name: np.median(times) / 1e3 for name, times in mine.items()}
    print("ms, medians   ours   numpy   ratio")
    for name, peer in zip(("points", "maps", "histograms"), theirs):
        print(f"{name:12} {mine[name]:6.2f} {peer:7.1f} {mine[name] / peer:7.3f}")
    same = sum(mine[name] for name in ("points", "maps", "histograms"))
    print(f"{'the three':12} {same:6.2f} {theirs.sum():7.1f} {same / theirs.sum():7.3f}")
    print(f"{'key-points':12} {mine['key-points']:6.2f}\n{'all':12} {mine['all']:6.2f}")


if __name__ == "__main__":
    main()
