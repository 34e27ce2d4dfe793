"""Texts that others wrote (file names, class names, messages) are shown as they are, never as HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMessageBox

import yolocam.ui
from support.window.window_fakes import FakeFilm
from yolocam.ui.panel.class_model import ClassModel
from yolocam.ui.qt import failure
from yolocam.ui.widgets.formatting import plain_tooltip

IMAGE = '<img src="/nowhere/else.png">'


def as_html(text: str) -> bool:
    """Whether the image is in it, rather than its name: this text begins with what Qt takes for HTML."""
    return IMAGE in text


def tooltips_of(view: QAbstractItemView) -> list[str]:
    model = view.model()
    if model is None:
        return []
    rows, columns = model.rowCount(QModelIndex()), model.columnCount(QModelIndex())
    cells = [model.index(row, column) for row in range(rows) for column in range(columns)]
    return [str(cell.data(Qt.ItemDataRole.ToolTipRole) or "") for cell in cells]


def wrongly_shown() -> list[str]:
    wrong = []
    for widget in QApplication.allWidgets():
        tips = [widget.toolTip(), *(action.toolTip() for action in widget.actions())]
        if isinstance(widget, QAbstractItemView):
            tips += tooltips_of(widget)
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            tips.append(widget.text())
        wrong += [f"{type(widget).__name__}: {tip}" for tip in tips if as_html(tip)]
    return wrong


def test_html_in_a_file_name_stays_text(qtbot, sources, make_window, monkeypatch):
    monkeypatch.setattr(sources, "open", lambda address: FakeFilm(address))
    window = make_window()
    window.open(f"{IMAGE}.avi")
    qtbot.waitUntil(lambda: window.view.current is not None)
    assert wrongly_shown() == []
    window.open_menu.set_recents([f"{IMAGE}.avi", f"http://cam/{IMAGE}"])
    window.viewer.start_page.set_recents([f"{IMAGE}.avi", f"http://cam/{IMAGE}"])
    assert wrongly_shown() == []


def test_class_names_have_plain_tooltips():
    model = ClassModel()
    model.set_names((IMAGE, "a & b"))
    for row in range(2):
        assert not as_html(model.data(model.index(row), Qt.ItemDataRole.ToolTipRole))
    assert model.data(model.index(0)) == IMAGE


@pytest.mark.parametrize("text", [IMAGE, "<b>bold</b>", "a < b & c", "one\n<i>two</i>"])
def test_a_tooltip_says_what_was_written(text):
    shown = plain_tooltip(text)
    assert re.sub(r"<p>|</p>", "", shown).replace("&lt;", "<").replace("&gt;", ">").replace(
        "&quot;", '"'
    ).replace("&amp;", "&") == text.replace("\n", "")
    assert shown.startswith("<p>")


def test_the_dialogue_of_a_failure_is_plain(qtbot, monkeypatch):
    formats = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: formats.append((box.textFormat(), box.text())))
    failure.show_failure(IMAGE)
    assert formats == [(Qt.TextFormat.PlainText, IMAGE)]


@pytest.mark.slow
def test_every_label_of_the_window_is_a_plain_one():
    own = {"plain_label.py", "chart.py"}  # the legend of a chart has only its own words
    folder = Path(yolocam.ui.__file__).parent
    found = [path.name for path in folder.rglob("*.py") if re.search(r"\bQLabel\(", path.read_text("utf-8"))]
    assert sorted(set(found) - own) == []
