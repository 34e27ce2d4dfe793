"""The recent sources in the Open menu and on the start page: fixed entries, texts as they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from support.window.real_mouse import click
from support.window.window_driver import open_film
from yolocam.ui.recents import MAX_RECENTS

ODD = "a & b <img src='x'>\t\x1b.avi"


def entries(menu) -> list[QAction]:
    return [action for action in menu.actions() if action.isVisible() and action.text()]


def count(root: QObject) -> int:
    return len(root.findChildren(QAction)) + len(root.findChildren(QPushButton))


@pytest.mark.slow
def test_opening_sources_makes_and_destroys_nothing(qtbot, window):
    destroyed = []
    for thing in (*window.open_menu.actions(), *window.viewer.start_page.findChildren(QPushButton)):
        thing.destroyed.connect(lambda: destroyed.append(1))
    before = count(window)
    window.open_menu.popup(QPoint(0, 0))
    for number in range(MAX_RECENTS + 3):
        name = f"{number}.avi"
        open_film(qtbot, window, name)
        qtbot.waitUntil(lambda name=name: name in [a.text() for a in entries(window.open_menu)])
    window.open_menu.close()
    assert (count(window), destroyed) == (before, [])
    names = [a.text() for a in entries(window.open_menu) if a.text().endswith(".avi")]
    assert names == [f"{number}.avi" for number in range(MAX_RECENTS + 2, 2, -1)]


def test_recent_sources_have_a_heading(qtbot, window):
    assert "Recent" not in [a.text() for a in entries(window.open_menu)]
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: "Recent" in [a.text() for a in entries(window.open_menu)])
    (heading,) = (a for a in entries(window.open_menu) if a.text() == "Recent")
    assert not heading.isSeparator() and not heading.isEnabled()


@pytest.mark.slow
def test_foreign_texts_are_shown_as_they_are(qtbot, window):
    open_film(qtbot, window, ODD)
    shown = "a && b <img src='x'>��.avi"
    qtbot.waitUntil(lambda: shown in [a.text() for a in entries(window.open_menu)])
    (action,) = (a for a in entries(window.open_menu) if a.text() == shown)
    assert "&lt;img" in action.toolTip()
    (button,) = (b for b in window.viewer.start_page.findChildren(QPushButton) if b.text() == shown)
    assert "&lt;img" in button.toolTip()


@pytest.mark.slow
@pytest.mark.parametrize("where", ["menu", "start page"])
def test_a_recent_source_opens_again(qtbot, window, sources, where):
    for name in ("one.avi", "two.avi"):
        open_film(qtbot, window, name)
        qtbot.waitUntil(lambda name=name: name in [a.text() for a in entries(window.open_menu)])
    window.session.close_source()
    page = window.viewer.start_page
    qtbot.waitUntil(page.isVisible)
    if where == "menu":
        menu = window.open_menu
        menu.popup(QPoint(0, 0))
        (action,) = (a for a in entries(menu) if a.text() == "one.avi")
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    else:
        (button,) = (b for b in page.findChildren(QPushButton) if b.text() == "one.avi")
        page.ensureWidgetVisible(button)
        click(button)
    qtbot.waitUntil(lambda: sources.addresses == ["one.avi", "two.avi", "one.avi"])
