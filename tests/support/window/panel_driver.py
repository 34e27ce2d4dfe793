"""A hand for the controls of the panel: mouse, wheel and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from yolocam.frame import ModelInfo
from yolocam.settings import DEFAULT_MODEL
from yolocam.ui.panel.choice_row import ChoiceRow
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.panel.slider_row import SliderRow
from yolocam.ui.widgets.scroll_column import ScrollColumn

MODELS = (DEFAULT_MODEL, "yolov4", "yolov3")


SERVED = ModelInfo(DEFAULT_MODEL, ("person", "car"), (416, 416), "cpu", "bf16")


LEFT = Qt.MouseButton.LeftButton


def slider_row(panel: ControlPanel, name: str) -> SliderRow:
    row = panel.row(name)
    assert isinstance(row, SliderRow)
    return row


def choice_row(panel: ControlPanel, name: str) -> ChoiceRow:
    row = panel.row(name)
    assert isinstance(row, ChoiceRow)
    return row


def scroll_to(panel: ControlPanel, widget: QWidget) -> None:
    """Scroll so that a widget of the panel can be clicked."""
    panel.findChild(ScrollColumn).ensureWidgetVisible(widget, 0, 0)


def point(widget: QWidget, share: float) -> QPoint:
    """Return where a slider stands at a share of its way."""
    return QPoint(round(7 + share * (widget.width() - 14)), widget.height() // 2)


def drag(qtbot, row: SliderRow, *shares: float, release: bool = True) -> None:
    qtbot.mousePress(row.slider, LEFT, pos=point(row.slider, shares[0]))
    for share in shares[1:]:
        qtbot.mouseMove(row.slider, point(row.slider, share))
    if release:
        qtbot.mouseRelease(row.slider, LEFT, pos=point(row.slider, shares[-1]))


def turn_wheel(widget: QWidget, angle: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre, QPointF(widget.mapToGlobal(centre.toPoint())), QPoint(), QPoint(0, angle),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def type_number(qtbot, row: SliderRow, text: str) -> None:
    row.box.setFocus()
    row.box.selectAll()
    qtbot.keyClicks(row.box, text)
    qtbot.keyClick(row.box, Qt.Key.Key_Return)
