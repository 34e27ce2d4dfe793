"""Boxes to tick and fields for numbers can be told from a dark window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from support.window.colours import ratio
from yolocam.ui.inputs.spin_box import DoubleSpinBox, SpinBox
from yolocam.ui.inputs.tick_box import TICK_SIZE, TickBox

pytestmark = [
    pytest.mark.usefixtures("scheme"),
    pytest.mark.parametrize("scheme", ["dark"], indirect=True),
]


@pytest.mark.parametrize("kind", [SpinBox, DoubleSpinBox])
def test_a_number_field_keeps_its_edge_in_the_dark(qtbot, kind):
    box = kind()
    qtbot.addWidget(box)
    box.resize(120, 24)
    image = box.grab().toImage()
    window = QApplication.palette().window().color()
    assert ratio(image.pixelColor(40, 0), window) >= 3


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_a_box_to_tick_keeps_its_edge_and_stands_where_one_begins_to_read(qtbot, direction):
    box = TickBox("Keep candidates")
    qtbot.addWidget(box)
    box.setLayoutDirection(direction)
    box.resize(200, 24)
    image = box.grab().toImage()
    x = 1 + TICK_SIZE // 2
    x = x if direction == Qt.LayoutDirection.LeftToRight else 199 - x
    window = QApplication.palette().window().color()
    assert max(ratio(image.pixelColor(x, y), window) for y in range(3, 7)) >= 3
