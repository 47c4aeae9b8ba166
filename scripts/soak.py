"""Watches a running `kinesphere live`: memory and descriptors, while viewers come, stall, reset and go. Called by scripts/soak."""
import os
import random
import re
import socket
import sys
import threading
import time

process, said, table = int(sys.argv[1]), sys.argv[2], sys.argv[3]
gone = threading.Event()


def port():
    for _ in range(300):
        with open(said) as file:
            match = re.search(r"ws://127.0.0.1:(\d+)/", file.read())
        if match:
            return int(match.group(1))
        time.sleep(0.1)
    sys.exit("soak: the stream did not start")


def come_and_go(port, kind):
    """A viewer that reads for a while, stalls, resets, or asks for nonsense, again and again."""
    request = (f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n").encode()
    while not gone.is_set():
        try:
            viewer = socket.create_connection(("127.0.0.1", port), timeout=5)
            viewer.sendall(b"\x00nonsense\r\n\r\n" if kind == "nonsense" else request)
            end = time.monotonic() + random.uniform(0.1, 5)
            while time.monotonic() < end and not gone.is_set():
                if kind == "stalled":
                    time.sleep(0.1)
                elif not viewer.recv(65536):
                    break
            if kind == "reset":
                viewer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            viewer.close()
        except OSError:
            pass
        gone.wait(0.2)


def look():
    """Resident kB, descriptors and threads; None where the process has ended."""
    try:
        with open(f"/proc/{process}/status") as file:
            status = dict(line.split(":", 1) for line in file if ":" in line)
        return (int(status["VmRSS"].split()[0]), len(os.listdir(f"/proc/{process}/fd")), int(status["Threads"]))
    except (OSError, KeyError):
        return None


number = port()
for kind in ["reader", "reader", "stalled", "reset", "nonsense"]:
    threading.Thread(target=come_and_go, args=(number, kind), daemon=True).start()
rows, start = [], time.monotonic()
with open(table, "w") as file:
    file.write("seconds,resident_kb,descriptors,threads\n")
    while (seen := look()) is not None:
        rows.append(seen)
        file.write(f"{time.monotonic() - start:.0f},{seen[0]},{seen[1]},{seen[2]}\n")
        file.flush()
        time.sleep(10)
gone.set()
rows = rows[max(1, len(rows) // 10):]
if len(rows) < 4:
    sys.exit("soak: too short to tell")
half = len(rows) // 2
before, after = rows[:half], rows[half:]
memory = [max(row[0] for row in part) for part in (before, after)]
files = [max(row[1] for row in part) for part in (before, after)]
print(f"soak: most resident {memory[0]} kB in the first half, {memory[1]} kB in the second; most descriptors {files[0]}, {files[1]}")
if memory[1] > memory[0] * 1.05 + 2048 or files[1] > files[0] + 8:
    sys.exit("soak: it grew")
