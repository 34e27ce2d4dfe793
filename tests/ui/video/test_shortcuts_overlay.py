"""The sheet of keys can be read whole, however narrow the window and large the font."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from yolocam.ui.video.shortcuts_overlay import ShortcutsOverlay


@pytest.mark.parametrize("points", [9, 18])
@pytest.mark.parametrize("width", [420, 700, 1400])
def test_no_text_is_cut(qtbot, set_points, points, width):
    set_points(points)
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(width, 500)
    sheet = ShortcutsOverlay(ground)
    size = sheet.sizeHint().boundedTo(ground.size())
    sheet.resize(size)
    sheet.show()
    ground.show()
    qtbot.waitExposed(ground)
    labels = sheet.findChildren(QLabel)
    assert all(label.width() >= label.sizeHint().width() for label in labels)
    assert all(label.height() >= label.sizeHint().height() for label in labels)
    if width > 40 * points:  # otherwise one column alone is wider
        qtbot.waitUntil(lambda: sheet.widget().width() <= sheet.viewport().width())
    qtbot.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert sheet.isHidden()
