"""Receives OSC and VMC with python-osc and checks every packet against the JSON lines of the same stream.

    .tools/venv/bin/python Tests/Live/receive_udp.py .build/debug/kinesphere [frames]

Starts `kinesphere live --lines --osc --vmc` with the synthetic dancer; prints what was compared and ends with 0 where all
agree.
"""
import json
import math
import socket
import subprocess
import sys
import threading

from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_message import OscMessage


def messages(packet):
    """All messages of a packet, those in bundles too."""
    if OscBundle.dgram_is_bundle(packet):
        for element in OscBundle(packet):
            yield from messages(element.dgram)
    else:
        yield OscMessage(packet)


class Receiver:
    """Packets that arrive at a port of its own."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.packets = []
        threading.Thread(target=self.receive, daemon=True).start()

    def receive(self):
        while True:
            self.packets.append(self.socket.recv(65536))


def check_osc(packets, lines):
    """Every frame's points and confidences are those of its line, rounded there to 0.1 mm."""
    frames, frame, points = {}, None, 0
    for packet in packets:
        assert len(packet) <= 1432, len(packet)
        for message in messages(packet):
            if message.address == "/kinesphere/frame":
                index, time, status = message.params
                frame = frames[index] = {"time": time, "status": status}
            else:
                frame[message.address] = message.params
    assert sorted(frames) == [line["index"] for line in lines], (len(frames), len(lines))
    for line in lines:
        frame = frames[line["index"]]
        assert frame["status"] == line["status"] and abs(frame["time"] - line["time"]) < 1e-3
        for dancer in line["dancers"]:
            for name, point, confidence in zip(NAMES, dancer["points"], dancer["confidence"]):
                x, y, z, sure = frame[f"/kinesphere/{dancer['id']}/{name}"]
                assert max(abs(a - b) for a, b in zip((x, y, z), point)) < 6e-5, (name, x, y, z, point)
                assert abs(sure - confidence) < 6e-4
                points += 1
            angle = frame["/kinesphere/0/angle/left_knee"][0]
            hip, knee, ankle = (dancer["points"][NAMES.index(n)] for n in ("left_hip", "left_knee", "left_ankle"))
            assert abs(angle - flexion(hip, knee, ankle)) < 0.1, angle
    return points


def flexion(a, b, c):
    """Degrees between the two bones that meet in b; 0 = straight."""
    u = [y - x for x, y in zip(a, b)]
    v = [y - x for x, y in zip(b, c)]
    dot = sum(x * y for x, y in zip(u, v))
    return math.degrees(math.acos(max(-1, min(1, dot / (math.hypot(*u) * math.hypot(*v))))))


def rotate(q, v):
    """A vector turned by a unit quaternion x, y, z, w."""
    x, y, z, w = q
    t = [2 * (y * v[2] - z * v[1]), 2 * (z * v[0] - x * v[2]), 2 * (x * v[1] - y * v[0])]
    return [v[0] + w * t[0] + y * t[2] - z * t[1], v[1] + w * t[1] + z * t[0] - x * t[2], v[2] + w * t[2] + x * t[1] - y * t[0]]


def multiply(a, b):
    """The rotation b, then a."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return [aw * bx + ax * bw + ay * bz - az * by, aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw, aw * bw - ax * bx - ay * by - az * bz]


def joints(bones):
    """Where each bone starts in Unity's frame, as an avatar would compute it."""
    places = {}
    for name, parent in PARENTS.items():
        values = bones[name]
        p, q = values[:3], values[3:]
        if parent is None:
            places[name] = (p, q)
            continue
        origin, turn = places[parent]
        places[name] = ([a + b for a, b in zip(origin, rotate(turn, p))], multiply(turn, q))
    return places


