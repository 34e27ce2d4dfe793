"""Windows on a screen that is not there, with fake sources and a fake detector."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.update(LC_ALL="C.UTF-8", LANGUAGE="en")  # the tests read English texts

pytest.importorskip("PySide6.QtWidgets", reason="PySide6 is not installed")

from PySide6.QtCore import Qt
from shiboken6 import isValid

from support.window.patient_bot import PatientBot
from support.window.window_driver import close_window
from support.window.window_fakes import FakeSources, make_session
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.garbage_collector import GarbageCollector
from yolocam.ui.qt.plugins import use_pyside_plugins
from yolocam.ui.video.transport import skip_offer
from yolocam.ui.widgets.theme import apply_theme
from yolocam.ui.window.main_window import MainWindow
from yolocam.ui.window.window_options import WindowOptions
from yolocam.zoo.library import Library

use_pyside_plugins()


@pytest.fixture(scope="module", autouse=True)
def collected_here(qapp) -> Iterator[None]:
    """As in the program, no other thread destroys what is Qt's."""
    with GarbageCollector():
        yield


@pytest.fixture
def qtbot(qapp, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def no_skipping(monkeypatch) -> None:
    """A machine that is busy with other tests skips no frame, or fewer would be counted."""
    monkeypatch.setattr(skip_offer, "_PATIENCE", 1_000_000)


@pytest.fixture
def set_points(qapp) -> Iterator[Callable[[float], None]]:
    """Sets the size of all letters, in points; afterwards it is as before."""
    before = qapp.font()

    def set_points(points: float) -> None:
        font = qapp.font()
        font.setPointSizeF(points)
        qapp.setFont(font)

    yield set_points
    qapp.setFont(before)


@pytest.fixture
def from_the_right(qapp) -> Iterator[None]:
    """All is laid out for those who read from the right."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def sources() -> Iterator[FakeSources]:
    """The sources that windows open here."""
    fakes = FakeSources()
    yield fakes
    fakes.release.set()


@pytest.fixture
def make_window(qtbot, qapp, sources: FakeSources, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    """Make a window that is shown; its files lie under tmp_path. It is closed at the end."""
    made: weakref.WeakSet[MainWindow] = weakref.WeakSet()
    apply_theme(qapp, "light")

    def make(**choices) -> MainWindow:
        settings = choices.pop("settings", None)
        options = WindowOptions(
            **{
                "models": ("first", "second"),
                "sample": "sample.avi",
                "library": Library(tmp_path / "models"),
                **choices,
            }
        )
        preferences = Preferences(tmp_path / "window.ini")
        is_first = preferences.layout("geometry").isEmpty()
        session = make_session(sources.open, exit_at_end=options.exit_at_end, settings=settings)
        window = MainWindow(
            session,
            options,
            preferences,
            recordings=tmp_path / "videos",
            pictures=tmp_path / "pictures",
            documents=tmp_path / "documents",
        )
        made.add(window)
        if is_first:
            window.resize(1280, 800)  # the screen of the offscreen platform is a small one
        window.start()
        return window

    yield make
    for window in list(made):
        if isValid(window):
            close_window(qtbot, window)


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """A window on its start page."""
    return make_window()
