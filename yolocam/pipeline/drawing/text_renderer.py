"""Writes text on an image: any script where OpenCV has its own fonts, plain ASCII where it does not."""

from __future__ import annotations

import unicodedata
from typing import Protocol

import cv2

from yolocam.frame import Image
from yolocam.palette import Colour

CAP_HEIGHT = 0.7
"""Height of a capital letter as a share of the text size, in both fonts."""

_WEIGHT = 550  # 400 is regular, 700 is bold: a little strength keeps small text readable


class Lettering(Protocol):
    """One font. `size` is the height of its em square in pixels."""

    def width(self, text: str, size: int) -> int:
        """Return the width of a line of text in pixels."""

    def write(self, image: Image, text: str, origin: tuple[int, int], size: int, colour: Colour) -> None:
        """Draw a line of text into `image`; `origin` is the left end of its base line (x, y)."""


def lettering() -> Lettering:
    """Return the best font that this OpenCV has."""
    return TrueType() if hasattr(cv2, "FontFace") else Hershey()


class TrueType:
    """The fonts built into OpenCV 5: Latin, Greek, Cyrillic, Hebrew, Arabic, Chinese, Japanese, Korean.

    Digits all have the same width. A script it does not know shows as question marks.
    """

    def __init__(self) -> None:
        self._face = cv2.FontFace("sans")

    def width(self, text: str, size: int) -> int:
        """Return the width of a line of text in pixels."""
        _, _, width, _ = cv2.getTextSize((0, 0), _valid(text), (0, 0), self._face, size, _WEIGHT)
        return int(width)

    def write(self, image: Image, text: str, origin: tuple[int, int], size: int, colour: Colour) -> None:
        """Draw a line of text into `image`; `origin` is the left end of its base line (x, y)."""
        cv2.putText(image, _valid(text), origin, colour, self._face, size, _WEIGHT)


class Hershey:
    """The stroke font of OpenCV 4, which knows ASCII only: accents are dropped, the rest becomes '?'."""

    _FACE = cv2.FONT_HERSHEY_SIMPLEX

    def width(self, text: str, size: int) -> int:
        """Return the width of a line of text in pixels."""
        (width, _), _ = cv2.getTextSize(ascii_only(text), self._FACE, self._scale(size), self._stroke(size))
        return width

    def write(self, image: Image, text: str, origin: tuple[int, int], size: int, colour: Colour) -> None:
        """Draw a line of text into `image`; `origin` is the left end of its base line (x, y)."""
        scale, stroke = self._scale(size), self._stroke(size)
        cv2.putText(image, ascii_only(text), origin, self._FACE, scale, colour, stroke, cv2.LINE_AA)

    def _scale(self, size: int) -> float:
        return size * CAP_HEIGHT / 21  # a capital letter is 21 units high

    def _stroke(self, size: int) -> int:
        return max(1, round(size / 12))


def ascii_only(text: str) -> str:
    """Return the nearest ASCII text: 'Füßgänger' becomes 'Fussganger', '人' becomes '?'."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    marks_dropped = "".join(c for c in plain if not unicodedata.combining(c))
    return marks_dropped.encode("ascii", "replace").decode("ascii")


def _valid(text: str) -> str:
    """Replace halves of surrogate pairs, at which OpenCV 5.0 ends the whole process."""
    return text.encode("utf-8", "replace").decode("utf-8")
