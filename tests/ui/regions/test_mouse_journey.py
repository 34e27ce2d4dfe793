"""By the mouse alone: open a film, track, draw a line, read who crosses it each way, save it as CSV."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QToolButton

from support.films.media_files import detections
from support.window import window_fakes
from support.window.panel_driver import scroll_to
from support.window.real_mouse import click, press_move_release

pytest.importorskip("lap")

LEFT = Qt.MouseButton.LeftButton


def two_walkers(image, settings):
    """One person walks to the right, and below another one to the left."""
    x = 3 * int(image[0, 0, 0])
    return detections((x, 40, x + 20, 80, 0.9, 0.9, 0), (300 - x, 160, 320 - x, 200, 0.9, 0.9, 0))


def choose(qtbot, window, button, action):
    """Click a button of the tool bar, and an entry of its menu."""

    def take():
        menu = button.menu()
        qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())

    QTimer.singleShot(100, take)
    click(button)


@pytest.mark.slow
def test_counts_come_into_a_table_by_the_mouse_alone(qtbot, make_window, monkeypatch, tmp_path):
    monkeypatch.setattr(window_fakes, "twelve_boxes", two_walkers)
    window = make_window()
    window.resize(1280, 900)
    buttons = {button.accessibleName(): button for button in window.tool_bar.findChildren(QToolButton)}
    choose(qtbot, window, buttons["Open"], window.actions_by_name["open"])
    dialogs = window.findChildren(QFileDialog)
    assert len(dialogs) == 1
    dialogs[0].fileSelected.emit(window_fakes.FILM)
    dialogs[0].close()
    qtbot.waitUntil(lambda: window.view.current is not None)
    click(window.view)  # holds it
    qtbot.waitUntil(lambda: window.session.playback.state.paused)
    box = window.controls.tracking.switch.box
    scroll_to(window.controls, box)
    qtbot.wait(20)
    click(box, QPoint(10, box.height() // 2))
    choose(qtbot, window, buttons["Results"], window.actions_by_name["regions"])
    dock = window.regions.dock
    qtbot.waitUntil(dock.tools["line"].isEnabled)
    click(dock.tools["line"])
    rect = window.view.target_rect()
    places = [QPoint(round(rect.center().x()), round(rect.top() + y * rect.height())) for y in (0.95, 0.05)]
    press_move_release(window.regions.canvas, *places)
    click(dock.tools["line"])
    click(window.transport._bar, QPoint(9, window.transport._bar.height() // 2))
    click(window.transport._play)
    qtbot.waitUntil(lambda: window.session.playback.state.ended)
    qtbot.waitUntil(lambda: dock.model.rowCount() == 2)
    total = [dock.model.index(0, column).data() for column in range(4)]
    assert total == ["Line 1", "All", "1", "1"]
    click(dock.save_counts)
    qtbot.waitUntil(lambda: bool(window.findChildren(QFileDialog)))
    dialogs = [one for one in window.findChildren(QFileDialog) if one.isVisible()]
    dialogs[0].fileSelected.emit(str(tmp_path / "crossings.csv"))
    written = (tmp_path / "crossings.csv").read_text()
    assert written == "region,class_name,kind,count\nLine 1,person,in,1\nLine 1,person,out,1\n"
    assert str(tmp_path / "crossings.csv") in window.viewer.message_bar.text
