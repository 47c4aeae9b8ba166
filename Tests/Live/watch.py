"""Fifty WebSocket viewers of one live stream, one of them stalled and one slow: does any other lose a frame or wait?

    .tools/venv/bin/python Tests/Live/watch.py .build/release/kinesphere [seconds [viewers]]

Films a dancer, feeds its raw frames at 30 a second into `kinesphere live -`, and stamps each frame before its first byte is
written and when each viewer has its line: latency is from frame to viewer, with both ends' waits in it. Ends with 0 where no
healthy viewer lost a frame, the slow ones' losses are counted, and p99 is at most 50 ms.
"""
import asyncio
import json
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

import websockets

RATE = 30


def film(command, folder):
    """Raw 16-bit frames of ten seconds of a dancer, and the camera's flags."""
    take, array = os.path.join(folder, "dance.take"), os.path.join(folder, "dance.npz")
    subprocess.run([command, "synthesize", take, "--seed", "24"], check=True, capture_output=True)
    subprocess.run([command, "convert", take, array], check=True, capture_output=True)
    with open(os.path.join(take, "take.json")) as file:
        camera = json.load(file)["camera"]
    with zipfile.ZipFile(array) as archive:
        raw = archive.read("depth.npy")
    start = 10 + int.from_bytes(raw[8:10], "little")
    size = camera["width"] * camera["height"] * 2
    frames = [raw[at:at + size] for at in range(start, len(raw) - size + 1, size)]
    focal = ",".join(str(camera[key]) for key in ("focal_x", "focal_y", "centre_x", "centre_y"))
    return frames, ["--size", f"{camera['width']}x{camera['height']}", "--unit", "mm", "--camera", focal,
                    "--mirrored" if camera["is_mirrored"] else "--unmirrored", "--segmented", "--rate", str(RATE)]


def feed(descriptor, frames, count, stamps):
    """Writes frames at their times, and stamps each before its first byte."""
    start = time.monotonic()
    for index in range(count):
        time.sleep(max(0, start + index / RATE - time.monotonic()))
        stamps[index] = time.monotonic()
        data = memoryview(frames[index % len(frames)])
        while data:
            data = data[os.write(descriptor, data):]
    os.close(descriptor)


async def watch(port, seen, slow=0.0):
    """One viewer: notes when each frame came."""
    async with websockets.connect(f"ws://127.0.0.1:{port}/live", max_queue=2 if slow else 64) as viewer:
        header = json.loads(await viewer.recv())
        assert header["format"] == "kinesphere-poses" and len(header["keypoints"]) == 18, header
        try:
            async for line in viewer:
                match = re.match(r'\{"index": (\d+),', line)
                if match:
                    seen[int(match.group(1))] = time.monotonic()
                if slow:
                    await asyncio.sleep(slow)
        except websockets.ConnectionClosedError:
            pass


def stall(port):
    """A viewer that shakes hands and then reads nothing."""
    viewer = socket.socket()
    viewer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    viewer.connect(("127.0.0.1", port))
    viewer.sendall(f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode())
    return viewer


def status(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/status") as answer:
        return json.load(answer)


async def main():
    command = sys.argv[1]
    count = int(float(sys.argv[2] if len(sys.argv) > 2 else 20) * RATE)
    viewers = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    with tempfile.TemporaryDirectory() as folder:
        frames, flags = film(command, folder)
    reading, writing = os.pipe()
    live = subprocess.Popen([command, "live", "-", *flags, "--websocket", "0"], stdin=reading, stderr=subprocess.PIPE,
                            text=True)
    os.close(reading)
    port = int(re.search(r"ws://127.0.0.1:(\d+)/", live.stderr.readline()).group(1))
    seen = [{} for _ in range(viewers - 2)]
    tasks = [asyncio.create_task(watch(port, one)) for one in seen]
    slow = asyncio.create_task(watch(port, {}, slow=1.0))
    stalled = stall(port)
    await asyncio.sleep(1)
    stamps = multiprocessing.Array("d", count, lock=False)
    feeder = multiprocessing.Process(target=feed, args=(writing, frames, count, stamps))
    feeder.start()
    os.close(writing)
    await asyncio.sleep(count / RATE - 1)
    before = await asyncio.to_thread(status, port)
    await asyncio.gather(*tasks)
    slow.cancel()
    feeder.join()
    said = await asyncio.to_thread(live.stderr.read)
    live.wait()
    stalled.close()
    print(said.strip())
    lost = sum(count - len(one) for one in seen)
    latencies = sorted((at - stamps[index]) * 1000 for one in seen for index, at in one.items())
    p50, p99 = latencies[len(latencies) // 2], latencies[int(len(latencies) * 0.99)]
    drops = sorted(viewer["dropped"] for viewer in before["viewers"])
    print(f"{viewers} viewers, {count} frames at {RATE}/s, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"healthy viewers lost {lost} of {count * len(seen)} frames; the slow ones {drops[-2:]}")
    print(f"frame to viewer: p50 {p50:.2f} ms, p99 {p99:.2f} ms, longest {latencies[-1]:.2f} ms")
    assert lost == 0, "a healthy viewer lost a frame"
    assert drops[-1] > 0 and drops[:-2] == [0] * (len(drops) - 2), drops
    assert p99 <= 50, "too late"


asyncio.run(main())
