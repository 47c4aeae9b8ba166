"""Compares imported poses with what was exported: compare_imports.py FOLDER NAME. The constant shift of an import is taken out."""

import json
import sys

import numpy as np

folder, name = sys.argv[1:3]
names = [
    "Head", "Neck", "Spine", "Hips", "LeftArm", "LeftForeArm", "LeftHand", "LeftUpLeg", "LeftLeg", "LeftFoot",
    "LeftToeBase", "RightArm", "RightForeArm", "RightHand", "RightUpLeg", "RightLeg", "RightFoot", "RightToeBase",
]


def poses(path):
    frames = [frame["dancers"][0]["points"] for frame in json.load(open(path))["frames"] if frame["dancers"]]
    # An unmirrored camera's frame: z away; the export's: z towards the camera.
    return np.array([[[np.nan if n is None else n for n in point] for point in frame] for frame in frames]) * [1, 1, -1]


data = np.load(f"{folder}/{name}.npz")
bones, parents, q = list(data["bones"]), data["parents"], data["rotations"].astype(float)


def turned(q, v):
    u = q[:, :3]
    t = 2 * np.cross(u, np.broadcast_to(v, u.shape))
    return v + t * q[:, 3:] + np.cross(u, t)


def product(a, b):
    u, v = a[:, :3], b[:, :3]
    return np.hstack([a[:, 3:] * v + b[:, 3:] * u + np.cross(u, v), a[:, 3:] * b[:, 3:] - (u * v).sum(1, keepdims=True)])


turns, places = [None] * 20, np.zeros((len(q), 20, 3))
for bone, parent in enumerate(parents):
    turns[bone] = q[:, bone] if parent < 0 else product(turns[parent], q[:, bone])
    places[:, bone] = data["root"] if parent < 0 else places[:, parent] + turned(turns[parent], data["offsets"][bone].astype(float))
rig = places[:, [bones.index(name) for name in names]]
misses = 0
for file, wanted in ((f"{name}.bvh", rig), (f"{name}.trc", None), (f"{name}.c3d", None), ("by-ezc3d.c3d", None)):
    found = poses(f"{folder}/{file}.json")
    wanted = data["points"].astype(float) if wanted is None else wanted
    if len(found) != len(wanted):
        print(f"note {file}: {len(found)} frames came back of {len(wanted)}: not compared")
        continue
    gap = found - wanted
    gap = np.linalg.norm(gap - np.nanmedian(gap, axis=(0, 1)), axis=2) * 1000
    misses += np.nanmax(gap) > 1
    print(f"{'ok  ' if np.nanmax(gap) <= 1 else 'MISS'} {file} imported: points, mean {np.nanmean(gap):.4f} mm, most {np.nanmax(gap):.4f} mm (limit 1)")
sys.exit(1 if misses else 0)
