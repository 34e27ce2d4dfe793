"""A level meter: how loud the left and the right channel are, and whether they are too loud."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from yolocam.media.sound.levels import QUIETEST_DB, SILENCE, Levels
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.explained import explain

_BAR, _GAP = 8, 4
_FALL_DB_PER_S = 24.0
_CLIP_SHOWN_S = 2.0
_LOUD_DB, _VERY_LOUD_DB = -18.0, -6.0
_MARKS_DB = (-48, -36, -24, -18, -12, -6)


class LevelMeter(QWidget):
    """Two bars from -60 to 0 dB with a word at their right end; a peak falls slowly, so that one can see it.

    `show_levels(None)` says that there is nothing to hear.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = [QUIETEST_DB, QUIETEST_DB]
        """What the bars show, in dB, left and right."""
        self._clipped_at = [-_CLIP_SHOWN_S, -_CLIP_SHOWN_S]
        self._alive = False
        self._at = time.monotonic()
        self.setFont(theme.tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Level"))
        explain(self, tr("Left and right, from -60 to 0 dB. Speech should reach -18 to -6 dB."))

    def show_levels(self, levels: Levels | None) -> None:
        """Show newly measured levels."""
        now = time.monotonic()
        fallen = (now - self._at) * _FALL_DB_PER_S
        self._at, self._alive = now, levels is not None
        found = levels or SILENCE
        for channel in (0, 1):
            self.shown[channel] = max(found.peaks_db[channel], self.shown[channel] - fallen, QUIETEST_DB)
            if found.clipped[channel]:
                self._clipped_at[channel] = now
        self.update()

    @property
    def words(self) -> tuple[str, str]:
        """What stands beside the bars, left and right."""
        return self._word(0), self._word(1)

    def sizeHint(self) -> QSize:
        return QSize(280, max(2 * _BAR + _GAP, 2 * self.fontMetrics().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint groove, bar, marks and word of each channel."""
        metrics = self.fontMetrics()
        words = max(metrics.horizontalAdvance(text) for text in (tr("too loud"), "-60 dB", tr("silent")))
        row = self.height() / 2
        with QPainter(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            for channel in (0, 1):
                top = channel * row + (row - _BAR) / 2
                groove = QRectF(0, top, self.width() - words - 2 * _GAP, _BAR)
                self._paint_bar(painter, groove, self.shown[channel])
                clipped = self._is_clipped(channel)
                painter.setPen(theme.danger() if clipped else theme.quiet())
                place = QRectF(groove.right() + 2 * _GAP, channel * row, words, row)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._word(channel))
                painter.setPen(Qt.PenStyle.NoPen)

    def _paint_bar(self, painter: QPainter, groove: QRectF, level_db: float) -> None:
        painter.fillRect(groove, self.palette().color(QPalette.ColorRole.Mid))
        below = QUIETEST_DB
        for above, colour in zip((_LOUD_DB, _VERY_LOUD_DB, 0.0), _zone_colours(), strict=True):
            reached = min(level_db, above)
            if reached > below:
                left, right = _x(groove, below), _x(groove, reached)
                painter.fillRect(QRectF(left, groove.top(), right - left, groove.height()), colour)
            below = above
        ground = self.palette().color(QPalette.ColorRole.Window)
        for mark in _MARKS_DB:
            painter.fillRect(QRectF(_x(groove, mark), groove.top(), 1, groove.height()), ground)

    def _is_clipped(self, channel: int) -> bool:
        return time.monotonic() - self._clipped_at[channel] < _CLIP_SHOWN_S

    def _word(self, channel: int) -> str:
        if self._is_clipped(channel):
            return tr("too loud")
        if not self._alive or self.shown[channel] <= QUIETEST_DB:
            return tr("silent")
        return f"{self.shown[channel]:.0f} dB"


def _zone_colours() -> tuple[QColor, QColor, QColor]:
    if theme.is_dark():
        return QColor("#4cc38a"), QColor("#e0b040"), QColor("#ff7a70")
    return QColor("#2e9e44"), QColor("#d08700"), QColor("#d32f2f")


def _x(groove: QRectF, level_db: float) -> float:
    return groove.left() + (level_db / -QUIETEST_DB + 1) * groove.width()
