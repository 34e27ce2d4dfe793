"""Boxes, labels and regions over the image, at the resolution of the screen however large the image is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from yolocam.frame import OverlayShape
from yolocam.palette import Colour
from yolocam.pipeline.drawing.annotate import fps_text
from yolocam.pipeline.drawing.labels import Rect, place_label
from yolocam.pipeline.drawing.marks import LABEL_SCALES, Mark
from yolocam.ui.widgets.theme import tabular, to_qcolor

_FONT_RANGE = (11, 18)
"""Smallest and largest letters of labels whose size nobody chose, in device-independent pixels."""

_SMALLEST_FONT = 9

MOST_OF_BOX = 2
"""A label that is wider than this many times its box says more of it than of what is in the image."""

_SHADE = QColor(0, 0, 0, 110)  # beside a line, so that no background swallows it
_PLATE = QColor(0, 0, 0, 165)  # behind words that have no colour of their own
_FILL_ALPHA = 38
_MITER = Qt.PenJoinStyle.MiterJoin
_ARROW = 8.0  # length in widths of the line


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over one image: the same boxes and words that a recording has in its images.

    Boxes and points are in pixels of the image as it is shown. `line_width` 0 fits it to the image;
    `fps` None writes no frame rate.
    """

    marks: Sequence[Mark] = ()
    shapes: Sequence[tuple[OverlayShape, Colour]] = ()
    labels: bool = True
    line_width: int = 0
    label_size: str = "auto"
    fps: float | None = None


def paint_overlay(painter: QPainter, overlay: Overlay, target: QRectF, scale: float, visible: QRectF) -> None:
    """Paint over an image that fills `target`, `scale` times as large, and of which `visible` is seen.

    `painter` is in device-independent pixels and has the font of its widget.
    """
    painter.save()
    painter.setClipRect(visible)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = _Pen.of(painter, overlay, scale, visible)
    for shape, colour in overlay.shapes:
        _paint_shape(painter, shape, to_qcolor(colour), pen.line, target, scale)
    boxes = [_on_screen(mark.box, target, scale) for mark in overlay.marks]
    for mark, box in zip(overlay.marks, boxes, strict=True):
        _paint_box(painter, box, to_qcolor(mark.colour), pen.line)
    taken = _paint_words(painter, overlay, target, scale, visible, pen)
    if overlay.labels:
        _paint_labels(painter, overlay.marks, boxes, visible, taken, pen)
    painter.restore()


def paint_caption(painter: QPainter, words: str, box: QRectF, overlay: Overlay, visible: QRectF) -> None:
    """Say what the box under the pointer is, where its label had no room; `box` is on the screen."""
    painter.save()
    pen = _Pen.of(painter, overlay, 1.0, visible)
    corner = QPointF(
        box.left(), box.top() - pen.plate if box.top() - pen.plate >= visible.top() else box.bottom()
    )
    _paint_plate(painter, words, corner, pen, visible, QColor(Qt.GlobalColor.black))  # over its label too
    painter.restore()


def _paint_words(
    painter: QPainter,
    overlay: Overlay,
    target: QRectF,
    scale: float,
    visible: QRectF,
    pen: _Pen,
) -> list[Rect]:
    """Write what has no box: the frame rate and the names of regions; return the places."""
    taken: list[Rect] = []
    if overlay.fps is not None:
        corner = QPointF(visible.left() + pen.pad, visible.top() + pen.pad)
        taken.append(_paint_plate(painter, fps_text(overlay.fps), corner, pen, visible))
    for shape, _ in overlay.shapes:
        if shape.label:
            x, y = min(shape.points.tolist(), key=lambda point: point[1])
            at = QPointF(target.left() + x * scale, target.top() + y * scale - pen.plate)
            taken.append(_paint_plate(painter, shape.label, at, pen, visible))
    return taken


