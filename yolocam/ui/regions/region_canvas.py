"""The sheet over the image on which regions are drawn with the mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from yolocam.pipeline.regions.plane_geometry import Points
from yolocam.pipeline.regions.region_file import Kind
from yolocam.ui.regions import region_painting
from yolocam.ui.regions.region_editor import RegionEditor
from yolocam.ui.regions.view_mapping import Share, ViewMapping
from yolocam.ui.translation import tr
from yolocam.ui.video.video_view import VideoView

Tool = Literal["line", "rectangle", "polygon"]

_REACH = 9
"""Pixels around a handle in which a press takes hold of it."""

_LEAST = 6
"""Pixels that a line or rectangle must measure to be meant."""

_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True, slots=True, eq=False)
class _Grip:
    """What the mouse holds: a point of a region, or the whole region where `point` is None."""

    name: str
    point: int | None
    start: Share
    points: Points


class RegionCanvas(QWidget):
    """Lies over a VideoView while a tool is chosen, and hands what is drawn to the editor.

    A press on a point of a region drags it, on the square in its middle the whole region; elsewhere it
    begins a new one. Esc gives up what is begun, and then the tool; Del removes the `selected` region; Ctrl+Z
    takes the last change back. `tool_changed` and `selected_changed` tell what their names say.
    """

    tool_changed = Signal()
    selected_changed = Signal()

    def __init__(self, view: VideoView, mapping: ViewMapping, editor: RegionEditor) -> None:
        super().__init__(view)
        self._view = view
        self._mapping = mapping
        self._editor = editor
        self.tool: Tool | None = None
        self.selected: str | None = None
        self._draft: list[Share] = []
        self._grip: _Grip | None = None
        self._moved: Points | None = None  # where the grip has the region now
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("Regions"))
        self.hide()
        editor.changed.connect(self._follow)
        view.installEventFilter(self)

    def choose(self, tool: Tool | None) -> None:
        """Draw with another tool; None leaves drawing."""
        self.tool = tool
        self._give_up()
        self.setVisible(tool is not None)
        if tool is not None:
            self.setGeometry(self._view.rect())
            self.raise_()
            self.setFocus()
        else:
            self.select(None)
            self._view.setFocus()
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.tool_changed.emit()

    def leave(self) -> bool:
        """Give up what is begun, else the tool; return whether there was any."""
        if self.tool is None:
            return False
        if self._draft or self._grip is not None:
            self._give_up()
        else:
            self.choose(None)
        return True

    def select(self, name: str | None) -> None:
        """Mark a region as the one that is meant."""
        if name != self.selected:
            self.selected = name
            self.update()
            self.selected_changed.emit()

    def undo(self) -> None:
        """Take back the last point of a polygon that is being drawn, else the last change."""
        if self._draft:
            self._draft = self._draft[:-2] + self._draft[-1:] if len(self._draft) > 2 else []
            self.update()
        else:
            self._editor.undo()

    # Qt's events.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the view."""
        if event.type() == QEvent.Type.Resize and watched is self._view:
            self.setGeometry(self._view.rect())
        return False

    def event(self, event: QEvent) -> bool:
        # Before the window's own shortcuts: Esc would leave full screen.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            ours = event.key() in _KEYS or event.matches(QKeySequence.StandardKey.Undo)
            event.setAccepted(ours)
            return ours or super().event(event)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _KEYS and self.selected is not None and not self._draft:
            self._editor.remove(self.selected)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self._draft) > 3:
            self._finish(self._draft[:-1])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        at, share = event.position(), self._mapping.share_at(event.position())
        if self._draft:  # a polygon: another point
            if len(self._draft) > 3 and self._near(at, self._draft[0]):
                self._finish(self._draft[:-1])
                return
            self._draft[-1] = share
            self._draft.append(share)
        else:
            self._grip = self._grip_at(at)
            self.select(self._grip.name if self._grip is not None else None)
            if self._grip is None:
                self._draft = [share, share]
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        share = self._mapping.share_at(event.position())
        if self._grip is not None:
            self._moved = _dragged(self._grip, share)
            self.update()
        elif self._draft:
            self._draft[-1] = share
            self.update()
        else:  # nothing to paint: the image below would be painted with it
            held = self._grip_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeAllCursor if held else Qt.CursorShape.CrossCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        grip, moved = self._grip, self._moved
        self._grip = self._moved = None
        if grip is not None:
            if moved is not None and _is_shape(moved):
                self._editor.move(grip.name, moved)
        elif self._draft and self.tool != "polygon":
            self._draft[-1] = self._mapping.share_at(event.position())
            self._finish(self._draft)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._draft and len(self._draft) > 3:
            self._finish(self._draft[:-1])
        else:
            self.mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for region in self._editor.current.regions:
                held = self._grip is not None and self._grip.name == region.name
                points = self._moved if held and self._moved is not None else region.points
                places = [self._mapping.place_of((x, y)) for x, y in points.tolist()]
                region_painting.paint_handles(
                    painter, places, region.kind, chosen=region.name == self.selected, held=held
                )
            if self._draft:
                region_painting.paint_draft(painter, *self._drafted(), mirrored=self._mapping.mirrored)

    # Behind them.

    def _drafted(self) -> tuple[list[QPointF], Tool | None]:
        shares = _corners(self._draft) if self.tool == "rectangle" else self._draft
        return [self._mapping.place_of(share) for share in shares], self.tool

    def _finish(self, draft: list[Share]) -> None:
        """Make a region of what was drawn, unless it is too small to be meant."""
        shares = _corners(draft) if self.tool == "rectangle" else list(draft)
        self._draft = []
        places = np.array([self._mapping.place_of(share).toTuple() for share in shares])
        extent = np.ptp(places, axis=0)
        meant = extent.max() >= _LEAST if self.tool == "line" else extent.min() >= _LEAST
        points = np.array(shares, np.float64)
        if meant and _is_shape(points):
            kind: Kind = "line" if self.tool == "line" else "polygon"
            self.select(self._editor.add(kind, points))
        self.update()

    def _give_up(self) -> None:
        self._draft, self._grip, self._moved = [], None, None
        self.update()

    def _grip_at(self, at: QPointF) -> _Grip | None:
        share = self._mapping.share_at(at)
        for region in reversed(self._editor.current.regions):
            shares = [(x, y) for x, y in region.points.tolist()]
            for number, point in enumerate(shares):
                if self._near(at, point):
                    return _Grip(region.name, number, share, region.points)
            x, y = region.points.mean(0).tolist()
            if self._near(at, (x, y)):
                return _Grip(region.name, None, share, region.points)
        return None

    def _near(self, at: QPointF, share: Share) -> bool:
        return (self._mapping.place_of(share) - at).manhattanLength() <= _REACH

    def _follow(self) -> None:
        self._grip = self._moved = None
        if self.selected is not None and self._editor.find(self.selected) is None:
            self.select(None)
        self.update()


def _corners(draft: list[Share]) -> list[Share]:
    (left, top), (right, bottom) = draft[0], draft[-1]
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _dragged(grip: _Grip, to: Share) -> Points:
    """Return where the points of a region are when the mouse has gone to `to`; they stay in the image."""
    points = grip.points.copy()
    if grip.point is not None:
        points[grip.point] = to
        return points
    way = np.array(to) - grip.start
    way = np.clip(way, -points.min(0), 1.0 - points.max(0))
    return points + way


def _is_shape(points: Points) -> bool:
    """Whether the points are as far apart as a file of regions wants them."""
    apart = len(np.unique(points.round(5), axis=0))
    return apart >= (2 if len(points) == 2 else 3)
