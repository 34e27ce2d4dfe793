"""Shows a test card in the window and tells whether it keeps up, from the very first start on.

    .venv/bin/python benchmarks/live_start.py                       # the very first start, then two more
    .venv/bin/python benchmarks/live_start.py --starts 1 --seconds 20 --model NAME
    .venv/bin/python benchmarks/live_start.py -- --cfg FILE --weights FILE

The first start has an empty cache folder: no kernels are there, and nothing is known of the machine. A frame
is lost where a newer one came before it was looked at or painted. Behind `--` come flags of `yolocam`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CARD = "synthetic:1280x720@30"
LINE = re.compile(r"^ *(\d+) ms .*(source opened: |a newer one came)")
FIRST_MS = 1000
LONGEST_START_S = 60


def main() -> None:
    """Start the window a few times and print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=30.0, help="from the start of the program on")
    parser.add_argument("--model", default="yolov3-tiny")
    parser.add_argument("flags", nargs="*")
    args = parser.parse_args()
    flags = args.flags or ["--model", args.model]
    with tempfile.TemporaryDirectory(prefix="yolocam-live-") as folder:
        for number in range(1, args.starts + 1):
            print(f"start {number}: {_words(*run(Path(folder), flags, args.seconds))}", flush=True)


def run(folder: Path, flags: list[str], seconds: float) -> tuple[dict[str, Any], str]:
    """Return the figures of one start and what it logged."""
    figures = folder / "live.json"
    homes = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CACHE", "CONFIG")}
    command = [sys.executable, "-m", "yolocam", CARD, *flags, "--exit-after", str(seconds), "--debug"]
    done = subprocess.run(
        [*command, "--stats-json", str(figures)], cwd=ROOT, capture_output=True, text=True,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ, **homes}, timeout=seconds + LONGEST_START_S,
    )  # fmt: skip
    if done.returncode or not figures.exists():
        raise SystemExit(done.stderr[-2000:] or "the window ended before it showed anything")
    return json.loads(figures.read_text(encoding="utf-8")), done.stderr


def lost(log: str) -> tuple[int, int, int]:
    """Return when the source was opened, in ms, and the frames lost in the first second and after it."""
    opened, times = 0, []
    for line in log.splitlines():
        if found := LINE.match(line):
            if found[2].startswith("source"):
                opened = int(found[1])
            else:
                times.append(int(found[1]))
    early = sum(at <= opened + FIRST_MS for at in times)
    return opened, early, len(times) - early


def _words(figures: dict[str, Any], log: str) -> str:
    opened, early, late = lost(log)
    latency = figures["latency_ms"]
    return (
        f"{figures['fps']['display']:.1f} frames per second, latency {latency['p50']:.1f} ms (median) and "
        f"{latency['p95']:.1f} ms (95 %), {early} frames lost in the first second and {late} after it, "
        f"of {figures['frames']['captured']}; source opened after {opened / 1e3:.1f} s"
    )


if __name__ == "__main__":
    main()