def _paint_labels(
    painter: QPainter,
    marks: Sequence[Mark],
    boxes: Sequence[QRectF],
    visible: QRectF,
    taken: list[Rect],
    pen: _Pen,
) -> None:
    plates: dict[int, tuple[QRectF, str]] = {}
    room = round(visible.width()), round(visible.height())
    # The nearest things choose first: their order, unlike that of the scores, hardly ever changes.
    for row in sorted(range(len(marks)), key=lambda i: boxes[i].bottom(), reverse=True):
        if not boxes[row].intersects(visible):
            continue
        box = boxes[row].translated(-visible.topLeft())
        text = pen.fitting((marks[row].label, marks[row].short_label), MOST_OF_BOX * box.width())
        if not text:
            continue  # whoever points at the box is told
        size = pen.width(text, room[0]), pen.plate
        place = place_label(_whole(box), size, room, taken)
        taken.append(place)
        plates[row] = QRectF(*place[:2], *size).translated(visible.topLeft()), text
    for row, (plate, text) in sorted(plates.items()):
        painter.fillRect(plate, to_qcolor(marks[row].colour))
        _write(painter, plate, text, to_qcolor(marks[row].text_colour), pen)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Sizes in device-independent pixels that suit what is seen of the image, however far it is zoomed in."""

    line: float
    pad: int
    plate: int
    metrics: QFontMetricsF

    @staticmethod
    def of(painter: QPainter, overlay: Overlay, scale: float, visible: QRectF) -> _Pen:
        short = min(visible.width(), visible.height())
        height = max(_FONT_RANGE[0], min(round(short / 44), _FONT_RANGE[1]))
        height = max(round(height * LABEL_SCALES[overlay.label_size]), _SMALLEST_FONT)
        font = tabular(painter.font())
        font.setPixelSize(height)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        line = overlay.line_width * scale if overlay.line_width else short / 280
        return _Pen(max(line, 1.0), max(3, round(height * 0.4)), round(height * 1.5), QFontMetricsF(font))

    def width(self, text: str, most: int) -> int:
        return min(round(self.metrics.horizontalAdvance(text)) + 2 * self.pad, most)

    def fitting(self, texts: Sequence[str], most: float) -> str:
        """Return the first text that is no wider than this, or nothing."""
        return next((text for text in texts if self.metrics.horizontalAdvance(text) <= most), "")


def _paint_box(painter: QPainter, box: QRectF, colour: QColor, line: float) -> None:
    """Draw the outline within the box, so that it shows where the box touches the image's edge."""
    line = min(line, max(1.0, min(box.width(), box.height()) / 4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for shade, width, inset in ((_SHADE, line + 2, line / 2), (colour, line, line / 2)):
        painter.setPen(QPen(shade, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, _MITER))
        painter.drawRect(box.adjusted(inset, inset, -inset, -inset))


def _paint_shape(
    painter: QPainter, shape: OverlayShape, colour: QColor, line: float, target: QRectF, scale: float
) -> None:
    corners = [QPointF(target.left() + x * scale, target.top() + y * scale) for x, y in shape.points.tolist()]
    points = QPolygonF(corners)
    if len(shape.points) < 2:
        return
    fill = QColor(colour)
    fill.setAlpha(_FILL_ALPHA)
    if shape.closed:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(points)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    draw = painter.drawPolygon if shape.closed else painter.drawPolyline
    for shade, width in ((_SHADE, line + 2), (colour, line)):
        painter.setPen(QPen(shade, width))
        draw(points)
        if shape.arrow:
            _paint_arrow(painter, QLineF(corners[0], corners[1]), line)


def _paint_arrow(painter: QPainter, across: QLineF, line: float) -> None:
    """Draw an arrow across the middle of a line, from its left-hand to its right-hand side."""
    shaft = across.normalVector()
    shaft.setLength(_ARROW * line)
    shaft.setAngle(across.angle() - 90)
    shaft.translate(across.center() - shaft.center())
    painter.drawLine(shaft)
    for turn in (150, -150):
        barb = QLineF(shaft.p2(), shaft.p1())
        barb.setLength(shaft.length() / 3)
        barb.setAngle(shaft.angle() + turn)
        painter.drawLine(barb)


def _paint_plate(
    painter: QPainter, text: str, corner: QPointF, pen: _Pen, visible: QRectF, ground: QColor = _PLATE
) -> Rect:
    """Write on a dark ground, within what is seen; return the place in it."""
    width = pen.width(text, round(visible.width()))
    left = max(visible.left(), min(corner.x(), visible.right() - width))
    top = max(visible.top(), min(corner.y(), visible.bottom() - pen.plate))
    plate = QRectF(left, top, width, pen.plate)
    painter.fillRect(plate, ground)
    _write(painter, plate, text, QColor(Qt.GlobalColor.white), pen)
    return _whole(plate.translated(-visible.topLeft()))


def _write(painter: QPainter, plate: QRectF, text: str, colour: QColor, pen: _Pen) -> None:
    room = plate.adjusted(pen.pad, 0, -pen.pad, 0)
    shown = pen.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.setPen(colour)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, shown)


def _on_screen(box: Rect, target: QRectF, scale: float) -> QRectF:
    x1, y1, x2, y2 = box
    left, top = target.left() + x1 * scale, target.top() + y1 * scale
    return QRectF(left, top, (x2 - x1) * scale, (y2 - y1) * scale)


def _whole(box: QRectF) -> Rect:
    return round(box.left()), round(box.top()), round(box.right()), round(box.bottom())
