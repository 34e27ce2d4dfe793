"""Take the pictures of the documents anew: windows, models, regions, going live, and an annotated frame.

    .venv/bin/python tools/take_screenshots.py [FOLDER]      # default: docs/images

Needs no display. Shows the sample clip with the network that is included.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCursor, QImage, qRgb
from PySide6.QtWidgets import QApplication, QWidget

from yolocam.app import SAMPLE
from yolocam.assets import asset
from yolocam.cli import main as run_cli
from yolocam.frame import Rendered
from yolocam.loading import make_detector
from yolocam.pipeline.detector_switch import DetectorSwitch
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.live.stream_health import StreamHealth
from yolocam.pipeline.sources import open_source
from yolocam.settings import DEFAULT_MODEL, Settings, SettingsStore
from yolocam.ui.live.go_live_dialog import GoLiveDialog
from yolocam.ui.live.live_button import LiveButton
from yolocam.ui.live.live_stream import LiveRequest
from yolocam.ui.models.model_manager import ModelManager
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.plugins import use_pyside_plugins
from yolocam.ui.widgets.theme import Scheme, apply_theme
from yolocam.ui.window.main_window import MainWindow
from yolocam.ui.window.window_options import WindowOptions
from yolocam.zoo.library import Library

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE = QSize(1280, 800)
SMALL = QSize(900, 600)
MODEL = DEFAULT_MODEL
OTHER_MODEL = "yolov4-tiny"
PLAYING_S = 5.5
PAUSED_S = 2.2
COUNTED_S = 9.0
LONGEST_S = 120.0
COLOURS = 256
SECOND_NS = 1_000_000_000


def main() -> int:
    """Write the pictures into the folder that was named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    use_pyside_plugins()
    app = QApplication(["yolocam"])
    QCursor.setPos(SIZE.width() // 3, SIZE.height() // 3)  # over the picture, not over a button
    take(app, "light", show_playing, folder / "window.png")
    take(app, "dark", show_paused, folder / "window-dark.png")
    take(app, "light", show_regions, folder / "regions.png")
    take(app, "light", show_models, folder / "models.png")
    take(app, "light", show_start_page, folder / "live-start.png")
    take(app, "light", show_go_live, folder / "live-dialog.png")
    take(app, "light", show_on_air, folder / "live-on-air.png")
    annotate(folder / "detect.jpg")
    return 0


def take(app: QApplication, scheme: Scheme, arrange: Callable[[MainWindow], QWidget], path: Path) -> None:
    """Open the sample clip in a fresh window, and save what that which `arrange` returns looks like."""
    apply_theme(app, scheme)
    with tempfile.TemporaryDirectory() as scratch:
        window = make_window(Path(scratch))
        window.start()
        wait_for(lambda: window.view.current is not None)
        shown = arrange(window)
        few_colours(shown.grab().toImage()).save(str(path))
        window.close()
        wait_for(lambda: window.closed)
    print(f"{path}: {path.stat().st_size // 1000} kB")


def few_colours(picture: QImage) -> QImage:
    """Return the picture in 256 colours of its own, which takes a third of the room."""
    opaque = picture.convertToFormat(QImage.Format.Format_BGR888)
    rows = np.frombuffer(opaque.constBits(), np.uint8).reshape(opaque.height(), -1)
    pixels = rows[:, : 3 * opaque.width()].reshape(-1, 3)[::17].astype(np.float32)
    cv2.setRNGSeed(1)
    stop_at = (cv2.TERM_CRITERIA_COUNT, 12, 0.0)
    _, _, centres = cv2.kmeans(pixels, COLOURS, np.empty((0, 0), np.int32), stop_at, 1, cv2.KMEANS_PP_CENTERS)
    table = [qRgb(round(float(r)), round(float(g)), round(float(b))) for b, g, r in np.asarray(centres)]
    return opaque.convertToFormat(
        QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither
    )


def make_window(scratch: Path) -> MainWindow:
    """Return a window with the settings of a first start."""
    store = SettingsStore(Settings(model=MODEL))
    library = Library(scratch / "models")
    switch = DetectorSwitch(lambda wanted: make_detector(library.find(wanted.model), wanted), store)
    session = Session(store, switch, open_source, Annotator)
    sample = str(asset(SAMPLE))
    options = WindowOptions(address=sample, library=library, sample=sample)
    window = MainWindow(session, options, Preferences(scratch / "window.ini"))
    window.resize(SIZE)
    return window


def show_playing(window: MainWindow) -> QWidget:
    """Play up to a moment at which there is much to see."""
    seek(window, PLAYING_S)
    spend(1.5)
    return window


def show_paused(window: MainWindow) -> QWidget:
    """Pause, show people only, and open the statistics."""
    window.actions_by_name["stats"].trigger()
    spend(20.0)
    playback, network = window.session.playback, window.session.detector.model
    assert playback is not None and network is not None
    playback.pause()  # the film may have ended, and would begin again with a click
    window.session.store.update(classes=frozenset({network.class_names.index("person")}))
    seek(window, PAUSED_S)
    spend(1.5)
    return window


def show_regions(window: MainWindow) -> QWidget:
    """Track, count at a line and in an area, and go to one of the objects."""
    window.tracking.switch(True)
    window.regions.toggle_dock()
    editor, lists = window.regions.editor, window.regions.dock.lists
    editor.add("line", np.array([[0.42, 0.98], [0.42, 0.04]]))
    editor.add("polygon", np.array([[0.6, 0.1], [0.95, 0.1], [0.95, 0.9], [0.6, 0.9]]))
    playback = window.session.playback
    assert playback is not None
    playback.seek(0)
    wait_for(lambda: playback.state.position_ns > COUNTED_S * SECOND_NS)
    playback.pause()
    lists.setCurrentIndex(1)
    spend(1.5)
    lists.objects_table.selectRow(0)
    lists.objects_table.clicked.emit(lists.objects.index(0, 0))
    spend(2.5)
    return window


def show_models(window: MainWindow) -> QWidget:
    """Open the list of models at one that can be downloaded."""
    window.actions_by_name["models"].trigger()
    spend(1.0)
    (manager,) = window.findChildren(ModelManager)
    manager.list.choose(OTHER_MODEL)
    spend(0.5)
    return manager


def show_start_page(window: MainWindow) -> QWidget:
    """Close the clip, for the page with which the program begins."""
    window.resize(SMALL)
    window.actions_by_name["close_source"].trigger()
    spend(1.5)
    return window


def show_go_live(window: MainWindow) -> QWidget:
    """Open the dialog of going live, with a key in it."""
    live = live_button_of(window)
    live.toggle()
    spend(0.5)
    (dialog,) = window.findChildren(GoLiveDialog)
    dialog.key.setText("live_0000000000")
    spend(0.5)
    return dialog


def show_on_air(window: MainWindow) -> QWidget:
    """Show the light of a stream; no server is needed for its picture."""
    window.resize(SMALL)
    live = live_button_of(window)
    live.stream.open_stream = lambda address, options: OnAir()
    live.stream.start(LiveRequest("rtmp://127.0.0.1/live", "none"))
    window.actions_by_name["play"].trigger()
    seek(window, PLAYING_S)
    spend(2.5)
    return window


def live_button_of(window: MainWindow) -> LiveButton:
    """Return the button that goes live."""
    (button,) = window.findChildren(LiveButton)
    return button


class OnAir:
    """A stream that does well."""

    wants_image = False

    @property
    def health(self) -> StreamHealth:
        """How it is doing."""
        return StreamHealth("live.twitch.tv", "on air", 2_500_000, 1000)

    def write(self, item: Rendered) -> None:
        """Take an image."""

    def close(self) -> None:
        """End."""


def annotate(path: Path) -> None:
    """Save the clip's first frame as `yolocam detect` draws it."""
    with tempfile.TemporaryDirectory() as scratch:
        frame = Path(scratch) / path.name
        source = open_source(str(asset(SAMPLE)))
        first = source.read()
        source.close()
        assert first is not None
        cv2.imwrite(str(frame), first.image)
        run_cli(["detect", str(frame), "--output", scratch])
        (found,) = Path(scratch).rglob(f"det_{frame.name}")
        shutil.copy(found, path)
    print(f"{path}: {path.stat().st_size // 1000} kB")


def seek(window: MainWindow, seconds: float) -> None:
    """Go to a moment of the clip."""
    playback = window.session.playback
    assert playback is not None
    at_ns = round(seconds * SECOND_NS)
    playback.seek(at_ns)
    wait_for(lambda: _shows(window, at_ns))


def _shows(window: MainWindow, at_ns: int) -> bool:
    current = window.view.current
    return current is not None and 0 <= current.frame.pts_ns - at_ns + SECOND_NS // 10 < SECOND_NS


def spend(seconds: float) -> None:
    """Let the window work for a while."""
    end = time.monotonic() + seconds
    wait_for(lambda: time.monotonic() >= end)


def wait_for(condition: Callable[[], bool]) -> None:
    """Let the window work until something holds; a busy machine takes its time."""
    end = time.monotonic() + LONGEST_S
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        QApplication.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
