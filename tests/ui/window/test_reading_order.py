"""Tab goes through the window as one reads it, and stops only where something is seen."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabBar, QWidget

from support.window.real_mouse import press_key
from support.window.window_driver import key, open_film, paused_film


def tab_stops(qtbot, window) -> list[QWidget]:
    """Press Tab until it comes round."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.view.setFocus()
    found: list[QWidget] = []
    for _ in range(150):
        press_key(Qt.Key.Key_Tab)
        if QApplication.focusWidget() in found:
            break
        found.append(QApplication.focusWidget())
    assert QApplication.focusWidget() is found[0]
    return found


def test_tab_goes_from_the_panel_to_the_film_the_figures_and_the_tools(qtbot, window):
    window.resize(1280, 800)
    paused_film(qtbot, window)
    qtbot.waitUntil(lambda: window.controls.isVisible() and not window.controls.is_collapsed)
    figures = window.status_bar.findChildren(QAbstractButton)
    qtbot.waitUntil(lambda: any(figure.isVisible() for figure in figures))
    stops = tab_stops(qtbot, window)
    parts = (window.controls, window.transport, window.status_bar, window.tool_bar)
    order = [next(n for n, p in enumerate(parts) if p.isAncestorOf(w)) for w in stops]
    assert order == sorted(order) and set(order) == set(range(len(parts)))
    rows = [(w.mapTo(window, QPoint()).y() + w.height() // 2, w) for w in stops]
    panel = [y for y, w in rows if window.controls.isAncestorOf(w)]
    assert all(after > before - 8 for before, after in pairwise(panel))


def test_tab_in_a_heading_goes_from_left_to_right(qtbot, window):
    open_film(qtbot, window)
    window.session.store.update(confidence=0.5)
    stops = tab_stops(qtbot, window)
    names = [widget.accessibleName() for widget in stops]
    at = names.index("Presets")
    assert names[at + 1] == "Reset Detection"


@pytest.mark.slow
def test_tabs_of_docks_are_reached_only_where_there_are_some(qtbot, window):
    open_film(qtbot, window)

    def reached() -> bool:
        bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return any(bar.focusPolicy() & Qt.FocusPolicy.TabFocus for bar in bars)

    qtbot.waitUntil(lambda: not reached())
    key(qtbot, window, Qt.Key.Key_T)
    key(qtbot, window, Qt.Key.Key_C)
    qtbot.waitUntil(reached)
    key(qtbot, window, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: not reached())
