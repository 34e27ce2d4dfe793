"""Who goes by Tab sees where the keyboard is, also after a dialog has gone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
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
        assert one.hasFocus() and ring.frame.control is one and ring.frame.isVisible()
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
    qtbot.waitUntil(lambda: ring.frame is not None and ring.frame.control is tool)


def test_all_of_the_ring_is_seen_where_there_is_no_room_around_a_button(qtbot):
    button = QPushButton("Add own model")
    holder, window = QWidget(), QWidget()
    qtbot.addWidget(window)
    ring = FocusRing(window)
    inside = QVBoxLayout(holder)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(button)
    shown(qtbot, window, holder)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: ring.frame is not None and ring.frame.isVisible())
    holder.resize(300, button.height())
    qtbot.waitUntil(lambda: button.geometry() == holder.rect())
    image, accent = holder.grab().toImage(), QApplication.palette().accent().color()
    x, y = image.width() // 2, image.height() // 2
    for place in ((1, y), (image.width() - 2, y), (x, 1), (x, image.height() - 2)):
        assert image.pixelColor(*place) == accent
