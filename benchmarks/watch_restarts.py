"""Whether `yolocam watch` misses anything while its camera comes and goes, and whether its memory stays flat.

    python benchmarks/watch_restarts.py --minutes 60 --restarts 20
    python benchmarks/watch_restarts.py --quick

A real RTSP server on this computer (`rtsp_camera.py`) shows somebody who walks over a line every twenty
seconds, five images a second. It dies, or freezes and dies, so many times while nobody is to be seen, and is
away for some seconds. Each walk has to come to a web hook once as "appears", once as "crosses" and once as
"leaves". Printed are one JSON object and, at its end, whether all of that was so. Where a machine is so busy
that a connection breaks in the middle of a walk, whoever walks has appeared twice. With --quick there is one
quick walk from start to start, and two restarts.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import psutil
from walking_camera import QUICK, Camera, Scene, draw_walks

LEAD = 60
"""Images more before the very first walk, while the network is made ready: ten seconds on a busy machine."""

KINDS = ("appears", "crosses", "leaves")

MB_PER_HOUR = 8.0
"""Growth of memory that counts as none: measured every ten seconds it is not known more exactly."""

RULES = """[webhook]
url = "http://127.0.0.1:{port}/"

[clip]
before = 5
after = 2

[[rule]]
name = "appears"
class = "person"
when = "appears"
do = [{{action = "webhook"}}, {{action = "log", file = "events.log"}}, {{action = "clip"}}]

[[rule]]
name = "crosses"
class = "person"
when = "crosses"
where = "door"
direction = "in"
do = [{{action = "webhook"}}, {{action = "snapshot"}}]

[[rule]]
name = "leaves"
class = "person"
when = "leaves"
do = [{{action = "webhook"}}]
"""
REGIONS = """{"coordinates": "relative", "regions": [
 {"name": "door", "kind": "line", "role": "count", "points": [[0.5, 1.0], [0.5, 0.0]]}]}
"""


class Hook(ThreadingHTTPServer):
    """A web server that counts what rules post to it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Posts)
        self.heard: Counter[str] = Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Posts(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard[content["rule"]] += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


class Watched(threading.Thread):
    """Looks at the memory of a process every ten seconds."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(pid)
        self.held: list[tuple[float, float, int, int]] = []
        self.processor_s = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        """Look until it is over."""
        started = time.monotonic()
        while not self.over.wait(10):
            try:
                with self._process.oneshot():
                    memory = self._process.memory_info().rss / 2**20
                    files, threads = self._process.num_fds(), self._process.num_threads()
                    times = self._process.cpu_times()
            except psutil.Error:
                return
            self.processor_s = times.user + times.system
            self.held.append((time.monotonic() - started, memory, files, threads))


def main() -> int:
    """Run it; returns 0 where nothing was missed, and the memory stayed as it was."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--restarts", type=int, default=20)
    parser.add_argument("--quick", action="store_true", help="one walk from start to start, two restarts")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="watch-restarts-") as place:
        if args.quick:
            return _run(Path(place), 0, 2, QUICK)
        return _run(Path(place), args.minutes, args.restarts, Scene())


def _run(folder: Path, minutes: float, restarts: int, scene: Scene) -> int:
    images = folder / "images"
    draw_walks(images, scene)
    hook = Hook()
    # It dies between two walks: behind a whole number of them and some images.
    walks = max(round(minutes * 60 * scene.fps / scene.loop / (restarts + 1) - 0.7), 1)
    frames = walks * scene.loop + scene.rest
    longest = (walks + 2) * scene.loop / scene.fps + 60
    with closing(Camera()) as camera:
        if scene is QUICK:
            later = replace(scene, loop=scene.loop + LEAD, first=scene.first + LEAD, last=scene.last + LEAD)
            draw_walks(folder / "first", later)
            camera.start(folder / "first", later, frames + LEAD)
        else:
            camera.start(images, scene, frames)
        program = _watch(folder, camera.address, hook)
        watched = Watched(program.pid)
        watched.start()
        started = time.monotonic()
        try:
            for number in range(1, restarts + 1):
                camera.wait(longest)
                _say(f"{number}: {camera.walks} walks, {dict(hook.heard)}")
                if program.poll() is not None:
                    break
                time.sleep(1 if scene is QUICK else 1 + 3 * (number % 4))
                camera.start(images, scene, frames)
                if number % 3 == 0:  # before anybody walks it hangs, as a camera does that is overheated
                    time.sleep(3)
                    camera.hang(6)
            camera.wait(longest)
            time.sleep(1 if scene is QUICK else 3)
            watched.over.set()
            program.send_signal(signal.SIGTERM)
            _, words = program.communicate(timeout=60)
        finally:
            program.kill()
    seconds = time.monotonic() - started
    report = _report(folder, camera, hook, watched, seconds, restarts)
    print(json.dumps(report, indent=1))
    good = _is_good(report)
    fine = "nothing was missed" + ("" if scene is QUICK else ", the memory stayed as it was")
    print(fine if good else f"NOT as it should be:\n{words}")
    return 0 if good else 1


def _watch(folder: Path, address: str, hook: Hook) -> subprocess.Popen[str]:
    """Start `yolocam watch` with the rules."""
    rules, regions = folder / "rules.toml", folder / "regions.json"
    rules.write_text(RULES.format(port=hook.server_port))
    regions.write_text(REGIONS)
    return subprocess.Popen(
        [
            sys.executable, "-m", "yolocam", "watch", address, "--rules", str(rules),
            "--regions", str(regions), "--rules-folder", str(folder / "rules"), "--no-save",
            "--imgsz", "160", "--stats-json", str(folder / "stats.json"),
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=folder,
    )  # fmt: skip


def _report(
    folder: Path, camera: Camera, hook: Hook, watched: Watched, seconds: float, restarts: int
) -> dict[str, object]:
    late = np.array(watched.held[len(watched.held) // 3 :] or [(0.0, 0.0, 0, 0)])
    slope = np.polyfit(late[:, 0], late[:, 1], 1)[0] * 3600 if len(late) > 2 else 0.0
    stats = json.loads((folder / "stats.json").read_text())
    return {
        "minutes": round(seconds / 60, 1),
        "restarts": restarts,
        "walks": camera.walks,
        "told": dict(hook.heard),
        "missed": sum(max(camera.walks - hook.heard[name], 0) for name in KINDS),
        "told twice": sum(max(hook.heard[name] - camera.walks, 0) for name in KINDS),
        "clips": len(list((folder / "rules").glob("*.mp4"))),
        "frames": stats.get("frames"),
        "dropped": stats.get("dropped"),
        "memory_mb": [round(float(late[0, 1]), 1), round(float(late[-1, 1]), 1)],
        "memory_mb_per_hour": round(float(slope), 1),
        "files": [int(late[0, 2]), int(late[-1, 2])],
        "threads": [int(late[0, 3]), int(late[-1, 3])],
        "share_of_a_core": round(watched.processor_s / seconds, 3),
    }


def _is_good(report: dict[str, object]) -> bool:
    walks, clips, growth = (report[name] for name in ("walks", "clips", "memory_mb_per_hour"))
    assert isinstance(growth, float) and isinstance(report["minutes"], float)
    assert isinstance(walks, int)
    flat = growth < MB_PER_HOUR or report["minutes"] < 20
    return report["missed"] == 0 and isinstance(clips, int) and clips >= walks and flat


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
