"""The bar that shows where a file is and takes the mouse anywhere in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QToolTip, QWidget

from yolocam.ui.translation import tr
from yolocam.ui.widgets.timecode import timecode

_NS_PER_MS = 1_000_000
_NS_PER_S = 1_000_000_000


class SeekBar(QSlider):
    """Emits `sought(ns)` for a click and for every move of a drag; the keyboard is left to the window."""

    sought = Signal(object)  # int nanoseconds: they do not fit into Qt's 32-bit int

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(tr("Position"))
        self._words: Callable[[int], str] = timecode
        self._notch_ns = _NS_PER_S
        self._told_ns = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_duration(self, ns: int) -> None:
        """Set the length of the file in nanoseconds."""
        self.setRange(0, max(ns // _NS_PER_MS, 1))

    def set_images(self, image_ns: int | None) -> None:
        """Count images that are each shown this long, instead of time; None counts time."""
        self._notch_ns = image_ns or _NS_PER_S
        self._words = timecode if image_ns is None else lambda ns: str(ns // image_ns + 1)

    def set_position(self, ns: int) -> None:
        """Follow the playback, unless the mouse holds the handle."""
        if not self.isSliderDown():
            self.setValue(ns // _NS_PER_MS)
        self._tell(ns)

    def _tell(self, ns: int) -> None:
        """Tell screen readers the time, once a second: their value is in milliseconds."""
        if abs(ns - self._told_ns) >= self._notch_ns or not self.accessibleDescription():
            self._told_ns = ns
            whole = self._words(self.maximum() * _NS_PER_MS)
            text = tr("{position} of {length}").format(position=self._words(ns), length=whole)
            self.setAccessibleDescription(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the mouse and hold on to it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it is held, and show the time under it."""
        if self.isSliderDown():
            self._go(event)
        if self.isEnabled():
            text = self._words(self._value_at(event) * _NS_PER_MS)
            QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the window, where the arrows move by five seconds."""
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move by one second, or one image, for each notch."""
        notch = self._notch_ns // _NS_PER_MS
        value = self.value() + (notch if event.angleDelta().y() > 0 else -notch)
        self.setValue(value)
        self.sought.emit(self.value() * _NS_PER_MS)
        event.accept()

    def _go(self, event: QMouseEvent) -> None:
        self.setValue(self._value_at(event))
        self.sought.emit(self.value() * _NS_PER_MS)

    def x_of(self) -> Callable[[int], float]:
        """Return what tells where the middle of the handle is at a time, at the present size of the bar."""
        begin, reach = self._way()
        length_ns = self.maximum() * _NS_PER_MS
        return lambda ns: begin + reach * min(ns / max(length_ns, 1), 1.0)

    def ns_at(self, x: float) -> int:
        """Return the time at which the middle of the handle is there."""
        begin, reach = self._way()
        return self._value_from(round(x) - begin, reach) * _NS_PER_MS

    def _value_at(self, event: QMouseEvent) -> int:
        begin, reach = self._way()
        return self._value_from(round(event.position().x()) - begin, reach)

    def _value_from(self, offset: int, reach: int) -> int:
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), offset, reach)

    def _way(self) -> tuple[int, int]:
        """Return where the middle of the handle begins, and how far it can move."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style, kind = self.style(), QStyle.ComplexControl.CC_Slider
        groove = style.subControlRect(kind, option, QStyle.SubControl.SC_SliderGroove, self)
        handle = style.subControlRect(kind, option, QStyle.SubControl.SC_SliderHandle, self)
        return groove.x() + handle.width() // 2, groove.width() - handle.width()
