"""Draws when each class was there: a row for each class, time from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SinkError
from yolocam.files.output_file import prepare_file
from yolocam.frame import Image, Rendered
from yolocam.palette import Colour, Palette, load_palette
from yolocam.pipeline.drawing.text_renderer import lettering
from yolocam.pipeline.sinks.results.annotated_images import write_image
from yolocam.pipeline.sinks.results.class_histogram import ClassHistogram, PresenceSink
from yolocam.pipeline.sinks.results.summary import elapsed_text

MAX_ROWS = 60
"""Classes that are drawn, those in most frames first."""

_ROW, _BAR, _TEXT = 24, 16, 14
_LEFT_MIN, _RIGHT, _TOP, _BOTTOM, _PLOT_MIN = 90, 76, 40, 34, 100
_UNTITLED_TOP = 4
WIDTH = 1080
"""Of the image in pixels, if nothing else is asked for."""

_FAINTEST = 0.35
"""How much of its colour a class has where the fewest are found."""

_STEPS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200)
_DAY_S = 86400
_TICK_ROOM = 100


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of the paper, of bars without anything, of lines and of text."""

    paper: Colour
    empty: Colour
    line: Colour
    ink: Colour


LIGHT = Theme((255, 255, 255), (244, 244, 244), (214, 214, 214), (48, 48, 48))
DARK = Theme((32, 32, 32), (48, 48, 48), (84, 84, 84), (220, 220, 220))


