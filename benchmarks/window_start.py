"""How long the window takes to appear and to show its first image, and what it costs while nothing happens.

    python benchmarks/window_start.py [--runs N] [--idle SECONDS]

Starts `yolocam` anew for each figure, with settings of its own, and prints the medians. Times begin before
the process; `cpu` is what the process had computed by then, which others at work lengthen less. The window
appears when the platform has exposed it; the first image is there when the view has it. The cost is the
processor time of the whole process, in percent of a core, on the start page and with a film that is held.
Needs a display; QT_QPA_PLATFORM=offscreen does without.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILM = Path(__file__).parent.parent / "assets" / "samples" / "gallery.mp4"

_CHILD = """
import json, sys, time
begun, idle_s = float(sys.argv.pop(1)), float(sys.argv.pop(1))
from PySide6.QtCore import QTimer
from yolocam.ui.window.main_window import MainWindow

figures, start = {}, MainWindow.start

def started(window):
    start(window)
    film = len(sys.argv) > 1
    timer = QTimer(window, interval=5)

    def look():
        handle = window.windowHandle()
        if "window_s" not in figures and handle is not None and handle.isExposed():
            figures.update(window_s=time.time() - begun, window_cpu_s=time.process_time())
            if not film:
                rest()
        if film and "image_s" not in figures and window.view.current is not None:
            figures.update(image_s=time.time() - begun, image_cpu_s=time.process_time())
            window.session.playback.pause()
            rest()

    def rest():
        timer.stop()
        QTimer.singleShot(15000, measure)  # what is prepared in the background comes to its end

    def measure():
        used, at = time.process_time(), time.perf_counter()

        def end():
            share = (time.process_time() - used) / (time.perf_counter() - at)
            figures["idle_percent"] = 100 * share
            print(json.dumps(figures), flush=True)
            window.close()

        QTimer.singleShot(round(idle_s * 1000), end)

    timer.timeout.connect(look)
    timer.start()

MainWindow.start = started
from yolocam.cli import main
sys.exit(main())
"""


def one_run(home: Path, film: bool, idle_s: float) -> dict[str, float]:
    """Start the window once, with a film or on its start page, and return its figures."""
    places = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    command = [sys.executable, "-c", _CHILD, repr(time.time()), str(idle_s)]
    done = subprocess.run(
        [*command, *([str(FILM)] if film else [])],
        env={**os.environ, **places},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        timeout=300,
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Print the medians of several starts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--idle", type=float, default=10.0, metavar="SECONDS")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        one_run(home, True, 0.1)  # the first start compiles and measures
        for film, name in ((False, "start page"), (True, "held film")):
            runs = [one_run(home, film, args.idle) for _ in range(args.runs)]
            for figure in runs[0]:
                values = [run[figure] for run in runs]
                middle, least, most = statistics.median(values), min(values), max(values)
                print(f"{name:<11} {figure:<14} {middle:6.2f}  ({least:.2f} to {most:.2f})", flush=True)


if __name__ == "__main__":
    main()
