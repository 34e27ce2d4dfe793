"""Draws what was found on a copy of the image: boxes, labels, the frame rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2

from yolocam.detections import Detections
from yolocam.frame import Image, OverlayShape
from yolocam.palette import WHITE, Colour, Palette, load_palette
from yolocam.pipeline.drawing.label_plates import LabelPlates, Plate
from yolocam.pipeline.drawing.labels import Rect, place_label
from yolocam.pipeline.drawing.marks import LABEL_SCALES, Mark, marks_of, shape_colour
from yolocam.pipeline.drawing.shapes import anchor, draw_shapes
from yolocam.pipeline.drawing.text_renderer import CAP_HEIGHT, Lettering, lettering
from yolocam.settings import Settings

_FPS_WIDEST = "000.0 fps"
_HALO = 0.6  # what is left of the light beside a line, so that no background swallows it
_PLATE = 0.35  # what is left of the light behind the frame rate


class Annotator:
    """Draws results. Belongs to one thread: it keeps its font, the last labels and the last palette."""

    def __init__(self, font: Lettering | None = None) -> None:
        self._font = font if font is not None else lettering()
        self._plates = LabelPlates(self._font)
        self._palette: Palette | None = None

    def draw(
        self,
        image: Image,
        detections: Detections,
        class_names: Sequence[str],
        settings: Settings,
        fps: float | None = None,
        shapes: Sequence[OverlayShape] = (),
    ) -> Image:
        """Return a copy of `image` with the boxes, labels and frame rate that `settings` ask for.

        `image` is left as it is. `shapes` lie beneath the boxes, a stronger box on top of a weaker one.
        `fps` is shown where `settings.show_fps` is on and it is known. A class without a name shows its
        number. Raises PaletteError when `settings.palette` is unknown or its file is malformed.
        """
        canvas = image.copy()
        size = _Sizes.of(canvas, settings)
        palette = self._palette_of(settings)
        draw_shapes(canvas, shapes, size.line, lambda shape: shape_colour(shape, palette, settings))
        size_wh = canvas.shape[1], canvas.shape[0]
        marks = marks_of(detections, size_wh, class_names, settings, palette)
        for mark in marks:
            _draw_box(canvas, mark.box, mark.colour, size.line)
        taken: list[Rect] = []
        if settings.show_fps and fps is not None:
            taken.append(self._draw_fps(canvas, fps, size))
        taken += [self._draw_caption(canvas, shape, size) for shape in shapes if shape.label]
        if settings.labels:
            self._draw_labels(canvas, marks, taken, size)
        return canvas

    def _palette_of(self, settings: Settings) -> Palette:
        if self._palette is None or self._palette.name != settings.palette:
            self._palette = load_palette(settings.palette)
        return self._palette

    def _draw_labels(self, canvas: Image, marks: list[Mark], taken: list[Rect], size: _Sizes) -> None:
        height, width = canvas.shape[:2]
        if size.plate > height:
            return
        plates: dict[int, tuple[Rect, str]] = {}
        # The nearest things choose first: their order, unlike that of the scores, hardly ever changes.
        for row in sorted(range(len(marks)), key=lambda i: marks[i].box[3], reverse=True):
            text, text_width = self._shorten(marks[row].label, width - 2 * size.pad, size.font)
            if text:
                plate_wh = (text_width + 2 * size.pad, size.plate)
                plate = place_label(marks[row].box, plate_wh, (width, height), taken)
                plates[row] = plate, text
                taken.append(plate)
        for row in sorted(plates):
            (x1, y1, x2, y2), text = plates[row]
            origin, colours = (size.pad, size.base), (marks[row].colour, marks[row].text_colour)
            self._plates.draw(canvas, (x1, y1), Plate(text, (x2 - x1, y2 - y1), origin, size.font, *colours))

    def _draw_fps(self, canvas: Image, fps: float, size: _Sizes) -> Rect:
        """Write the frame rate in the top left corner, if it fits; return its place."""
        text = fps_text(fps)
        width = self._plates.width(_FPS_WIDEST, size.font)
        left, top = size.pad, size.pad
        right, bottom = left + width + 2 * size.pad, top + size.plate
        if right <= canvas.shape[1] and bottom <= canvas.shape[0]:
            _dim(canvas[top:bottom, left:right], _PLATE)
            shift = width - self._plates.width(text, size.font)  # set to the right: digits keep their places
            self._write(canvas, text, left + shift, top, size, WHITE)
        return left, top, right, bottom

    def _draw_caption(self, canvas: Image, shape: OverlayShape, size: _Sizes) -> Rect:
        """Write the label of a region at its top, within the image; return its place."""
        height, width = canvas.shape[:2]
        text, text_width = self._shorten(shape.label, width - 2 * size.pad, size.font)
        x, y = anchor(shape)
        left = max(0, min(x, width - text_width - 2 * size.pad))
        top = max(0, min(y - size.plate, height - size.plate))
        right, bottom = left + text_width + 2 * size.pad, top + size.plate
        if text and bottom <= height:
            _dim(canvas[top:bottom, left:right], _PLATE)
            self._write(canvas, text, left, top, size, WHITE)
        return left, top, right, bottom

    def _write(self, canvas: Image, text: str, left: int, top: int, size: _Sizes, colour: Colour) -> None:
        self._font.write(canvas, text, (left + size.pad, top + size.base), size.font, colour)

    def _shorten(self, text: str, limit: int, font_size: int) -> tuple[str, int]:
        """Cut a text to `limit` pixels; return it and its width, ("", 0) when no letter fits."""
        width = self._plates.width(text, font_size)
        if width <= limit:
            return text, width
        stem = text[: max(0, limit)]  # no letter is narrower than a pixel
        while stem:
            width = self._plates.width(stem + "...", font_size)
            if width <= limit:
                return stem + "...", width
            stem = stem[:-1]
        return "", 0


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Sizes in pixels that suit one image."""

    line: int
    font: int
    plate: int
    pad: int

    @property
    def base(self) -> int:
        """Where the letters stand, from the top of their plate."""
        return round((self.plate + CAP_HEIGHT * self.font) / 2)

    @staticmethod
    def of(image: Image, settings: Settings) -> _Sizes:
        short = min(image.shape[:2])
        font = round(max(11, round(short / 44)) * LABEL_SCALES[settings.label_size])
        return _Sizes(
            line=settings.line_width or max(1, round(short / 280)),
            font=font,
            plate=round(font * 1.5),
            pad=max(3, round(font * 0.4)),
        )


def fps_text(fps: float) -> str:
    """Return the words of the frame rate."""
    return f"{min(max(fps, 0.0), 999.9):.1f} fps" if math.isfinite(fps) else "- fps"


def _draw_box(canvas: Image, box: Rect, colour: Colour, line: int) -> None:
    """Draw the outline within the box, so that it shows where the box touches the frame's edge."""
    x1, y1, x2, y2 = box
    line = min(line, max(1, min(x2 - x1, y2 - y1) // 4))  # a small thing stays visible inside
    top, bottom, left, right = max(y1 - 1, 0), y2 + 1, max(x1 - 1, 0), x2 + 1
    _dim(canvas[top:y1, left:right], _HALO)
    _dim(canvas[y2:bottom, left:right], _HALO)
    _dim(canvas[y1:y2, left:x1], _HALO)
    _dim(canvas[y1:y2, x2:right], _HALO)
    canvas[y1 : y1 + line, x1:x2] = colour
    canvas[y2 - line : y2, x1:x2] = colour
    canvas[y1:y2, x1 : x1 + line] = colour
    canvas[y1:y2, x2 - line : x2] = colour


def _dim(part: Image, light: float) -> None:
    if part.size:
        cv2.convertScaleAbs(part, dst=part, alpha=light)
