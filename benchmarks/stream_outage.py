"""Takes the server of a stream away for a while: `python benchmarks/stream_outage.py`.

The window of yolocam runs on an X server of its own (Xvfb), detects, records and streams a test card. FFmpeg
(the program) is the server; it is killed and started again. Printed are the times between the images that the
window has painted and the pauses of its event loop, before, during and after the outage, the longest time
without an image in the recording, and what the server got afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from unittest import mock

import numpy as np
from rtmp_listener import KEY, listener
from screen_live import ROOT, film, x_server

WARM_S = 4.0
"""From the first image at the server until it counts."""

START_S = 90.0
BEAT_MS = 10
TOO_LONG_S = 0.1

Moments = list[float]


def watch(argv: list[str], report: Path) -> None:
    """Run the window in this process until a line comes, and write when it painted and its event loop ran."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from yolocam.cli import leave
    from yolocam.cli import main as yolocam
    from yolocam.ui.video.window_sink import PaintedImage, WindowSink

    asking = threading.Thread(target=sys.stdin.readline, daemon=True)
    asking.start()

    def beat() -> None:
        beats.append(time.monotonic())
        if not asking.is_alive():
            timers[0].stop()
            QApplication.closeAllWindows()

    painted: Moments = []
    beats: Moments = []
    timers: list[QTimer] = []
    note = WindowSink.painted

    def noted(sink: WindowSink, picture: PaintedImage) -> None:
        if not timers:
            timers.append(QTimer(interval=BEAT_MS))
            timers[0].timeout.connect(beat)
            timers[0].start()
        painted.append(time.monotonic())
        note(sink, picture)

    with mock.patch.object(WindowSink, "painted", noted):
        yolocam(argv)
    report.write_text(json.dumps({"painted": painted, "beats": beats}))
    leave(0)


def steps(moments: Moments, begin: float, end: float) -> dict[str, float]:
    """Return what is to be known of the times between moments, in milliseconds."""
    within = np.diff([one for one in moments if begin <= one <= end]) * 1e3
    return {
        "median": round(float(np.median(within)), 1),
        "99%": round(float(np.percentile(within, 99)), 1),
        "longest": round(float(within.max()), 1),
        "over_100_ms": int((within > TOO_LONG_S * 1e3).sum()),
    }


def wait_for(path: Path) -> None:
    """Wait until something is in a file."""
    begun = time.monotonic()
    while not (path.exists() and path.stat().st_size):
        if time.monotonic() - begun > START_S:
            raise SystemExit(f"no stream has come within {START_S:g} s")
        time.sleep(0.1)


def start(folder: Path, address: str, display: str, args: argparse.Namespace) -> subprocess.Popen[bytes]:
    """Start the window."""
    flags = [args.source, "--model", args.model, "--imgsz", str(args.imgsz)]
    flags += ["--record", str(folder / "recorded.mkv"), "--encoder", "software"]
    flags += ["--stream", address, "--stream-size", "640x360", "--stream-fps", "30"]
    environment = {
        **os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "YOLOCAM_STREAM_KEY": KEY,
        "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder / "config"),
    }  # fmt: skip
    command = [sys.executable, __file__, "--report", str(folder / "report.json"), "--", *flags]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)


def main() -> None:
    """Run it, and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15.0, help="before the outage, and from its end on")
    parser.add_argument("--away", type=float, default=10.0, help="seconds without a server")
    parser.add_argument("--source", default="synthetic:640x360@30")
    parser.add_argument("--model", default="yolo-fastest-1.1-xl")
    parser.add_argument("--imgsz", type=int, default=320)
    parser.add_argument("--report", type=Path, help=argparse.SUPPRESS)
    args, flags = parser.parse_known_args()
    if args.report is not None:
        watch(flags[1:] if flags[:1] == ["--"] else flags, args.report)
        return
    for program in ("Xvfb", "ffmpeg"):
        if shutil.which(program) is None:
            parser.error(f"{program} is not installed")
    folder = Path(tempfile.mkdtemp(prefix="stream-outage-"))
    screen, display = x_server()
    server, address = listener(folder / "before.mkv")
    window = start(folder, address, display, args)
    try:
        wait_for(folder / "before.mkv")
        time.sleep(WARM_S)
        begin = time.monotonic()
        time.sleep(args.seconds)
        server.kill()
        server.wait()
        stopped = time.monotonic()
        time.sleep(args.away)
        server, _ = listener(folder / "after.mkv", address)
        back = time.monotonic()
        wait_for(folder / "after.mkv")
        again = time.monotonic()
        time.sleep(args.seconds)
        end = time.monotonic()
        window.communicate(b"\n")
        server.wait(10)
    finally:
        for process in (window, server, screen):
            process.kill()
            process.wait()
    report = json.loads((folder / "report.json").read_text())
    spans = {"before": (begin, stopped), "away": (stopped, back), "after": (back, end)}
    found: dict[str, object] = {
        name: {kind: steps(report[kind], *span) for kind in ("painted", "beats")}
        for name, span in spans.items()
    }
    recorded = film(folder / "recorded.mkv")
    found["resumed_after_s"] = round(again - back, 1)
    print(
        json.dumps({**found, "recorded": recorded, "server_afterwards": film(folder / "after.mkv")}, indent=1)
    )
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
