"""No widget of the window, and nothing that it keeps, has a password of an address in it."""

from __future__ import annotations

import json
import logging

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from support.window.window_driver import close_window
from support.window.window_fakes import FakeFilm
from yolocam.pipeline.sources import open_source
from yolocam.ui.preferences import Preferences

SECRET = "kanary"
RUNS = f"rtsp://admin:{SECRET}/#@127.0.0.1:554/live?channel=2&token={SECRET}"
SHOWN = "rtsp://127.0.0.1:554/live"
REFUSED = f"http://admin:{SECRET}/#@127.0.0.1:1/live?pwd={SECRET}"
PROPERTIES = ("text", "toolTip", "accessibleName", "windowTitle", "title", "placeholderText", "statusTip")


def everything_it_says() -> str:
    said = []
    for widget in QApplication.allWidgets():
        for thing in (widget, *widget.actions(), *widget.findChildren(QAction)):
            said += [str(thing.property(name)) for name in PROPERTIES if thing.property(name)]
    return "\n".join(said)


@pytest.fixture
def some_run(sources, monkeypatch):
    """Addresses that begin like RUNS give a film, all others are opened as they always are."""

    def open_one(address):
        return FakeFilm(SHOWN) if address.startswith("rtsp") else open_source(address)

    monkeypatch.setattr(sources, "open", open_one)


def dropped(text: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(text)])
    data.setText(text)
    return data


def drop(window: QWidget, data: QMimeData) -> None:
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for event in (QDragEnterEvent(QPoint(9, 9), *how), QDropEvent(QPointF(9, 9), *how)):
        QApplication.sendEvent(window, event)


@pytest.mark.slow
def test_while_it_runs_and_after(qtbot, some_run, make_window, tmp_path):
    window = make_window()
    window.open(RUNS)
    qtbot.waitUntil(lambda: window.view.current is not None)
    qtbot.waitUntil(lambda: SHOWN in everything_it_says())
    qtbot.waitUntil(lambda: bool(Preferences(tmp_path / "window.ini").recents) or window.opener.remembered)
    window.open_menu.aboutToShow.emit()
    assert SECRET not in everything_it_says()
    close_window(qtbot, window)
    assert SECRET not in (tmp_path / "window.ini").read_text()
    assert Preferences(tmp_path / "window.ini").recents == (f"{SHOWN}?channel=2",)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["opened", "dropped", "started"])
def test_where_it_cannot_be_opened(qtbot, some_run, make_window, tmp_path, caplog, way):
    caplog.set_level(logging.DEBUG)
    window = make_window(address=REFUSED if way == "started" else None)
    if way == "opened":
        window.open(REFUSED)
    elif way == "dropped":
        drop(window, dropped(REFUSED))
    qtbot.waitUntil(lambda: "cannot be opened" in window.viewer.message_bar.text)
    assert "http://127.0.0.1:1/live" in window.viewer.message_bar.text
    assert SECRET not in everything_it_says() + caplog.text
    close_window(qtbot, window)
    assert not (tmp_path / "window.ini").exists() or SECRET not in (tmp_path / "window.ini").read_text()


@pytest.mark.slow
def test_passwords_that_an_earlier_version_kept_are_forgotten(tmp_path):
    kept = Preferences(tmp_path / "window.ini")
    kept._store.setValue("recents", json.dumps(["film.mp4", f"rtsp://admin:{SECRET}@cam/live"]))
    kept.save()
    assert SECRET in (tmp_path / "window.ini").read_text()
    again = Preferences(tmp_path / "window.ini")
    again.save()
    assert again.recents == ("film.mp4", "rtsp://cam/live")
    assert SECRET not in (tmp_path / "window.ini").read_text()
