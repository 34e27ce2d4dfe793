"""A number as a slider with a box beside it."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from yolocam.settings import Control
from yolocam.ui.inputs.number_box import NumberBox
from yolocam.ui.inputs.slider import Slider
from yolocam.ui.panel.control_row import ControlRow
from yolocam.ui.translation import tr
from yolocam.ui.widgets.scroll_column import wheel_scrolls_column

_LOG_NOTCHES = 120


def notches(low: float, high: float, step: float) -> list[float]:
    """Return the values a slider stops at, ascending.

    Evenly spaced, but where whole numbers span two decades or more: evenly in their logarithm.
    """
    if low >= 1 and high / low >= 100:
        raw = (low * (high / low) ** (n / _LOG_NOTCHES) for n in range(_LOG_NOTCHES + 1))
        return sorted({round(value / step) * step for value in raw})
    return [round(low + n * step, 9) for n in range(round((high - low) / step) + 1)]


class SliderRow(ControlRow):
    """Slider and box show the same value; `changed` is emitted while dragging.

    With `rest_ms`, a drag is emitted only once the slider has rested that long: for values that
    are slow to change. A default of 0 means that the program chooses; see `show_auto`.
    """

    def __init__(
        self, control: Control, default: float, *, rest_ms: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(control, default, parent)
        self._whole = isinstance(default, int)
        self._auto = default == 0
        self._auto_value: float | None = None
        self._notches = notches(control.low, control.high, control.step)
        self._shown: float = default  # what the box and the slider show
        self._stored: float = default  # what the program said last
        self._wheel = 0
        self._lowest = -math.inf
        self._unit = min(control.step, 1)  # a screen reader says 416, and 25 for 0.25
        self.slider = Slider([round(notch / self._unit) for notch in self._notches])
        self.box = NumberBox(control.low, control.high, control.step, auto=self._auto)
        label = self.add_label(self.reset)
        label.setBuddy(self.box)
        self.add_input(self.slider, 1)
        self.add_input(self.box)
        for widget in (self.slider, self.box):
            widget.installEventFilter(self)
        self._rest = QTimer(self, singleShot=True, interval=rest_ms)
        self._rest.timeout.connect(self._emit)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self._released)
        self.box.valueChanged.connect(self._typed)
        self.slider.reset_asked.connect(self.reset)
        self.box.reset_asked.connect(self.reset)
        self._show(default)

    def show_value(self, value: Any) -> None:
        """Show a value; while the user drags, it waits until the drag is over."""
        self._stored = float(value)
        if not self._busy:
            self._show(self._stored)

    def show_auto(self, value: float | None) -> None:
        """Tell which number 0 stands for now."""
        if value == self._auto_value:
            return
        self._auto_value = value
        self.box.set_auto_value(value)
        if not self._busy:
            self._show(self._shown)

    def set_lowest(self, value: float | None, why: str = "") -> None:
        """Let no value below this one be chosen, and say why in the tooltip; None lifts it."""
        self._lowest = -math.inf if value is None else value
        self.set_remark(why)

    def reset(self) -> None:
        """Go back to the default at once."""
        self.slider.setSliderDown(False)
        self._rest.stop()
        self._show(max(self.default, self._lowest))
        self._emit()

    def default_text(self) -> str:
        """Return the default as a number, or "automatic"."""
        return tr("automatic") if self._auto else self.box.textFromValue(self.default)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the wheel from slider and box; over the rest of the row it scrolls the panel."""
        if isinstance(event, QWheelEvent):
            self._turn(event)
            return True
        return super().eventFilter(watched, event)

    def _turn(self, event: QWheelEvent) -> None:
        """Move notch by notch, ten at a time with Shift; fine wheels add up."""
        if not self.box.isEnabled() or wheel_scrolls_column(self):
            event.ignore()
            return
        delta = event.angleDelta()
        self._wheel += delta.y() or delta.x()
        turns = int(self._wheel / 120)
        self._wheel -= turns * 120
        if turns:
            factor = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.slider.go_to(self.slider.stop + turns * factor)
        event.accept()

    @property
    def _busy(self) -> bool:
        return self.slider.isSliderDown() or self._rest.isActive()

    def _show(self, value: float) -> None:
        self._shown = value
        mark = self._auto_value if self._auto and self._auto_value else self.default
        self.slider.set_mark(self._stop_of(mark) if mark else None)
        for widget in (self.slider, self.box):
            widget.blockSignals(True)
        self.slider.setValue(round(self._meant(value) / self._unit))
        self.box.setValue(value)
        for widget in (self.slider, self.box):
            widget.blockSignals(False)

    def _meant(self, value: float) -> float:
        """Return the number that 0 stands for, and any other as it is."""
        return self._auto_value if value == 0 and self._auto_value else value

    def _stop_of(self, value: float) -> int:
        value = self._meant(value)
        after = min(bisect_left(self._notches, value), len(self._notches) - 1)
        before = max(after - 1, 0)
        nearer = abs(self._notches[before] - value) < abs(self._notches[after] - value)
        return before if nearer else after

    def _slid(self, _: int) -> None:
        notch = self._notches[self.slider.stop]
        self._shown = max(notch, self._lowest)
        if self._shown > notch:
            self._show(self._shown)
        self.box.blockSignals(True)
        self.box.setValue(self._shown)
        self.box.blockSignals(False)
        if self._rest.interval():
            self._rest.start()
        else:
            self._emit()

    def _released(self) -> None:
        if not self._rest.isActive():
            self._show(self._stored)

    def _typed(self, value: float) -> None:
        self._rest.stop()
        self._show(max(value, self._lowest))
        self._emit()

    def _emit(self) -> None:
        value = round(self._shown) if self._whole else round(self._shown, 9)
        if value != self._stored:
            self._stored = value
            self.changed.emit(value)