class TimelineSink(PresenceSink):
    """Draws the image when it is closed, in the colours of the last frame's palette."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        if path.suffix.lower() != ".png":
            raise SinkError(f"{path} cannot be drawn, expected a name that ends in .png")
        self._path = prepare_file(path)
        self._palette = "clear"

    def write(self, item: Rendered) -> None:
        """Count one frame."""
        super().write(item)
        self._palette = item.detected.settings.palette

    def close(self) -> None:
        """Write the image; SinkError if that is not possible."""
        write_image(self._path, draw_timeline(self.presence(), load_palette(self._palette)))


def draw_timeline(
    presence: ClassHistogram,
    palette: Palette,
    theme: Theme = LIGHT,
    width: int = WIDTH,
    *,
    titled: bool = True,
) -> Image:
    """Return the image, uint8 (H, W, 3) BGR, W at least so wide that there is something to see.

    Without its English title it fits into a window of another language.

    A class has its colour where it was found, fuller where more were found in a frame; from none to how many
    stands at the right, in no language. Where no frame was looked at, the paper shows through.
    """
    font = lettering()
    classes = sorted(presence.found, key=lambda k: (-int((presence.found[k] > 0).sum()), k[0]))[:MAX_ROWS]
    left = max([_LEFT_MIN, *(font.width(name, _TEXT) + 24 for _, name in classes)])
    top = _TOP if titled else _UNTITLED_TOP
    height = top + _ROW * max(len(classes), 1) + _BOTTOM
    plot = max(width - left - _RIGHT, _PLOT_MIN)
    image = np.empty((height, left + plot + _RIGHT, 3), np.uint8)
    image[:] = theme.paper
    _draw_axis(image, presence, left, plot, theme)
    if titled:
        font.write(image, _title(presence, len(classes)), (12, 24), _TEXT, theme.ink)
    column_of, seen = _columns(presence, presence.frames, plot)
    for number, (class_id, name) in enumerate(classes):
        row = top + _ROW * number
        font.write(image, name, (12, row + 17), _TEXT, theme.ink)
        most = presence.most[class_id, name]
        _, found = _columns(presence, presence.found[class_id, name], plot)
        colours = _bar_colours(found / np.maximum(seen, 1) / most, palette.colour(class_id), theme)
        colours[seen == 0] = theme.paper
        image[row + 4 : row + 4 + _BAR, left : left + plot] = colours[column_of]
        font.write(image, f"0-{most}", (left + plot + 10, row + 17), _TEXT, theme.ink)
    return image


def _title(presence: ClassHistogram, classes: int) -> str:
    if not presence.frames.sum():
        return "No frame was looked at"
    shown = f", {classes} of them shown" if classes < len(presence.found) else ""
    kinds = len(presence.found)
    found = f"{kinds} class{'es' if kinds != 1 else ''}{shown}" if kinds else "nothing found"
    if presence.in_pictures:
        return f"{found} in {int(presence.frames.sum())} pictures"
    since = f", from {presence.started:%Y-%m-%d %H:%M:%S}" if presence.started else ""
    return f"{found} in {elapsed_text(_span(presence))}{since}"


def _span(presence: ClassHistogram) -> float:
    """Return the length of the axis: up to the end of the last frame; never 0."""
    frames = int(presence.frames.sum())
    if presence.in_pictures:
        return max(presence.length + 1, 1)
    if frames < 2 or presence.length <= 0:  # a frame by itself, or one that was shown again and again
        return presence.length + 1.0
    return presence.length + presence.length / (frames - 1)


def _columns(
    presence: ClassHistogram, bins: NDArray[np.int64], plot: int
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Return the column that each of `plot` pixels shows, (P,), and the sum of the bins in each column.

    Where bins are finer than the frames, several are one column: a gap between frames is no absence.
    """
    frames = max(int(presence.frames.sum()), 1)
    together = 1 if presence.in_pictures else max(1, -(-2 * len(bins) // frames))
    padded = np.zeros(max(-(-len(bins) // together), 1) * together, np.int64)
    padded[: len(bins)] = bins
    sums: NDArray[np.int64] = padded.reshape(-1, together).sum(axis=1)
    at = (np.arange(plot) + 0.5) / plot * _span(presence)
    column = (at / max(presence.width * together, 1e-9)).astype(np.intp)
    return np.minimum(column, len(sums) - 1), sums


def _bar_colours(share: NDArray[np.float64], colour: Colour, theme: Theme) -> NDArray[np.uint8]:
    """Return BGR (N, 3) for shares of the most, 0..1."""
    strength = np.where(share > 0, _FAINTEST + (1 - _FAINTEST) * np.minimum(share, 1), 0)[:, None]
    mixed = np.array(theme.empty) * (1 - strength) + np.array(colour) * strength
    colours: NDArray[np.uint8] = np.rint(mixed).astype(np.uint8)
    return colours


def _draw_axis(image: Image, presence: ClassHistogram, left: int, plot: int, theme: Theme) -> None:
    font, span = lettering(), _span(presence)
    step = _step(span, presence.in_pictures, max(plot // _TICK_ROOM, 1))
    bottom = image.shape[0] - _BOTTOM
    cv2.line(image, (left, bottom + 3), (left + plot - 1, bottom + 3), theme.line, 1)
    for number in range(int(span / step) + 1):
        x = left + round(number * step / span * (plot - 1))
        cv2.line(image, (x, bottom + 3), (x, bottom + 8), theme.line, 1)
        text = _tick_text(presence, number * step, step)
        font.write(image, text, (x - font.width(text, _TEXT) // 2, bottom + 24), _TEXT, theme.ink)


def _step(span: float, in_pictures: bool, most: int) -> float:
    """Return a round distance of ticks, so that there are at most so many."""
    if not in_pictures:
        for step in _STEPS_S:
            if span / step <= most:
                return step
        return _DAY_S * max(1, -(-span // (_DAY_S * most)))
    steps: Iterator[int] = (one * 10**power for power in count() for one in (1, 2, 5))
    return next(step for step in steps if span / step <= most)


def _tick_text(presence: ClassHistogram, at: float, step: float) -> str:
    if presence.in_pictures:
        return str(round(at) + 1)
    if presence.started is not None:
        return f"{presence.started + timedelta(seconds=at):%H:%M:%S}"
    text = elapsed_text(at)
    return text if step < 1 else text[:-2]