def check_vmc(packets, lines):
    """Bones are unit quaternions of Unity's names, and an avatar that follows them aims its limbs at the key-points."""
    frames, poses = [], 0
    for packet in packets:
        assert len(packet) <= 1432, len(packet)
        for message in messages(packet):
            if message.address == "/VMC/Ext/OK":
                frames.append({"ok": message.params})
            elif message.address == "/VMC/Ext/T":
                frames[-1]["time"] = message.params[0]
            elif message.address == "/VMC/Ext/Root/Pos":
                assert message.params == ["root", 0, 0, 0, 0, 0, 0, 1]
            elif message.address == "/VMC/Ext/Bone/Pos":
                frames[-1][message.params[0]] = message.params[1:]
            else:
                raise AssertionError(message.address)
    assert len(frames) == len(lines), (len(frames), len(lines))
    worst = 0
    for frame, line in zip(frames, lines):
        assert abs(frame["time"] - line["time"]) < 1e-3
        assert frame["ok"] == [1, 3, 0, 1 if line["status"] == "ok" else 0]
        if line["status"] != "ok":
            continue
        bones = {name: frame[name] for name in PARENTS}
        for values in bones.values():
            assert abs(math.hypot(*values[3:]) - 1) < 1e-4
        assert 0.3 < bones["Hips"][1] < 1.5, bones["Hips"]
        places = joints(bones)
        points = dict(zip(NAMES, line["dancers"][0]["points"]))
        # A mirrored camera: x to the room's left, z away. Unity: x to the right of who faces the camera, z towards it.
        unity = {name: [x, y, -z] for name, (x, y, z) in points.items()}
        # The rig stands where its pelvis, hips and spine fit theirs in the mean; the avatar's floor is another than the camera's height.
        pairs = [(places[bone][0], unity[point]) for bone, point in PELVIS]
        shift = [sum(place[axis] - point[axis] for place, point in pairs) / len(pairs) for axis in range(3)]
        for start, end, b in LIMBS:
            # A bone aims from where the rig has its joint.
            limb = [y - x for x, y in zip(places[start][0], places[end][0])]
            seen = [y + t - x for x, y, t in zip(places[start][0], unity[b], shift)]
            dot = sum(x * y for x, y in zip(limb, seen)) / math.hypot(*limb)
            beside = math.sqrt(max(0, sum(x * x for x in seen) - dot * dot))
            worst = max(worst, 1000 * (beside if dot > 0 else math.hypot(*seen)))
        poses += 1
    assert worst < 1, f"a limb points {worst:.1f} mm beside its key-point"
    return poses, worst


NAMES = []
PARENTS = {"Hips": None, "Spine": "Hips", "Neck": "Spine", "Head": "Neck"}
LIMBS = []
PELVIS = [("Hips", "pelvis"), ("Spine", "spine"), ("LeftUpperLeg", "left_hip"), ("RightUpperLeg", "right_hip")]
for SIDE in ("Left", "Right"):
    PARENTS |= {SIDE + "Shoulder": "Spine", SIDE + "UpperArm": SIDE + "Shoulder", SIDE + "LowerArm": SIDE + "UpperArm",
                SIDE + "Hand": SIDE + "LowerArm", SIDE + "UpperLeg": "Hips", SIDE + "LowerLeg": SIDE + "UpperLeg",
                SIDE + "Foot": SIDE + "LowerLeg", SIDE + "Toes": SIDE + "Foot"}
    side = SIDE.lower()
    LIMBS += [(SIDE + "UpperArm", SIDE + "LowerArm", side + "_elbow"),
              (SIDE + "LowerArm", SIDE + "Hand", side + "_wrist"),
              (SIDE + "UpperLeg", SIDE + "LowerLeg", side + "_knee"),
              (SIDE + "LowerLeg", SIDE + "Foot", side + "_ankle")]
    NAMES_SIDE = [side + "_" + part for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot")]
    NAMES = (NAMES or ["head", "neck", "spine", "pelvis"]) + NAMES_SIDE


def main():
    command, seconds = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "4"
    osc, vmc = Receiver(), Receiver()
    run = subprocess.run(
        [command, "live", "--seconds", seconds, "--lines", "--every-frame", "--osc", f"127.0.0.1:{osc.port}", "--vmc",
         f"127.0.0.1:{vmc.port}"], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(lines) > 10, run.stderr
    threading.Event().wait(0.3)
    points = check_osc(osc.packets, lines)
    poses, worst = check_vmc(vmc.packets, lines)
    print(f"{len(lines)} frames: {points} key-points and {poses} avatar poses agree; limbs aim within {worst:.2f} mm of theirs")


main()
