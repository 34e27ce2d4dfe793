"""How far the image is zoomed in, and which part of it is seen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt

MAX_ZOOM = 16.0
"""Largest magnification over the size at which the whole image fits."""


class Zoom:
    """The whole image fits at first; nothing smaller is possible."""

    def __init__(self) -> None:
        self._scale = 1.0
        self._centre = QPointF(0.5, 0.5)  # the point of the image in the middle, as shares of its sides

    @property
    def is_active(self) -> bool:
        """Whether less than the whole image may be seen."""
        return self._scale > 1

    def fit(self) -> None:
        """Show the whole image."""
        self._scale = 1.0
        self._centre = QPointF(0.5, 0.5)

    def rect(self, image: QSize, room: QSize) -> QRectF:
        """Return where the image lies in the room, in device-independent pixels."""
        size = QSizeF(fitted(image, room)) * self._scale
        left = _start(room.width(), size.width(), self._centre.x())
        top = _start(room.height(), size.height(), self._centre.y())
        if not self.is_active:
            left, top = left // 1, top // 1  # whole pixels keep the image sharp
        return QRectF(left, top, size.width(), size.height())

    def by(self, factor: float, point: QPointF, image: QSize, room: QSize) -> None:
        """Enlarge by a factor; what is at the point stays there."""
        before = self.rect(image, room)
        if before.isEmpty():
            return
        x, y = (point.x() - before.x()) / before.width(), (point.y() - before.y()) / before.height()
        self._scale = min(max(self._scale * factor, 1.0), MAX_ZOOM)
        size = QSizeF(fitted(image, room)) * self._scale
        self._centre = QPointF(
            x + (room.width() / 2 - point.x()) / size.width(),
            y + (room.height() / 2 - point.y()) / size.height(),
        )
        self._settle(image, room)

    def pan(self, way: QPointF, image: QSize, room: QSize) -> None:
        """Move the image by a way in pixels, as far as its edge."""
        size = self.rect(image, room).size()
        if not size.isEmpty():
            self._centre -= QPointF(way.x() / size.width(), way.y() / size.height())
            self._settle(image, room)

    def centre_on(self, point: QPointF, image: QSize, room: QSize, least: float) -> None:
        """Bring a point, as shares of the sides, to the middle; enlarged at least so many times."""
        self._scale = min(max(self._scale, least, 1.0), MAX_ZOOM)
        self._centre = QPointF(point)
        self._settle(image, room)

    def _settle(self, image: QSize, room: QSize) -> None:
        """Forget what lies beyond the edges, so that moving back begins at once."""
        if not self.is_active:
            self.fit()
            return
        rect = self.rect(image, room)
        self._centre = QPointF(
            (room.width() / 2 - rect.x()) / rect.width(), (room.height() / 2 - rect.y()) / rect.height()
        )


def fitted(image: QSize, room: QSize) -> QSize:
    """Return the largest size with the image's proportions that fits into the room."""
    return image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)


def _start(room: float, size: float, centre: float) -> float:
    """Return where a side begins: in the middle if it is short, else without a gap at either end."""
    if size <= room:
        return (room - size) / 2
    return min(max(room / 2 - centre * size, room - size), 0.0)
