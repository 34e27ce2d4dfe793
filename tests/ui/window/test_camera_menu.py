"""The camera menu: it lists, it opens, it notices what is plugged in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from yolocam.pipeline.sources.live.devices import CameraDevice
from yolocam.ui.window.camera_menu import CameraMenu

DESK = CameraDevice("Desk & door", "/dev/v4l/by-id/usb-desk", 0)
TWIN = CameraDevice("Desk & door", "/dev/v4l/by-id/usb-twin", 2)


def make_menu(qtbot, find: Callable[[], list[CameraDevice]], watched: Path) -> tuple[CameraMenu, list[str]]:
    opened: list[str] = []
    menu = CameraMenu(opened.append, find=find, watched=watched)
    qtbot.addWidget(menu)
    return menu, opened


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in listed(menu)]


def listed(menu: QMenu) -> list[QAction]:
    return [action for action in menu.actions() if action.isVisible()]


def test_a_camera_is_listed_and_opened_by_its_stable_id(qtbot, tmp_path: Path) -> None:
    menu, opened = make_menu(qtbot, lambda: [DESK], tmp_path)
    qtbot.waitUntil(lambda: texts(menu) == ["Desk && door"])
    listed(menu)[0].trigger()
    assert opened == ["camera:/dev/v4l/by-id/usb-desk"]


def test_cameras_of_one_name_are_told_apart(qtbot, tmp_path: Path) -> None:
    menu, opened = make_menu(qtbot, lambda: [DESK, TWIN], tmp_path)
    qtbot.waitUntil(lambda: texts(menu) == ["Desk && door (0)", "Desk && door (2)"])
    listed(menu)[1].trigger()
    assert opened == ["camera:/dev/v4l/by-id/usb-twin"]


def test_no_camera_is_said_and_explained(qtbot, tmp_path: Path) -> None:
    menu, _ = make_menu(qtbot, list, tmp_path)
    qtbot.waitUntil(lambda: texts(menu) == ["No camera found"])
    assert not listed(menu)[0].isEnabled()
    assert "Plug one in" in listed(menu)[0].toolTip()


@pytest.mark.slow
def test_plugging_in_and_out_changes_the_menu(qtbot, tmp_path: Path) -> None:
    def find() -> list[CameraDevice]:
        return [DESK] if (tmp_path / "video0").exists() else []

    menu, _ = make_menu(qtbot, find, tmp_path)
    qtbot.waitUntil(lambda: texts(menu) == ["No camera found"])
    (tmp_path / "video0").touch()
    qtbot.waitUntil(lambda: texts(menu) == ["Desk && door"])
    (tmp_path / "video0").unlink()
    qtbot.waitUntil(lambda: texts(menu) == ["No camera found"])


def test_a_slow_driver_does_not_hold_the_window_up(qtbot, tmp_path: Path) -> None:
    answer = threading.Event()
    calls = []

    def find() -> list[CameraDevice]:
        calls.append(threading.current_thread())
        answer.wait(60)
        return [DESK]

    menu, _ = make_menu(qtbot, find, tmp_path)
    menu.refresh()
    menu.refresh()
    assert texts(menu) == ["Looking for cameras…"]
    answer.set()
    qtbot.waitUntil(lambda: texts(menu) == ["Desk && door"])
    qtbot.waitUntil(lambda: len(calls) == 2 and not calls[1].is_alive())  # the two wishes became one
    assert threading.main_thread() not in calls


@pytest.mark.slow
def test_a_device_that_goes_away_while_it_is_asked_is_no_camera(qtbot, tmp_path: Path) -> None:
    def find() -> list[CameraDevice]:
        raise OSError("unplugged")

    menu, _ = make_menu(qtbot, find, tmp_path)
    qtbot.waitUntil(lambda: texts(menu) == ["No camera found"])


def test_the_name_of_a_camera_is_known_also_once_it_is_unplugged(qtbot, tmp_path: Path) -> None:
    cameras = [DESK]
    menu, _ = make_menu(qtbot, lambda: list(cameras), tmp_path)
    qtbot.waitUntil(lambda: menu.name_of(f"camera:{DESK.id}?fps=30") == DESK.name)
    cameras.clear()
    menu.refresh()
    qtbot.waitUntil(lambda: texts(menu) == ["No camera found"])
    assert menu.name_of(f"camera:{DESK.id}") == DESK.name
    assert menu.name_of("camera:0") is menu.name_of(DESK.id) is None


def test_the_title_is_what_the_maker_calls_the_camera(qtbot, window, monkeypatch) -> None:
    monkeypatch.setattr(window.camera_menu, "_names", {DESK.id: DESK.name})
    window.open(f"camera:{DESK.id}")
    qtbot.waitUntil(lambda: window.view.current is not None)
    qtbot.waitUntil(lambda: window.tool_bar.title.text() == DESK.name)
    assert window.windowTitle() == f"{DESK.name} – yolocam"
