"""Full screen, narrow windows, docks and sheets, and what of them is remembered."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton

from support.window.window_driver import close_window, endless_film, key, listed, open_film, runs_on
from support.window.window_fakes import FILM
from yolocam.settings import SettingsStore


def test_icons_grow_with_the_font(make_window, set_points):
    usual = make_window()
    set_points(24)
    large = make_window()
    for part in ("tool_bar", "transport", "controls", "viewer"):
        small = [button.iconSize().width() for button in getattr(usual, part).findChildren(QToolButton)]
        grown = [button.iconSize().width() for button in getattr(large, part).findChildren(QToolButton)]
        names = [button.accessibleName() for button in getattr(large, part).findChildren(QToolButton)]
        icons = [not button.icon().isNull() for button in getattr(large, part).findChildren(QToolButton)]
        assert [n for n, a, b, i in zip(names, small, grown, icons, strict=True) if i and b < 1.3 * a] == []


@pytest.mark.slow
def test_full_screen_and_back(qtbot, window):
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.controls.isVisible())
    qtbot.mouseDClick(window.view, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.isFullScreen())
    qtbot.waitUntil(lambda: not window.tool_bar.isVisible() and not window.controls.isVisible())
    assert window.viewer.full_screen_bar.isAncestorOf(window.transport)
    key(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    qtbot.waitUntil(lambda: window.controls.isVisible())
    assert window.tool_bar.isVisible()
    assert not window.viewer.full_screen_bar.isAncestorOf(window.transport)
    assert window.transport.isVisible()


@pytest.mark.slow
def test_full_screen_controls_fade(qtbot, window):
    open_film(qtbot, window)
    bar = window.viewer.full_screen_bar
    bar._rest.setInterval(10)
    key(qtbot, window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: bar.isVisible())
    qtbot.waitUntil(lambda: not bar.isVisible())
    bar._rest.setInterval(5000)
    bar._seen = QPoint(-1, -1)  # as if the mouse had moved
    qtbot.waitUntil(lambda: bar.isVisible())


@pytest.mark.slow
def test_shortcut_sheet_is_not_modal(qtbot, window):
    endless_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_F1)
    assert window.viewer.shortcuts.isVisible()
    runs_on(qtbot, window)
    key(qtbot, window, Qt.Key.Key_Escape)
    assert not window.viewer.shortcuts.isVisible()


def test_narrow_window_makes_the_controls_a_strip(qtbot, window):
    open_film(qtbot, window)
    window.resize(1200, 700)
    qtbot.waitUntil(lambda: window.controls.isVisible())
    wide = window.controls.width()
    window.resize(600, 500)
    qtbot.waitUntil(lambda: window.controls.width() < wide / 2)
    window.resize(1200, 700)
    qtbot.waitUntil(lambda: window.controls.width() == wide)


@pytest.mark.slow
def test_statistics_dock(qtbot, window):
    open_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_D)
    assert window.stats_dock.isVisible()
    key(qtbot, window, Qt.Key.Key_D)
    assert not window.stats_dock.isVisible()
    window.status_bar.figure_clicked.emit("latency")
    assert window.stats_dock.isVisible()


@pytest.mark.slow
def test_statistics_come_to_the_front_of_other_docks(qtbot, window):
    open_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_T)
    key(qtbot, window, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: not window.stats_dock.visibleRegion().isEmpty())
    assert window.results.dock.visibleRegion().isEmpty()


@pytest.mark.slow
def test_layout_and_recents_are_remembered(qtbot, make_window):
    first = make_window()
    open_film(qtbot, first)
    qtbot.waitUntil(lambda: FILM in listed(first.open_menu))
    first.session.store.update(confidence=0.6)
    first.actions_by_name["panel"].trigger()
    first.resize(700, 640)
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible())
    second = make_window()
    assert FILM in listed(second.open_menu)
    assert not second.actions_by_name["panel"].isChecked()
    assert (second.width(), second.height()) == (700, 640)
    store = SettingsStore()
    assert second._preferences.settings(store.current, ("first",)).confidence == 0.6


@pytest.mark.slow
def test_leaving_full_screen_by_the_platform_brings_everything_back(qtbot, window):
    open_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not window.tool_bar.isVisible())
    window.showNormal()
    qtbot.waitUntil(lambda: window.tool_bar.isVisible())
    assert not window.actions_by_name["full_screen"].isChecked()


@pytest.mark.slow
def test_mirroring_is_remembered(qtbot, make_window):
    first = make_window()
    assert not first.sink.mirror
    first.actions_by_name["mirror"].trigger()
    close_window(qtbot, first)
    second = make_window()
    assert second.sink.mirror and second.actions_by_name["mirror"].isChecked()


@pytest.mark.slow
def test_folded_sections_are_remembered(qtbot, make_window):
    first = make_window()
    assert first.controls.folded == {"Advanced"}
    first.controls.fold_sections(["Look", "Classes"])
    close_window(qtbot, first)
    second = make_window()
    assert second.controls.folded == {"Look", "Classes"}
    assert not second.controls.row("palette").isVisibleTo(second.controls)


@pytest.mark.slow
@pytest.mark.parametrize("recording", [False, True])
def test_snapshot_and_record_stay_in_the_narrowest_window(qtbot, window, recording):
    open_film(qtbot, window)
    window.resize(480, 400)
    if recording:
        key(qtbot, window, Qt.Key.Key_R)
        qtbot.waitUntil(lambda: "MB" in window.record_button.text())
    buttons = [
        b for b in window.tool_bar.findChildren(QToolButton) if b.objectName() != "qt_toolbar_ext_button"
    ]
    qtbot.waitUntil(lambda: all(button.isVisible() for button in buttons))
    assert len(buttons) == 8 and window.record_button in buttons
    window.resize(1200, 700)
    qtbot.waitUntil(lambda: window.tool_bar.width() == 1200)
    beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert all(button.toolButtonStyle() == beside for button in buttons)
