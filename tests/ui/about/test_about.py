"""Help says which version this is and what it is made of, and it can be copied into a report."""

import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from support.window.real_mouse import click
from support.window.window_driver import words_of
from yolocam import __version__
from yolocam.ui.about import component_list
from yolocam.ui.about.about_dialog import AboutDialog


def menu_of(window):
    (button,) = (w for w in window.tool_bar.children() if getattr(w, "accessibleName", str)() == "View")
    return button.menu()


@pytest.mark.slow
def test_versions_and_licences_are_shown_and_copied(qtbot, window):
    menu = menu_of(window)
    menu.popup(QPoint(0, 0))
    action = window.actions_by_name["about"]
    while menu.activeAction() is not action:
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    (dialog,) = window.findChildren(AboutDialog)
    assert dialog.isVisible() and not dialog.isModal()
    model = dialog.table.model()
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert cells[0] == ["yolocam", __version__, "MIT"]
    assert {"av", "numpy", "torch"} <= {name.lower() for name, _, _ in cells}
    assert all(version for _, version, _ in cells) and all(licence for _, _, licence in cells)
    assert "yolocam --debug" in words_of(dialog)  # where the log is
    click(dialog.copy)
    copied = QGuiApplication.clipboard().text()
    assert f"yolocam {__version__}" in copied and all(f"{name} {v}" in copied for name, v, _ in cells)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    action.trigger()
    assert window.findChildren(AboutDialog) == [dialog] and dialog.isVisible()
    dialog.hide()


@pytest.mark.slow
def test_a_package_without_its_own_data_still_lists_its_parts(monkeypatch):
    def missing(_name):
        raise component_list.PackageNotFoundError

    monkeypatch.setattr(component_list, "requires", missing)
    assert {"numpy", "av"} <= {part.name.lower() for part in component_list.components()}
    assert sys.platform in component_list.as_text([])
