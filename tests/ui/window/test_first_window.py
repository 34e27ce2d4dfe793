"""The first window lies on its screen as a whole, whatever screen that is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[2]

SCREENS = {
    "small": (1280, 720, 1, 96),
    "high DPI": (1280, 720, 2, 96),
    "laptop": (1366, 768, 1, 96),
    "large fonts": (1280, 720, 1, 160),
    "large": (2560, 1440, 1, 96),
}

SHOW = """
import sys, json, tempfile
from pathlib import Path
from PySide6.QtWidgets import QApplication
from support.window.window_fakes import FILM, FakeSources, make_session
from yolocam.ui.preferences import Preferences
from yolocam.ui.widgets.theme import apply_theme
from yolocam.ui.window.main_window import MainWindow
from yolocam.ui.window.window_options import WindowOptions
from yolocam.zoo.library import Library

app = QApplication(["yolocam"])
apply_theme(app, "light")
folder = Path(sys.argv[1])
session = make_session(FakeSources().open)
options = WindowOptions(address=FILM, library=Library(folder / "models"))
window = MainWindow(session, options, Preferences(folder / "window.ini"))
window.start()
while not (window.transport.isVisible() and window.status_bar.isVisible()):
    app.processEvents()
app.processEvents()
room = window.screen().availableGeometry()
parts = (window, window.transport, window.status_bar, window.tool_bar, window.viewer)
rects = [part.rect().translated(part.mapToGlobal(part.rect().topLeft())) for part in parts]
inside = [room.contains(rect) and rects[0].contains(rect) for rect in rects]
print(json.dumps([inside, window.width(), window.height()]))
session.close()
sys.stdout.flush()
import os
os._exit(0)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the option takes no path with a drive")
@pytest.mark.parametrize("screen", SCREENS)
def test_the_first_window_fits_its_screen(tmp_path, screen):
    width, height, ratio, dpi = SCREENS[screen]
    shape = {"x": 0, "y": 0, "width": width, "height": height, "dpr": ratio}
    config = tmp_path / "screen.json"
    config.write_text(
        json.dumps({"screens": [{"name": "one", "logicalDpi": dpi, "logicalBaseDpi": dpi, **shape}]})
    )
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "QT_FONT_DPI": str(dpi),
        "PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent))),
    }
    done = subprocess.run(
        [sys.executable, "-c", SHOW, str(tmp_path)],
        env=environment, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    inside, wide, high = json.loads(done.stdout.splitlines()[-1])
    assert all(inside), inside
    assert (wide, high) == (1280, 800) if screen == "large" else (wide > 1200 and high > 640)
