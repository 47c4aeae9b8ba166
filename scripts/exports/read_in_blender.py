"""Run by Blender: imports a .bvh or .glb and saves where every bone starts in every frame, in the file's own axes (y up).

blender --background --factory-startup --python read_in_blender.py -- FILE OUT.npz RATE [PICTURE.png FRAME,FRAME]
"""

import builtins
import sys

import bpy
import numpy as np

# Debian's Blender 3.4 is older than its Python and NumPy: its importers use a file mode and a name that both dropped.
if not hasattr(np, "bool"):
    np.bool = bool
builtin_open = builtins.open
builtins.open = lambda file, mode="r", *rest, **named: builtin_open(file, mode.replace("U", ""), *rest, **named)

arguments = sys.argv[sys.argv.index("--") + 1 :]
path, output, rate = arguments[0], arguments[1], float(arguments[2])
bpy.ops.wm.read_factory_settings(use_empty=True)
# glTF holds seconds: they fall on frames at the motion's own rate.
bpy.context.scene.render.fps = max(1, round(rate))
bpy.context.scene.render.fps_base = max(1, round(rate)) / rate
if path.endswith(".bvh"):
    bpy.ops.import_anim.bvh(filepath=path, rotate_mode="NATIVE", update_scene_duration=True, use_fps_scale=False)
else:
    bpy.ops.import_scene.gltf(filepath=path)
armature = next(thing for thing in bpy.data.objects if thing.type == "ARMATURE")
scene = bpy.context.scene
action = armature.animation_data.action
first, last = (int(round(value)) for value in action.frame_range)
bones = list(armature.pose.bones)
places, turns = [], []
for frame in range(first, last + 1):
    scene.frame_set(frame)
    row, spin = [], []
    for bone in bones:
        matrix = armature.matrix_world @ bone.matrix
        x, y, z = matrix.translation
        # Blender's z is up: back to y up.
        row.append((x, z, -y))
        turn = matrix.to_quaternion()
        spin.append((turn.x, turn.y, turn.z, turn.w))
    places.append(row)
    turns.append(spin)
np.savez(
    output, names=np.array([bone.name for bone in bones]), places=np.array(places), turns=np.array(turns),
    first=first, fps=scene.render.fps / scene.render.fps_base)

if len(arguments) > 3:
    picture, frames = arguments[3], [int(word) for word in arguments[4].split(",")]
    middle = np.array(places)[:, [bone.name for bone in bones].index("Hips")].mean(axis=0)
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.location = (middle[0] + 0.6, -middle[2] - 4.2, middle[1] + 0.5)
    camera.rotation_euler = (1.45, 0, 0.14)
    lamp = bpy.data.objects.new("Lamp", bpy.data.lights.new("Lamp", "SUN"))
    lamp.rotation_euler = (0.7, 0.2, 0.4)
    lamp.data.energy = 3
    bpy.ops.mesh.primitive_plane_add(size=6, location=(0, 0, 0))
    for thing in (camera, lamp):
        scene.collection.objects.link(thing)
    scene.camera = camera
    scene.world = scene.world or bpy.data.worlds.new("World")
    scene.world.color = (0.4, 0.4, 0.45)
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.device = 32, "CPU"
    scene.cycles.use_denoising = False
    scene.render.resolution_x, scene.render.resolution_y = 480, 480
    for frame in frames:
        scene.frame_set(first + frame)
        scene.render.filepath = picture.replace(".png", f"-{frame}.png")
        bpy.ops.render.render(write_still=True)
