"""An X server of its own with one window in one colour."""

import contextlib
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

SHOW = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.setWindowTitle("Straße & Ampel")
window.setStyleSheet("background: rgb(200, 40, 10)")
window.setGeometry(100, 80, 240, 160)
window.show()
sys.stdout.write("shown\\n")
sys.stdout.flush()
app.exec()
"""


@contextlib.contextmanager
def red_window(folder):
    """Yield the name of a display of 640x480 pixels with a red window at 100,80 of 240x160."""
    server = shutil.which("Xvfb")
    if server is None or not sys.platform.startswith("linux"):
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    command = [server, "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    log = (folder / "log").open("wb")
    with log, subprocess.Popen(command, pass_fds=[write], stderr=log) as process:
        os.close(write)
        with os.fdopen(read) as number:
            name = f":{number.readline().strip()}"
        program = [sys.executable, "-c", SHOW]
        environment = {**os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
        with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, stderr=log) as shown:
            assert shown.stdout.readline() == b"shown\n"
            yield name
            shown.kill()
        process.terminate()


def share_of_red(image):
    """Return how much of an image has the window's colour, 0..1."""
    return float((np.abs(image.astype(int) - (10, 40, 200)).max(axis=2) < 8).mean())
