"""Whether the library loses memory: `python benchmarks/library_calls.py [CALLS]`, 100,000 without a number.

A network of five layers looks at images of different sizes, one or two to a call, from two threads in turn; a
hundredth of the calls are of `track`. Memory, files and threads of the process are noted after each tenth of
the calls. The status is 0 where memory grew by less than 20 bytes a call.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil

from yolocam import Detector, track

CFG = """[net]
width=64
height=64
channels=3
{layers}
[convolutional]
size=1
filters=18
activation=linear

[yolo]
mask=0,1,2
anchors=8,8, 16,16, 32,32
classes=1
num=3
"""
LAYER = """
[convolutional]
batch_normalize=1
size=3
stride=2
pad=1
filters=8
activation=leaky
"""
PER_CALL = 20.0
"""Bytes: 2 MB in 100,000 calls, which is how exactly the memory of a process can be told."""


def make_network(folder: Path) -> tuple[Path, Path, Path]:
    """Write a small network with random weights, and the name of its class."""
    cfg, weights, names = folder / "tiny.cfg", folder / "tiny.weights", folder / "tiny.names"
    cfg.write_text(CFG.format(layers=LAYER * 3))
    names.write_text("thing\n")
    chance, parts, inputs = np.random.default_rng(1), [], 3
    for _ in range(3):
        parts += [np.zeros(8), np.ones(8), np.zeros(8), np.ones(8), chance.normal(0, 0.2, 8 * inputs * 9)]
        inputs = 8
    parts += [np.full(18, -2.0), chance.normal(0, 0.5, 18 * 8)]
    header = np.array([0, 2, 5], np.int32).tobytes() + np.zeros(1, np.int64).tobytes()
    weights.write_bytes(header + np.concatenate(parts).astype(np.float32).tobytes())
    return cfg, weights, names


def work(detector: Detector, images: list[np.ndarray], calls: int) -> None:
    """Call it so often."""
    for number in range(calls):
        one, other = images[number % len(images)], images[(number + 1) % len(images)]
        if number % 100 == 99:
            list(track([(0.0, one), (0.1, one)], detector=detector))
        elif number % 10 == 9:
            detector([one, other], confidence=0.3)
        else:
            detector(one)


def side_by_side(call: Callable[[], None]) -> None:
    """Call on two threads, and wait for both."""
    threads = [threading.Thread(target=call) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> int:
    """Call it, and print what the process held."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    me, chance = psutil.Process(), np.random.default_rng(2)
    images = [chance.integers(0, 256, (60 + 7 * n, 90 + 5 * n, 3), np.uint8) for n in range(6)]
    held, started = [], time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        cfg, weights, names = make_network(Path(place))
        with Detector(cfg=cfg, weights=weights, names=names, precision="fp32", imgsz=64) as detector:
            for _ in range(10):
                side_by_side(lambda: work(detector, images, calls // 20))
                held.append((me.memory_info().rss, me.num_fds(), me.num_threads()))
    # The largest step does not count: kernels that are quicker are taken once, whenever they are ready.
    steps = sorted(after[0] - before[0] for before, after in pairwise(held))[:-1]
    growth = sum(steps) / len(steps) / (calls / 10)
    print(json.dumps({
        "calls": calls,
        "seconds": round(time.perf_counter() - started, 1),
        "memory_mb": [round(one[0] / 2**20, 1) for one in held],
        "bytes_per_call": round(growth, 1),
        "files": [held[0][1], held[-1][1]],
        "threads": [held[0][2], held[-1][2]],
    }))  # fmt: skip
    good = growth < PER_CALL and held[-1][1] <= held[0][1] and held[-1][2] <= held[0][2] + 2
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
