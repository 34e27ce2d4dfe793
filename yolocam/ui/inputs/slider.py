"""A horizontal slider that goes where it is clicked, with a mark at its default."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

_RADIUS = 7.0
_GROOVE = 4.0


class Slider(QSlider):
    """Stops at the given whole numbers, ascending and evenly spaced on the screen.

    Its value is the number that is meant, because screen readers say it.
    """

    reset_asked = Signal()

    def __init__(self, stops: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._stops = stops
        self.setRange(stops[0], stops[-1])
        page = max(len(stops) // 10, 1)
        action = QSlider.SliderAction
        self._moves = {
            action.SliderSingleStepAdd.value: 1,
            action.SliderSingleStepSub.value: -1,
            action.SliderPageStepAdd.value: page,
            action.SliderPageStepSub.value: -page,
        }
        self.actionTriggered.connect(self._follow_key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._mark: int | None = None
        self._grab = 0.0  # from the handle's centre to where it was taken

    @property
    def stop(self) -> int:
        """Which of the stops it stands at, counted from 0."""
        return self._stop_of(self.value())

    def go_to(self, stop: int) -> None:
        """Move to a stop; beyond the ends to the last one."""
        self.setValue(self._stops[min(max(stop, 0), len(self._stops) - 1)])

    def set_mark(self, position: int | None) -> None:
        """Show a small mark under a stop, or none."""
        if position != self._mark:
            self._mark = position
            self.update()

    def sizeHint(self) -> QSize:
        """Wide enough to be set by hand."""
        return QSize(120, 24)

    def minimumSizeHint(self) -> QSize:
        """Still usable."""
        return QSize(64, 24)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle, or bring it here first."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        x = event.position().x()
        centre = self._x_of(self._stop_of(self.sliderPosition()))
        self._grab = x - centre if abs(x - centre) <= _RADIUS else 0.0
        self.setSliderDown(True)
        self._drag_to(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self.isSliderDown():
            self._drag_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the handle go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the default."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove, mark and handle in the palette's colours."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            middle, x = self.height() / 2, self._x_of(self._stop_of(self.sliderPosition()))
            groove = QRectF(_RADIUS, middle - _GROOVE / 2, self.width() - 2 * _RADIUS, _GROOVE)
            fill = self._role(QPalette.ColorRole.Accent)
            painter.setBrush(self._role(QPalette.ColorRole.Mid))
            painter.drawRoundedRect(groove, _GROOVE / 2, _GROOVE / 2)
            painter.setBrush(fill)
            begins = self._x_of(0)
            painter.drawRoundedRect(QRectF(min(begins, x), groove.top(), abs(x - begins), _GROOVE), 2, 2)
            if self._mark is not None:
                painter.setBrush(self._role(QPalette.ColorRole.PlaceholderText))
                painter.drawRoundedRect(QRectF(self._x_of(self._mark) - 1, middle + _RADIUS, 2, 3), 1, 1)
            self._paint_handle(painter, QPointF(x, middle), fill)

    def _paint_handle(self, painter: QPainter, centre: QPointF, colour: QColor) -> None:
        if self.hasFocus():
            halo = QColor(colour)
            halo.setAlphaF(0.3)
            painter.setBrush(halo)
            painter.drawEllipse(centre, _RADIUS + 2.5, _RADIUS + 2.5)
        painter.setPen(QPen(colour, 2))
        pressed = self.isSliderDown() or self.underMouse()
        painter.setBrush(colour if pressed and self.isEnabled() else self._role(QPalette.ColorRole.Base))
        painter.drawEllipse(centre, _RADIUS - 1, _RADIUS - 1)

    def _role(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)

    def _stop_of(self, value: int) -> int:
        """Return the nearest stop."""
        after = min(bisect_left(self._stops, value), len(self._stops) - 1)
        before = max(after - 1, 0)
        nearer = abs(self._stops[before] - value) < abs(self._stops[after] - value)
        return before if nearer else after

    def _follow_key(self, action: int) -> None:
        """Let a key move by stops; what is meant lies unevenly between them."""
        if action in self._moves:
            stop = self.stop + self._moves[action]
            self.setSliderPosition(self._stops[min(max(stop, 0), len(self._stops) - 1)])

    def _x_of(self, stop: int) -> float:
        x = _RADIUS + stop / max(len(self._stops) - 1, 1) * (self.width() - 2 * _RADIUS)
        return self.width() - x if self.isRightToLeft() else x

    def _drag_to(self, x: float) -> None:
        left, right = _RADIUS, max(self.width() - _RADIUS, _RADIUS + 1)
        if left < x < right:  # at the ends it does not matter where the handle was taken
            x -= self._grab
        share = (min(max(x, left), right) - left) / (right - left)
        share = 1 - share if self.isRightToLeft() else share
        self.setSliderPosition(self._stops[round(share * (len(self._stops) - 1))])
