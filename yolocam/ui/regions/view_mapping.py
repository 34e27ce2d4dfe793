"""Where a point of the image lies in the view, and the other way round."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from yolocam.ui.video.video_view import VideoView
from yolocam.ui.video.window_sink import WindowSink

Share = tuple[float, float]
"""A point as shares of the image's width and height, 0 to 1 from its upper left corner."""


class ViewMapping:
    """Maps between the view and the image of the source, which the view may show as a mirror does."""

    def __init__(self, view: VideoView, sink: WindowSink) -> None:
        self._view = view
        self._sink = sink

    @property
    def mirrored(self) -> bool:
        """Whether left and right are exchanged."""
        return self._sink.mirror

    def share_at(self, at: QPointF) -> Share:
        """Return the point of the image at a place in the view; the nearest one outside the image."""
        rect = self._view.target_rect()
        if rect.isEmpty():
            return 0.0, 0.0
        x = min(max((at.x() - rect.left()) / rect.width(), 0.0), 1.0)
        y = min(max((at.y() - rect.top()) / rect.height(), 0.0), 1.0)
        return (1.0 - x if self.mirrored else x), y

    def place_of(self, share: Share) -> QPointF:
        """Return where a point of the image lies in the view."""
        rect = self._view.target_rect()
        x = 1.0 - share[0] if self.mirrored else share[0]
        return QPointF(rect.left() + x * rect.width(), rect.top() + share[1] * rect.height())
