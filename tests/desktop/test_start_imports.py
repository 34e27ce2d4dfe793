"""What the window does without until it has been painted: whoever imports more at the start notices here."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import sys, threading
from yolocam.ui.window.main_window import MainWindow

painted = MainWindow._painted

def look(window):
    print(*sys.modules, flush=True)
    painted(window)
    window.close()

MainWindow._painted = look
from yolocam.cli import main
sys.exit(main())  # as the program itself: it ends though threads are at work
"""

HEAVY = {
    "torch", "onnxruntime", "openvino", "triton", "llvmlite", "scipy", "matplotlib", "pyqtgraph", "pyarrow",
    "PIL", "pillow_heif", "mss", "sounddevice", "keyring", "requests", "urllib3", "rich", "ray", "fsspec",
    "psutil", "asyncio", "multiprocessing", "ssl", "http.client", "xml.etree", "sqlite3", "unittest",
}  # fmt: skip
"""Libraries that are loaded by what needs them."""

DIALOGS = {
    "about.about_dialog", "live.go_live_dialog", "models.check.check_dialog", "models.model_manager",
    "recording.recording_dialog", "recording.replay_dialog", "results.save_dialog", "rules.rule_dialog",
    "screen.screen_dialog", "sound.sound_dialog", "stats.chart", "window.address_dialog",
}  # fmt: skip
"""Parts of the window that are made when somebody asks for them."""


@pytest.mark.slow
@pytest.mark.torch
@pytest.mark.parametrize("source", [None, "synthetic:320x240@10?frames=1"])
def test_the_window_is_painted_before_anything_heavy_is_imported(tmp_path, source):
    places = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *([source] if source else [])],
        env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    there = set(done.stdout.split())
    assert "yolocam.ui.window.main_window" in there
    assert not there & HEAVY
    assert not there & {f"yolocam.ui.{name}" for name in DIALOGS}
    assert not {name for name in there if name.startswith("yolocam.model.layers")}
