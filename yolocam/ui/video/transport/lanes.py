"""Lanes under the seek bar: where in a film each of the commonest classes was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from yolocam.palette import Palette
from yolocam.pipeline.sinks.results.class_histogram import ClassHistogram
from yolocam.ui.regions.moments_model import moment_text
from yolocam.ui.regions.region_moments import RegionMoment
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.theme import to_qcolor
from yolocam.ui.widgets.timecode import timecode

MOST_LANES = 4
_LANE, _GAP = 3, 1
_REACH = 5.0
"""So far beside an event a click or a pointer means it."""

_NARROWEST = 2.0
"""A find of a single frame must be seen as well."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A class, its colour, and where it was found: begin and end of each stay, in nanoseconds.

    A lane of events has `moments` instead, whose words are asked for only where one is pointed at.
    """

    name: str
    colour: QColor
    stays: tuple[tuple[int, int], ...] = ()
    moments: tuple[RegionMoment, ...] = ()


class Lanes(QWidget):
    """Emits `sought(ns)` when it is clicked. `x_of()(ns)` and `ns_at(x)` say where the seek bar has a moment.

    The classes found in most places have a lane, at most MOST_LANES, in the colours of their boxes. The
    room for them is there from the start, so that the image does not move.
    """

    sought = Signal(object)  # int nanoseconds: they do not fit into Qt's 32-bit int

    def __init__(self, x_of: Callable[[], Callable[[int], float]], ns_at: Callable[[float], int]) -> None:
        super().__init__()
        self._x_of = x_of
        self._ns_at = ns_at
        self._lanes: tuple[Lane, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Where each class was found"))

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """What is shown."""
        return self._lanes

    def show_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Show other lanes."""
        if lanes != self._lanes:
            self._lanes = lanes
            self.setAccessibleDescription(", ".join(lane.name for lane in lanes))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, MOST_LANES * (_LANE + _GAP))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where it is clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            near = self._near(event.position())
            self.sought.emit(self._ns_at(event.position().x()) if near is None else near.at_ns)

    def event(self, event: QEvent) -> bool:
        """Tell what was found where the pointer is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._told(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a bar for each stay."""
        x_of = self._x_of()  # asks the style, which would be slow for each of a thousand stays
        with QPainter(self) as painter:
            for row, lane in enumerate(self._lanes):
                for begin, end in lane.stays:
                    left, right = x_of(begin), x_of(end)
                    width = max(right - left, _NARROWEST)
                    painter.fillRect(QRectF(left, row * (_LANE + _GAP), width, _LANE), lane.colour)
                for x in {round(x_of(moment.at_ns)) for moment in lane.moments}:  # many may share a pixel
                    mark = QRectF(x - _NARROWEST / 2, row * (_LANE + _GAP), _NARROWEST, _LANE)
                    painter.fillRect(mark, lane.colour)

    def _near(self, place: QPointF) -> RegionMoment | None:
        """Return the event that is pointed at, if one is."""
        row = int(place.y()) // (_LANE + _GAP)
        moments = self._lanes[row].moments if 0 <= row < len(self._lanes) else ()
        if not moments:
            return None
        x_of = self._x_of()
        nearest = min(moments, key=lambda moment: abs(x_of(moment.at_ns) - place.x()))
        return nearest if abs(x_of(nearest.at_ns) - place.x()) <= _REACH else None

    def _told(self, place: QPointF) -> str:
        ns = self._ns_at(place.x())
        row = int(place.y()) // (_LANE + _GAP)
        if row >= len(self._lanes):
            return ""
        if self._lanes[row].moments:
            near = self._near(place)
            return tooltip(self._lanes[row].name if near is None else moment_text(near))
        found = any(begin <= ns < end for begin, end in self._lanes[row].stays)
        name = self._lanes[row].name
        words = tr("{name}, found at {time}") if found else tr("{name}, not found at {time}")
        return tooltip(words.format(name=name, time=timecode(ns)))


def lanes_of(presence: ClassHistogram, palette: Palette, image_ns: int | None) -> tuple[Lane, ...]:
    """Return the lanes of the commonest classes; `image_ns` is how long each of several images is shown."""
    width_ns = presence.width * (image_ns or 0 if presence.in_pictures else 1e9)
    common = sorted(presence.found.items(), key=lambda item: (-np.count_nonzero(item[1]), item[0]))
    return tuple(
        Lane(name, to_qcolor(palette.colour(class_id)), tuple(_stays(found, presence.frames, width_ns)))
        for (class_id, name), found in common[:MOST_LANES]
    )


def _stays(found: NDArray[np.int64], frames: NDArray[np.int64], width_ns: float) -> Iterator[tuple[int, int]]:
    """Yield where each stay begins and ends; a frame counts up to the next one, if that is not far."""
    looked = np.flatnonzero(frames)
    if not len(looked):
        return
    steps = np.diff(looked, append=looked[-1] + 1)
    ends = looked + np.minimum(steps, 2 * max(int(np.median(steps)), 1))
    stay: tuple[int, int] | None = None
    for begin, end in zip(looked[found[looked] > 0].tolist(), ends[found[looked] > 0].tolist(), strict=True):
        if stay is not None and begin > stay[1]:
            yield round(stay[0] * width_ns), round(stay[1] * width_ns)
            stay = None
        stay = (begin if stay is None else stay[0], end)
    if stay is not None:
        yield round(stay[0] * width_ns), round(stay[1] * width_ns)
