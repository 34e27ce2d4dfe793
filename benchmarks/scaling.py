"""Measures how a shared run grows: N one-core workers against one, in turns, on the same films.

    .venv/bin/python benchmarks/scaling.py                 # two workers against one, three rounds
    .venv/bin/python benchmarks/scaling.py --workers 4 --rounds 5 --video FILE

Each run is `yolocam detect FOLDER --workers N`, held to N cores. The rate is that of the workers while
they are at films: a network is loaded once in a run, however long that is. Beside it stands the processor
time of a frame, starts included, which other programs on the machine change little: where it stays the
same, workers cost one another nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from yolocam.assets import asset
from yolocam.system.core_shares import processor_name


@dataclass(frozen=True, slots=True)
class Run:
    """One run: frames a second while units were under way, and seconds of the whole and of the processor."""

    rate: float
    wall_s: float
    cpu_ms: float


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=4, help="films in the folder")
    parser.add_argument("--video", type=Path, default=asset("samples/gallery.mp4"))
    parser.add_argument(
        "--own-share", action="store_true",
        help="a session of its own for each worker: a busy Linux gives each session the same share",
    )  # fmt: skip
    parser.add_argument("--flags", default="--precision fp32", help="flags of detect")
    args = parser.parse_args()
    pairs = []
    with tempfile.TemporaryDirectory(prefix="yolocam-scaling-") as folder:
        films = Path(folder) / "in"
        films.mkdir()
        for number in range(args.copies):
            shutil.copy(args.video, films / f"{number}{args.video.suffix}")
        print(f"{processor_name()}, {os.cpu_count()} cores; {args.copies} x {args.video.name}, {args.flags}")
        print(f"{'':<8}{'frames/s':>10}{'wall':>9}{'cpu/frame':>12}   load")
        for _ in range(args.rounds):
            pair = [run(films, count, args.flags, args.own_share) for count in (1, args.workers)]
            pairs.append(pair)
            for count, one in zip((1, args.workers), pair, strict=True):
                load = os.getloadavg()[0]
                print(
                    f"{count:<8}{one.rate:>10.1f}{one.wall_s:>7.1f} s{one.cpu_ms:>9.1f} ms   {load:.1f}",
                    flush=True,
                )
    gains = [many.rate / one.rate for one, many in pairs]
    costs = [many.cpu_ms / one.cpu_ms for one, many in pairs]
    gain, cost = statistics.median(gains), statistics.median(costs)
    print(f"{args.workers} against 1, median of {args.rounds}: {gain:.2f} x the rate", end="")
    print(f" ({min(gains):.2f} to {max(gains):.2f}), {cost:.2f} x the processor time of a frame")


_START = "import sys; sys.executable = sys.argv.pop(1); from yolocam.cli import main; main()"


def run(films: Path, workers: int, flags: str, own_share: bool) -> Run:
    """Run `detect` once with so many workers, on so many cores."""
    with tempfile.TemporaryDirectory(prefix="yolocam-scaling-") as out:
        python = Path(out) / "python"
        python.write_text(f'#!/bin/sh\nexec {"setsid" if own_share else ""} {sys.executable} "$@"\n')
        python.chmod(0o700)
        command = [sys.executable, "-c", _START, str(python), "detect", str(films)]
        command += ["--output", out, *flags.split()]
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        process = subprocess.Popen(
            [*command, "--workers", str(workers)],
            stdout=subprocess.DEVNULL,
            preexec_fn=lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:workers]),
        )
        if process.wait():
            sys.exit(f"a run of {workers} workers ended with status {process.returncode}")
        wall_s, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        lines = [json.loads(line) for line in (Path(out) / "manifest.jsonl").read_text().splitlines()]
    done = [line for line in lines if line.get("state") == "done"]
    busy = {line["worker"]: 0.0 for line in done}
    frames = dict.fromkeys(busy, 0)
    for line in done:
        busy[line["worker"]] += line["seconds"]
        frames[line["worker"]] += line["frames"]
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rate = sum(frames[one] / busy[one] for one in busy)
    return Run(rate, wall_s, cpu_s * 1e3 / sum(frames.values()))


if __name__ == "__main__":
    main()
