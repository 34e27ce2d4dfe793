"""A camera for `watch_restarts.py`: an RTSP server that shows somebody who walks, and that dies."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from yolocam.assets import asset

PORTRAIT, PERSON = 165, (575, 41, 1155, 709)
"""A frame of the sample clip, and where in it somebody is."""


@dataclass(frozen=True)
class Scene:
    """Images a second, how many from walk to walk, between which it takes place, and how many at the end."""

    fps: int = 5
    loop: int = 100
    first: int = 30
    last: int = 70
    rest: int = 15


QUICK = Scene(fps=6, loop=29, first=8, last=22, rest=2)


def draw_walks(folder: Path, scene: Scene) -> None:
    """Write the images of one loop into a new folder: somebody appears, walks to the right, and is gone."""
    capture = cv2.VideoCapture(str(asset("samples/gallery.mp4")))
    capture.set(cv2.CAP_PROP_POS_FRAMES, PORTRAIT)
    _, frame = capture.read()
    capture.release()
    x1, y1, x2, y2 = PERSON
    person = cv2.resize(frame[y1:y2, x1:x2], (140, 160), interpolation=cv2.INTER_AREA)
    folder.mkdir()
    ground = np.repeat(np.linspace(90, 150, 240, dtype=np.uint8)[:, None, None], 320, 1).repeat(3, 2)
    for number in range(scene.loop):
        image = ground.copy()
        if scene.first <= number < scene.last:
            x = round(10 + (number - scene.first) / (scene.last - scene.first - 1) * 160)
            image[70:230, x : x + 140] = person
        cv2.imwrite(str(folder / f"{number:04}.jpg"), image)


class Camera:
    """The server, which is started again and again; `walks` counts what it has shown."""

    def __init__(self) -> None:
        self._python = _python_with_gstreamer()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.address = f"rtsp://127.0.0.1:{self._port}/camera"
        self.walks = 0
        self._process: subprocess.Popen[str] | None = None

    def start(self, folder: Path, scene: Scene, frames: int) -> None:
        """Start it, to show so many of the images in a folder, again and again."""
        script = Path(__file__).with_name("rtsp_camera.py")
        command = [self._python, str(script), str(self._port), str(folder), str(scene.fps)]
        command += [str(frames), str(scene.last)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_plain_environment())
        self._process = process
        assert process.stdout is not None
        process.stdout.readline()  # it is ready
        threading.Thread(target=self._count, args=(process,), daemon=True).start()

    def wait(self, seconds: float) -> None:
        """Wait until it has died; TimeoutExpired."""
        assert self._process is not None
        self._process.wait(seconds)

    def hang(self, seconds: float) -> None:
        """Let it stand still for a while."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """Kill it, if it has not died."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _count(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.walks += line.startswith("shown")


def _python_with_gstreamer() -> str:
    for python in (sys.executable, "/usr/bin/python3", shutil.which("python3") or sys.executable):
        words = "import gi; gi.require_version('GstRtspServer', '1.0')"
        tried = subprocess.run([python, "-c", words], capture_output=True, env=_plain_environment())
        if tried.returncode == 0:
            return python
    sys.exit(
        "no Python has GStreamer's RTSP server, which Debian's python3-gi, gir1.2-gst-rtsp-server-1.0, "
        "gstreamer1.0-plugins-good and gstreamer1.0-rtsp bring"
    )


def _plain_environment() -> dict[str, str]:
    """Return the environment for a Python that is not ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
