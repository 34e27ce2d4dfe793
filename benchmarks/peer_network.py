"""One network in one peer, batch 1: prints {"name", "median_ms", "p95_ms"} as a line of JSON.

usage: peer_network.py ENGINE CFG WEIGHTS ONNX SIDE SECONDS
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from peer_engines import ENGINES, Files


def main(engine: str, cfg: str, weights: str, onnx: str, side: str, seconds: str) -> None:
    """Warm up for a third of the time, then measure."""
    made = ENGINES[engine](Files(Path(cfg), Path(weights), Path(onnx)))
    blob = np.random.default_rng(0).random((1, 3, int(side), int(side)), np.float32)
    taken: list[float] = []
    for phase_s in (float(seconds) / 3, float(seconds)):
        taken.clear()
        began, spent = time.perf_counter(), time.process_time()
        while len(taken) < 5 or time.perf_counter() - began < phase_s:
            started = time.perf_counter()
            made.run(blob)
            taken.append((time.perf_counter() - started) * 1e3)
    processor_ms = (time.process_time() - spent) * 1e3 / len(taken)
    median, p95 = np.percentile(taken, (50, 95))
    figures = {"median_ms": float(median), "p95_ms": float(p95), "processor_ms": processor_ms}
    print(json.dumps({"name": made.version, **figures}))


if __name__ == "__main__":
    main(*sys.argv[1:7])
