"""Captures a window, detects in it, records and streams it: `python benchmarks/screen_live.py`.

The window shows the sample clip, 30 images a second, on an X server of its own (Xvfb). `yolocam watch` looks
at it on two cores, together with the window, the X server and the server of the stream (FFmpeg). Printed is
what arrived.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import av
import numpy as np
import psutil
from rtmp_listener import KEY, listener

from yolocam.assets import asset

ROOT = Path(__file__).resolve().parent.parent
TITLE = "a film to look at"
FPS = 30
CORES = 2
SIZE = "640x360"

SHOW = """
import sys
import cv2
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLabel
film = cv2.VideoCapture(sys.argv[1])
images = []
while (found := film.read())[0] and len(images) < 300:
    images.append(cv2.resize(found[1], (640, 360)))
app = QApplication([])
label = QLabel()
label.setWindowTitle(sys.argv[2])
label.setFixedSize(640, 360)
label.move(40, 40)
count = 0
def show():
    global count
    image = images[count % len(images)]
    label.setPixmap(QPixmap.fromImage(QImage(image.data, 640, 360, 1920, QImage.Format_BGR888)))
    count += 1
timer = QTimer()
timer.timeout.connect(show)
timer.start(33)
show()
label.show()
print("shown", flush=True)
app.exec()
"""


def x_server() -> tuple[subprocess.Popen[bytes], str]:
    """Start Xvfb, and return it with its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        return server, f":{number.readline().strip()}"


def film(path: Path) -> dict[str, Any]:
    """Return what is in a film: its size, its images a second, and the longest time without one."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        size = f"{video.width}x{video.height}"
        times = sorted(
            float(packet.pts * packet.time_base)
            for packet in container.demux(video)
            if packet.pts is not None
        )
    steps = np.diff(times)
    return {
        "size": size,
        "seconds": round(times[-1] - times[0], 1),
        "images_per_second": round(len(steps) / (times[-1] - times[0]), 2),
        "longest_step_ms": round(float(steps.max()) * 1e3),
    }


def run(folder: Path, address: str, environment: dict[str, str], args: argparse.Namespace) -> dict[str, Any]:
    """Look at the window for a while, and return the run's own figures."""
    flags = ["--duration", str(args.seconds), "--model", args.model, "--imgsz", str(args.imgsz)]
    flags += ["--encoder", "software", "--output", str(folder / "out")]
    flags += ["--stats-json", str(folder / "s.json")]
    flags += ["--stream", address, "--stream-size", SIZE, "--stream-fps", str(FPS)]
    subprocess.run(
        [sys.executable, "-m", "yolocam", "watch", f"window:{TITLE}?fps={FPS}", *flags],
        env={**environment, "YOLOCAM_STREAM_KEY": KEY, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    figures: dict[str, Any] = json.loads((folder / "s.json").read_text())
    return figures


def main() -> None:
    """Run it, and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--model", default="yolo-fastest-1.1-xl")
    parser.add_argument("--imgsz", type=int, default=320)
    args = parser.parse_args()
    for program in ("Xvfb", "ffmpeg"):
        if shutil.which(program) is None:
            parser.error(f"{program} is not installed")
    me = psutil.Process()
    me.cpu_affinity(me.cpu_affinity()[:CORES])  # whatever is started from here on has no more
    folder = Path(tempfile.mkdtemp(prefix="screen-live-"))
    x, name = x_server()
    environment = {**os.environ, "DISPLAY": name, "XDG_SESSION_TYPE": "x11", "QT_QPA_PLATFORM": "xcb"}
    show = [sys.executable, "-c", SHOW, str(asset("samples/gallery.mp4")), TITLE]
    shown = subprocess.Popen(show, env=environment, stdout=subprocess.PIPE)
    server, address = listener(folder / "got.mkv")
    try:
        assert shown.stdout is not None and shown.stdout.readline() == b"shown\n"
        time.sleep(1)
        figures = run(folder, address, environment, args)
        server.wait(10)
        (recording,) = (folder / "out").glob("*.mp4")
        print(json.dumps({
            "cores": CORES,
            "model": f"{figures['model']} at {args.imgsz}",
            "detected_images_per_second": round(figures["fps"]["total"], 1),
            "figures": {name: figures[name] for name in ("frames", "stages_ms", "stream") if name in figures},
            "recording": film(recording),
            "stream": film(folder / "got.mkv"),
        }, indent=1))  # fmt: skip
    finally:
        for process in (shown, server, x):
            process.kill()
            process.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
