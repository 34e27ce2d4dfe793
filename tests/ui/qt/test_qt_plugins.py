"""`import cv2` before the QApplication must not lead Qt to OpenCV's plugins."""

import os
import subprocess
import sys

import pytest

_PROGRAM = """
import os, cv2
from pathlib import Path
folder = Path(cv2.__file__).parent / "qt" / "plugins"
os.environ["QT_QPA_PLATFORM_PLUGIN_PATH"] = str(folder)  # as OpenCV's Linux wheels do
from yolocam.ui.qt.plugins import use_pyside_plugins
use_pyside_plugins()
from PySide6.QtWidgets import QApplication
app = QApplication([])
print(app.platformName(), os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH"), os.environ.get("QT_QPA_FONTDIR"))
"""


def _run(program: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.slow
def test_opencv_plugins_are_left_out():
    assert _run(_PROGRAM) == "offscreen None None"


@pytest.mark.skipif(os.name == "nt", reason="a path of this form")
def test_a_folder_of_the_users_own_stays(tmp_path):
    program = (
        "import os\nfrom yolocam.ui.qt.plugins import use_pyside_plugins\n"
        "os.environ['QT_QPA_PLATFORM_PLUGIN_PATH'] = os.environ['MINE']\n"
        "use_pyside_plugins()\nprint(os.environ['QT_QPA_PLATFORM_PLUGIN_PATH'])"
    )
    assert _run(program, MINE=str(tmp_path)) == str(tmp_path)


@pytest.mark.slow
def test_gui_module_uses_it(monkeypatch):
    import yolocam.ui.window.run as gui

    class Reached(Exception):
        pass

    def reached():
        raise Reached

    monkeypatch.setattr(gui, "use_pyside_plugins", reached)
    with pytest.raises(Reached):
        gui.run_window(None, None)
