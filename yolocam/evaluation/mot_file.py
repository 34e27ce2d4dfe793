"""Reads tracks as the MOT challenge keeps them: a box to a line, with the number of its frame and object."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yolocam.errors import LabelsError
from yolocam.files.bounded import MAX_CLASS, MAX_SIDE
from yolocam.files.text_file import read_text

MAX_BYTES = 256 << 20
MAX_FRAME = 1_000_000
MAX_TRACK = 1 << 31

PERSON = 1
"""The class that the MOT challenge measures, and what a row without a class is about."""

_EXPECTED = "tracks in MOT's format, frame,id,left,top,width,height,..."
_SEPARATOR = re.compile(r"\s*[,;]\s*|\s+")
_COLUMNS = (
    ("frame", 1, MAX_FRAME),
    ("id", -1, MAX_TRACK),
    ("left", -MAX_SIDE, MAX_SIDE),
    ("top", -MAX_SIDE, MAX_SIDE),
    ("width", 0, MAX_SIDE),
    ("height", 0, MAX_SIDE),
    ("confidence", -math.inf, math.inf),
    ("class", -1, MAX_CLASS + 1),
)
_NEEDED = 6
_WHOLE = ("frame", "id", "class")


@dataclass(frozen=True, slots=True)
class MotRow:
    """A box of one frame, both numbered from 1; `track` is -1 where nobody tracked it.

    `ltwh` are pixels. In a file of the truth a `confidence` of 0 says that the box does not count.
    """

    frame: int
    track: int
    ltwh: tuple[float, float, float, float]
    confidence: float
    kind: int


def read_mot(path: Path) -> list[MotRow]:
    """Return the rows of a file in its order, none where it is empty.

    Columns are separated by commas, semicolons or blanks. Raises LabelsError, which names file and line, for
    what is no such row, and where a frame has a track twice.
    """
    lines = read_text(path, MAX_BYTES, _EXPECTED, LabelsError).lines
    rows: list[MotRow] = []
    seen: dict[tuple[int, int, int], int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = _row(_SEPARATOR.split(line.strip().rstrip(",; \t")))
        except ValueError as error:
            raise LabelsError(f"{path} line {number}: {error}") from None
        first = seen.setdefault((row.frame, row.track, row.kind), number)
        if first != number and row.track >= 0:
            raise LabelsError(
                f"{path} line {number}: track {row.track} is in frame {row.frame} already, in line {first}, "
                "expected each track once in a frame"
            )
        rows.append(row)
    return rows


def _row(cells: Sequence[str]) -> MotRow:
    if len(cells) < _NEEDED:
        raise ValueError(f"found {len(cells)} columns, expected {_EXPECTED}")
    values = {
        name: _number(name, cell, low, high) for (name, low, high), cell in zip(_COLUMNS, cells, strict=False)
    }
    kind = int(values.get("class", PERSON))
    return MotRow(
        int(values["frame"]),
        int(values["id"]),
        (values["left"], values["top"], values["width"], values["height"]),
        values.get("confidence", 1.0),
        PERSON if kind < 1 else kind,
    )


def _number(name: str, cell: str, low: float, high: float) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not low <= value <= high or (name in _WHOLE and not value.is_integer()):
        kind = "a whole number" if name in _WHOLE else "a number"
        bounds = f" from {low:.0f} to {high:.0f}" if math.isfinite(low) else ""
        raise ValueError(f"{name} is '{cell[:40]}', expected {kind}{bounds}")
    return value
