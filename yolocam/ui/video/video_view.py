"""Paints the image: black around it, its proportions kept."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from yolocam.frame import Rendered
from yolocam.ui.translation import tr
from yolocam.ui.video.overlay import OverlayPainter
from yolocam.ui.video.window_sink import PaintedImage, WindowSink


class VideoView(QWidget):
    """Shows what arrives in a WindowSink.

    `appeared` tells that the first image of a source was painted; `double_clicked` asks for full screen.
    """

    appeared = Signal()
    double_clicked = Signal()

    def __init__(self, sink: WindowSink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sink = sink
        self._picture: PaintedImage | None = None
        self._overlay = OverlayPainter()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
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
        self._picture = None
        self.update()

    def target_rect(self) -> QRectF:
        """Return where the image lies in the widget, in device-independent pixels."""
        if self._picture is None:
            return QRectF()
        size = fitted(self._picture.image.size(), self.size())
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        return QRectF(left, top, size.width(), size.height())

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
            self._picture = fresh
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
            if self._picture is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                target = self.target_rect()
                painter.drawImage(target, self._picture.image)
                scale = target.width() / self._picture.image.width()
                visible = target.intersected(QRectF(self.rect()))
                self._overlay.paint(painter, self._picture.overlay, target, scale, visible)
        if fresh is not None:
            self._sink.painted(fresh)
        if first:
            self.appeared.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for full screen."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()


def fitted(picture: QSize, room: QSize) -> QSize:
    """Return the largest size with the image's proportions that fits into `room`."""
    return picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
