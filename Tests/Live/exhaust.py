"""More connections than the process has descriptors: the stream and its viewer go on, and newcomers are served afterwards.

    .tools/venv/bin/python Tests/Live/exhaust.py .build/debug/kinesphere
"""
import re
import socket
import subprocess
import sys
import time


def status(port):
    with socket.create_connection(("127.0.0.1", port), timeout=3) as connection:
        connection.sendall(b"GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        return connection.recv(200).split(b"\r\n")[0].decode()


live = subprocess.Popen(["sh", "-c", 'ulimit -n 40; exec "$0" live --seconds 12 --websocket 0', sys.argv[1]],
                        stderr=subprocess.PIPE, text=True)
port = int(re.search(r"127.0.0.1:(\d+)/", live.stderr.readline()).group(1))
assert status(port) == "HTTP/1.1 200 OK"
viewer = socket.create_connection(("127.0.0.1", port), timeout=3)
viewer.sendall(b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
assert viewer.recv(100).startswith(b"HTTP/1.1 101")
crowd = []
for _ in range(60):
    try:
        crowd.append(socket.create_connection(("127.0.0.1", port), timeout=1))
    except OSError:
        break
time.sleep(1)
while len(viewer.recv(1 << 20)) == 1 << 20:
    pass
assert viewer.recv(1 << 16), "the viewer was dropped"
for connection in crowd:
    connection.close()
time.sleep(1)
assert status(port) == "HTTP/1.1 200 OK"
said = live.stderr.read()
assert live.wait() == 0 and "frames in 12" in said, said
print(f"{len(crowd)} connections on 40 descriptors: its viewer stays, newcomers are served afterwards; {said.splitlines()[0].split(': ', 1)[1]}")
