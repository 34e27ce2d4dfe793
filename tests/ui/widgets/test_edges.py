"""Boxes to tick and fields for numbers can be told from a dark window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from yolocam.ui.inputs.spin_box import DoubleSpinBox, SpinBox
from yolocam.ui.inputs.tick_box import TICK_SIZE, TickBox
from yolocam.ui.widgets.theme import apply_theme


@pytest.fixture
def dark(qapp):
    apply_theme(qapp, "dark")
    yield
    apply_theme(qapp, "light")


def contrast(one, other) -> float:
    """WCAG's ratio of two colours."""

    def light(colour):
        linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in colour.getRgbF()[:3]]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dim, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("kind", [SpinBox, DoubleSpinBox])
def test_a_number_field_keeps_its_edge_in_the_dark(qtbot, dark, kind):
    box = kind()
    qtbot.addWidget(box)
    box.resize(120, 24)
    image = box.grab().toImage()
    window = QApplication.palette().window().color()
    assert contrast(image.pixelColor(40, 0), window) >= 3


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_a_box_to_tick_keeps_its_edge_and_stands_where_one_begins_to_read(qtbot, dark, direction):
    box = TickBox("Keep candidates")
    qtbot.addWidget(box)
    box.setLayoutDirection(direction)
    box.resize(200, 24)
    image = box.grab().toImage()
    x = 1 + TICK_SIZE // 2
    x = x if direction == Qt.LayoutDirection.LeftToRight else 199 - x
    window = QApplication.palette().window().color()
    assert max(contrast(image.pixelColor(x, y), window) for y in range(3, 7)) >= 3
