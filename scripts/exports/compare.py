"""Compares what other programs read from an export with what was written: prints one line a check, exits 1 on a miss.

compare.py FOLDER NAME READ_BVH.npz READ_GLB.npz
"""

import struct
import sys

import numpy as np

folder, name, bvh_path, glb_path = sys.argv[1:5]
misses = 0


def say(what, value, limit, unit):
    global misses
    fits = bool(value <= limit)
    misses += not fits
    print(f"{'ok  ' if fits else 'MISS'} {what}: {value:.5f} {unit} (limit {limit:g})")


def rotation(q):
    x, y, z, w = np.moveaxis(q / np.linalg.norm(q, axis=-1, keepdims=True), -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


data = np.load(f"{folder}/{name}.npz")
bones, parents = list(data["bones"]), data["parents"]
local = rotation(data["rotations"].astype(float))
turns, places = np.zeros_like(local), np.zeros(local.shape[:2] + (3,))
for bone, parent in enumerate(parents):
    if parent < 0:
        turns[:, bone], places[:, bone] = local[:, bone], data["root"]
    else:
        turns[:, bone] = turns[:, parent] @ local[:, bone]
        places[:, bone] = places[:, parent] + turns[:, parent] @ data["offsets"][bone].astype(float)
print(f"     {len(places)} frames of {len(bones)} bones, forward kinematics by NumPy from {name}.npz")
lengths = np.linalg.norm(np.diff(places[:, [5, 6, 7]], axis=1), axis=2)
say("bones of the arm change their length by", 1000 * np.ptp(lengths, axis=0).max(), 0.01, "mm")

for label, path, scale in (("BVH", bvh_path, 0.01), ("glTF", glb_path, 1)):
    read = np.load(path)
    names = list(read["names"])
    columns = [names.index(bone) for bone in bones]
    found = read["places"][:, columns] * scale
    if len(found) != len(places):
        say(f"{label} in Blender: frames missing", abs(len(found) - len(places)), 0, "frames")
        continue
    gaps = np.linalg.norm(found - places, axis=2) * 1000
    say(f"{label} in Blender: bone heads, mean", gaps.mean(), 1, "mm")
    say(f"{label} in Blender: bone heads, most", gaps.max(), 1, "mm")
    # A program's bones have axes of its own at rest: what turned since the first frame is compared.
    spin = rotation(read["turns"][:, columns])
    seen = spin @ np.swapaxes(spin[:1], -1, -2)
    # Blender is z up: (x, y, z) is (x, -z, y) there.
    flip = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]], float)
    seen = flip @ seen @ flip.T
    wanted = turns @ np.swapaxes(turns[:1], -1, -2)
    rest = seen @ np.swapaxes(wanted, -1, -2)
    sines = np.stack([rest[..., 2, 1] - rest[..., 1, 2], rest[..., 0, 2] - rest[..., 2, 0], rest[..., 1, 0] - rest[..., 0, 1]])
    angle = np.degrees(np.arctan2(np.linalg.norm(sines, axis=0) / 2, (np.trace(rest, axis1=-2, axis2=-1) - 1) / 2))
    say(f"{label} in Blender: bones' turns, most", angle.max(), 0.1, "degrees")

import ezc3d

c3d = ezc3d.c3d(f"{folder}/{name}.c3d")
points = np.moveaxis(c3d["data"]["points"], (0, 1, 2), (2, 1, 0))[..., :3] / 1000
labels = c3d["parameters"]["POINT"]["LABELS"]["value"]
say("C3D in ezc3d: wrong labels", sum(a != b for a, b in zip(labels, data["names"])), 0, "labels")
even = len(points) == len(data["points"])
if even:
    seen = data["points"].astype(float)
    known = ~np.isnan(seen)
    say("C3D in ezc3d: points, most", 1000 * np.abs(points - seen)[known].max(), 0.01, "mm")
    say("C3D in ezc3d: unknown points that are known there", (np.isnan(points) != np.isnan(seen)).sum(), 0, "numbers")
residuals = c3d["data"]["meta_points"]["residuals"][0].T
say("C3D in ezc3d: residuals that do not tell the unknown", ((residuals < 0) != np.isnan(points[..., 0])).sum(), 0, "points")
say("C3D in ezc3d: rate less ours", abs(c3d["header"]["points"]["frame_rate"] - float(data["rate"])), 1e-3, "Hz")
# ezc3d writes its own, which we import again.
c3d.write(f"{folder}/by-ezc3d.c3d")

rows = [line.rstrip("\n").split("\t") for line in open(f"{folder}/{name}.trc")]
trc = np.array([[float(cell) if cell else np.nan for cell in row[2:]] for row in rows[6:]]).reshape(-1, 18, 3) / 1000
say("TRC, read as a table: points, most", 1000 * np.nanmax(np.abs(trc - points)), 0.01, "mm")

import pygltflib
import trimesh

document = pygltflib.GLTF2().load(f"{folder}/{name}.glb")
blob = document.binary_blob()
for accessor in document.accessors:
    view = document.bufferViews[accessor.bufferView]
    width = {"SCALAR": 1, "VEC3": 3, "VEC4": 4, "MAT4": 16}[accessor.type] * {5126: 4, 5123: 2, 5121: 1}[accessor.componentType]
    misses += view.byteOffset % 4 != 0 or accessor.count * width > view.byteLength or view.byteOffset + view.byteLength > len(blob)
print("ok   glTF in pygltflib: " f"{len(document.nodes)} nodes, {len(document.skins)} skin, {len(document.animations[0].channels)} channels, {len(blob)} bytes")
scene = trimesh.load(f"{folder}/{name}.glb")
print(f"ok   glTF in trimesh: {sum(len(mesh.faces) for mesh in scene.geometry.values())} triangles, size {np.round(scene.extents, 2)}")
sys.exit(1 if misses else 0)
