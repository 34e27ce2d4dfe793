"""Paints the image: black around it, its proportions kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from yolocam.frame import Rendered
from yolocam.ui.translation import tr
from yolocam.ui.video.following import Following
from yolocam.ui.video.overlay import paint_caption, paint_overlay
from yolocam.ui.video.pointed_box import PointedBox, box_at, box_of_track
from yolocam.ui.video.window_sink import PaintedImage, WindowSink
from yolocam.ui.video.zoom import Zoom
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.theme import accent

_FOLLOWED_SHARE, _FOLLOW_ZOOM = 0.4, 4.0
"""The share of the image that a followed object becomes, as far as this magnification allows it."""

_ZOOM_STEP = 1.25
"""By how much a notch of the wheel or a key enlarges."""


class VideoView(QWidget):
    """Shows what arrives in a WindowSink; Ctrl and the wheel zoom, dragging moves a zoomed image.

    `appeared` tells that the first image of a source was painted, `painted(Rendered)` tells of each one.
    `clicked` asks to play or pause, `double_clicked` for full screen. A double click begins with a click, so
    that `clicked` is emitted once more to take it back.
    """

    appeared = Signal()
    painted = Signal(object)
    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, sink: WindowSink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sink = sink
        self._picture: PaintedImage | None = None
        self._zoom = Zoom()
        self._pressed: QPointF | None = None  # where the left button went down, or the drag was last
        self._dragging = False
        self._pointer: QPointF | None = None
        self._outlined: PointedBox | None = None
        self._following = Following()
        self.marked: int | None = None
        """The track that is outlined wherever the pointer is not on another object."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("Image"))
        self.setAccessibleDescription(tr("The video or camera image with its detections"))
        sink.arrived.connect(self.update)

    @property
    def current(self) -> Rendered | None:
        """What was painted last; None while nothing is open."""
        return self._picture.rendered if self._picture else None

    @property
    def annotated(self) -> Rendered | None:
        """The same with its annotated image, which is never mirrored; may take the time of a drawing."""
        return self._sink.annotated(self._picture.rendered) if self._picture else None

    def clear(self) -> None:
        """Forget the image: its source was closed."""
        self._sink.discard()
        self._picture = self.marked = None
        self.zoom_to_fit()

    def target_rect(self) -> QRectF:
        """Return where the image lies in the widget, in device-independent pixels; larger when zoomed."""
        if self._picture is None:
            return QRectF()
        return self._zoom.rect(self._picture.image.size(), self.size())

    @property
    def is_zoomed(self) -> bool:
        """Whether less than the whole image may be seen."""
        return self._zoom.is_active

    def zoom(self, steps: float, place: QPointF | None = None) -> None:
        """Enlarge by steps, or reduce; what is at the place, or in the middle, stays there."""
        if self._picture is not None:
            place = QPointF(self.rect().center()) if place is None else place
            self._zoom.by(_ZOOM_STEP**steps, place, self._picture.image.size(), self.size())
            self._follow_zoom()

    def zoom_to_fit(self) -> None:
        """Show the whole image, and follow nothing in it: the next image would zoom in again."""
        self._following.stop()
        self._zoom.fit()
        self._follow_zoom()

    @property
    def followed(self) -> PointedBox | None:
        """The object that is kept in the middle."""
        return self._following.box

    def follow(self, box: PointedBox) -> None:
        """Zoom in on an object, and keep it in the middle until it is gone."""
        self._following.start(box)
        self._centre()

    def mark(self, track_id: int | None) -> None:
        """Outline the object with this number, and say what it is; None outlines none."""
        self.marked = track_id
        self.update()

    def follow_nothing(self) -> None:
        """Show the whole image again, if an object was followed."""
        if self.followed is not None:
            self.zoom_to_fit()

    def box_under(self, place: QPointF) -> PointedBox | None:
        """Return the smallest box at a place of the widget."""
        picture, rect = self._picture, self.target_rect()
        if picture is None or rect.isEmpty() or not rect.contains(place):
            return None
        width, height = picture.rendered.frame.size_wh
        x = (place.x() - rect.x()) / rect.width() * width
        y = (place.y() - rect.y()) / rect.height() * height
        return box_at(picture.rendered.detected, width - x if picture.mirrored else x, y)

    def sizeHint(self) -> QSize:
        """Large enough for a small video at its own size."""
        return QSize(960, 540)

    def minimumSizeHint(self) -> QSize:
        """Small, so that the window can become narrow."""
        return QSize(240, 160)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Take the newest image and paint it, and black where it does not reach."""
        fresh = self._sink.take()
        first = self._picture is None and fresh is not None
        if fresh is not None:
            self._take(fresh)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
            if self._picture is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                target = self.target_rect()
                painter.drawImage(target, self._picture.image)
                scale = target.width() / self._picture.image.width()
                visible = target.intersected(QRectF(self.rect()))
                paint_overlay(painter, self._picture.overlay, target, scale, visible)
                self._paint_outline(painter)
        if fresh is not None:
            self._sink.painted(fresh)
            self.painted.emit(fresh.rendered)
        if first:
            self.appeared.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(event.angleDelta().y() / 120, event.position())
            event.accept()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move a zoomed image, or outline the box under the pointer."""
        self._pointer = event.position()
        if self._pressed is None:
            self._outline()
            return
        way = event.position() - self._pressed
        self._dragging = self._dragging or way.manhattanLength() >= QApplication.startDragDistance()
        if self._dragging and self.is_zoomed and self._picture is not None:
            self._pressed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._following.stop()
            self._zoom.pan(way, self._picture.image.size(), self.size())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self._follow_zoom()
        if not self._dragging and self._picture is not None:
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole image if it is zoomed; else ask for full screen."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._picture is not None:
            self.clicked.emit()
        if self.is_zoomed:
            self.zoom_to_fit()
        else:
            self.double_clicked.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self._outline()

    def event(self, event: QEvent) -> bool:
        """Tell what the box under the pointer is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            box = self.box_under(QPointF(event.pos()))
            lines = [] if box is None else box.description().splitlines()
            QToolTip.showText(event.globalPos(), tooltip(*lines), self)
            return True
        return super().event(event)

    def _take(self, fresh: PaintedImage) -> None:
        before, self._picture = self._picture, fresh
        if before is not None and before.rendered.frame.source.name != fresh.rendered.frame.source.name:
            self.zoom_to_fit()
        if self.followed is not None:
            self._following.look(fresh.rendered.detected)
            self._centre()

    def _centre(self) -> None:
        """Bring the followed object to the middle."""
        picture, box = self._picture, self.followed
        if picture is None:
            return
        if box is None:  # it is gone for good
            self.zoom_to_fit()
            return
        (width, height), (left, top, right, bottom) = picture.rendered.frame.size_wh, box.xyxy
        x, y = (left + right) / 2 / width, (top + bottom) / 2 / height
        share = max((right - left) / width, (bottom - top) / height, 0.01)
        place = QPointF(1 - x if picture.mirrored else x, y)
        self._zoom.centre_on(
            place, picture.image.size(), self.size(), min(_FOLLOWED_SHARE / share, _FOLLOW_ZOOM)
        )
        self._follow_zoom()

    def _follow_zoom(self) -> None:
        if self.is_zoomed:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
        self.update()

    def _outline(self) -> None:
        box = None if self._pointer is None else self.box_under(self._pointer)
        if box != self._outlined:
            self._outlined = box
            self.update()

    def _paint_outline(self, painter: QPainter) -> None:
        picture = self._picture
        box = self._outlined = None if self._pointer is None else self.box_under(self._pointer)
        if box is None and picture is not None:
            box = box_of_track(picture.rendered.detected, self.marked)
        if box is None or picture is None:
            return
        rect, (width, height) = self.target_rect(), picture.rendered.frame.size_wh
        left, top, right, bottom = box.xyxy
        if picture.mirrored:
            left, right = width - right, width - left
        x, y = rect.width() / width, rect.height() / height
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        outline = QRectF(rect.x() + left * x, rect.y() + top * y, (right - left) * x, (bottom - top) * y)
        for pen in (QPen(Qt.GlobalColor.white, 4), QPen(accent(), 2)):
            painter.setPen(pen)
            painter.drawRect(outline)
        paint_caption(painter, box.caption, outline, picture.overlay, rect.intersected(QRectF(self.rect())))
