"""Who goes by Tab sees where the keyboard is, also after a dialog has gone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from yolocam.ui.widgets.focus_ring import FocusRing


def shown(qtbot, window, *parts):
    column = QVBoxLayout(window)
    for part in parts:
        column.addWidget(part)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_the_ring_follows_tab_and_outlives_a_dialog(qtbot):
    tool, choice, line = QToolButton(), QComboBox(), QLineEdit()
    tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    window = QWidget()
    qtbot.addWidget(window)
    shown(qtbot, window, line, tool, choice)
    ring = FocusRing(window)
    line.setFocus()
    assert ring.frame is None  # a line of text has an edge of its own
    for one in (tool, choice):
        one.setFocus(Qt.FocusReason.TabFocusReason)
        assert one.hasFocus() and ring.frame.widget() is one and ring.frame.isVisible()
        assert ring.frame.geometry().contains(one.geometry())
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    inside = QToolButton()
    inside.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    shown(qtbot, dialog, inside)
    inside.setFocus()
    dialog.close()
    qtbot.waitUntil(lambda: not isValid(dialog))
    window.activateWindow()
    tool.setFocus()
    qtbot.waitUntil(lambda: ring.frame is not None and ring.frame.widget() is tool)
