"""The dock of results as a person meets it: by keyboard, in the dark, and on the start page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from support.window.window_driver import key, open_film, paused_film
from yolocam.pipeline.sinks.results.summary import ClassRow, Moment, cells_of
from yolocam.ui.widgets.theme import apply_theme


@pytest.mark.slow
def test_tab_leads_through_the_table_and_out_of_it(qtbot, window):
    key(qtbot, window, Qt.Key.Key_T)
    paused_film(qtbot, window)
    table = window.results.dock.table
    qtbot.waitUntil(lambda: table.model().rowCount() > 0)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton)
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert not table.hasFocus()


@pytest.mark.slow
def test_the_timeline_goes_dark_with_the_window(qtbot, qapp, window):
    key(qtbot, window, Qt.Key.Key_T)
    paused_film(qtbot, window)
    picture = window.results.dock.picture
    qtbot.waitUntil(lambda: not picture.pixmap().isNull())
    assert picture.pixmap().toImage().pixelColor(1, 1).lightness() > 200
    apply_theme(qapp, "dark")
    qtbot.waitUntil(lambda: picture.pixmap().toImage().pixelColor(1, 1).lightness() < 80)


@pytest.mark.slow
def test_docks_leave_with_the_film_and_come_back_with_the_next(qtbot, window):
    open_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_T)
    dock = window.results.dock
    qtbot.waitUntil(lambda: dock.table.model().rowCount() > 0)
    key(qtbot, window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not dock.isVisible())
    key(qtbot, window, Qt.Key.Key_T)  # whoever wants it on the start page finds nothing old in it
    qtbot.waitUntil(lambda: dock.isVisible() and dock.table.model().rowCount() == 0)
    assert not dock.save_table.isEnabled() and dock.picture.pixmap().isNull()
    key(qtbot, window, Qt.Key.Key_T)
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: dock.isVisible())


def test_a_share_of_nearly_nothing_is_not_nothing():
    moment = Moment("a.mp4", 0.0, "")
    row = ClassRow(0, "person", 1, 1, 0.5, moment, moment)
    assert cells_of(row, 796)[2] == "<1%"
    assert cells_of(row, 1)[2] == "100%"
    assert cells_of(ClassRow(0, "person", 795, 1, 0.5, moment, moment), 796)[2] == ">99%"


@pytest.mark.slow
def test_screen_readers_hear_no_markup(qtbot, window):
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.controls.isVisible())
    key(qtbot, window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    for widget in QApplication.allWidgets():
        assert "<p>" not in widget.accessibleName() + widget.accessibleDescription(), widget
        assert widget.accessibleDescription() or "<p>" not in widget.toolTip(), widget
