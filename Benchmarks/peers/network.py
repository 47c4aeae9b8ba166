"""Times our networks and their peers in one run, interleaved, one thread each: see ../README.md.

    python3 peers/network.py .build/release/kinesphere-benchmarks
"""
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import warnings

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import onnxruntime
import torch
from safetensors.torch import save_file

from networks import STACK, LSTMCNN, Encoder

ROUNDS, RUNS = 60, 10


def wave(count):
    return ((np.arange(count) * 37 % 129 - 64) / 64).astype(np.float32)


def save_weights(path, regressor, encoder=None):
    inputs = regressor.lstm.input_size
    configuration = {
        "preset": "crop" if encoder else "channels",
        "skeleton": "anatomical",
        "lstmcnn": {"inputs": inputs, "steps": 100, "hidden": 64, "dense": 128, "topology": "serial"},
        "encoder": {"size": 72, "halfSize": 1.05, "layers": [{"channels": c, "stride": s} for c, s in STACK]} if encoder else None,
    }
    tensors = {**regressor.tensors(), **(encoder.tensors() if encoder else {})}
    metadata = {"format": "kinesphere-weights", "version": "1", "configuration": json.dumps(configuration)}
    save_file({k: v.contiguous() for k, v in tensors.items()}, path, metadata)


class Ours:
    """The Swift program, asked for rounds through a pipe."""

    def __init__(self, program, weights):
        self.process = subprocess.Popen([program, weights], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, stage, count):
        self.process.stdin.write(f"{stage} {count}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return answer["microseconds"], np.array(answer["output"], np.float32)


def timed(call, count):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        made = call()
        times.append((time.perf_counter() - start) * 1e6)
    return times, np.asarray(made, np.float32).ravel()


def onnx_session(module, example, path):
    with warnings.catch_warnings():
        # It warns that batch sizes other than 1 and its successor exist.
        warnings.simplefilter("ignore")
        torch.onnx.export(module, (example,), path, input_names=["x"], dynamo=False)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def machine():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    load = ", ".join(f"{x:.2f}" for x in os.getloadavg())
    return f"{names[0]}, {len(names)} cores, {platform.system()}; load average {load}; one thread; {time.strftime('%Y-%m-%d')}"


def contestants(program, folder):
    """Per network a table of name -> call(count) that gives microseconds and the output."""
    torch.manual_seed(1)
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    paper, regressor, encoder = LSTMCNN(7).eval(), LSTMCNN(79).eval(), Encoder().eval()
    save_weights(folder + "/channels.safetensors", paper)
    save_weights(folder + "/crop.safetensors", regressor, encoder)
    channels, ours = Ours(program, folder + "/channels.safetensors"), Ours(program, folder + "/crop.safetensors")
    result = {}
    for title, who, stage, module, shape in [
        ("LSTM-CNN, window of 100 x 7", channels, "window", paper, (100, 7)),
        ("LSTM-CNN, window of 100 x 79", ours, "window", regressor, (100, 79)),
        ("crop encoder, 72 x 72", ours, "encoder", encoder, (1, 1, 72, 72)),
    ]:
        x = torch.from_numpy(wave(int(np.prod(shape))).reshape(shape))
        session = onnx_session(module, x, f"{folder}/peer.onnx")
        feed = {"x": x.numpy()}
        result[title] = {
            "Kinesphere": lambda n, w=who, s=stage: w.run(s, n),
            "ONNX Runtime": lambda n, s=session, f=feed: timed(lambda: s.run(None, f)[0], n),
            "PyTorch eager": lambda n, m=module, x=x: timed(lambda: m(x), n),
        }
    alone = [
        ("LSTM-CNN, one more frame", "frame"),
        ("crop from 320 x 240", "crop"),
        ("weights read and packed", "load"),
    ]
    for title, stage in alone:
        result[title] = {"Kinesphere": lambda n, s=stage: ours.run(s, n)}
    return result


def main():
    print(machine())
    print("| what | who | p50 µs | p99 µs | ours : theirs (p50) |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for title, calls in contestants(sys.argv[1], folder).items():
            samples = {name: [] for name in calls}
            outputs = {name: call(20)[1] for name, call in calls.items()}
            for name, output in outputs.items():
                if not np.allclose(output, outputs["Kinesphere"], atol=1e-5):
                    sys.exit(f"{title}: {name} makes other numbers than Kinesphere")
            for _ in range(ROUNDS):
                for name, call in calls.items():
                    samples[name] += call(RUNS)[0]
            ours = np.median(samples["Kinesphere"])
            for name, times in samples.items():
                ratio = "" if name == "Kinesphere" else f"{ours / np.median(times):.2f}"
                print(f"| {title} | {name} | {np.median(times):.0f} | {np.percentile(times, 99):.0f} | {ratio} |")


if __name__ == "__main__":
    main()
