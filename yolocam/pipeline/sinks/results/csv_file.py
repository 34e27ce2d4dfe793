"""Writes a table with one row for each detection."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from yolocam.files.output_file import TextOutput
from yolocam.frame import Rendered
from yolocam.pipeline.sinks.results.records import records_of, seconds
from yolocam.pipeline.sinks.results.result_options import CsvForm
from yolocam.pipeline.sinks.results.wall_clock import WallClock, iso

COLUMNS = (
    "x_min", "y_min", "x_max", "y_max", "class_id", "confidence",
    "class_name", "objectness", "class_score", "source", "frame", "seconds", "time",
)  # fmt: skip

TRACK_COLUMN = "track_id"
"""One more column at the end, where the objects of the first frame have tracks."""

_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")
"""The wide forms count too: spreadsheets that are set to Chinese or Japanese take them for the others."""

PLAIN = CsvForm()

_BYTE_ORDER_MARK = "\ufeff"


class CsvSink:
    """Comma-separated values as RFC 4180 has them, UTF-8, or another `form`; the header is there in any case.

    Where a tracker runs when the file begins, `track_id` is the last column, empty for an object without a
    track. `seconds` is media time. `time` is the moment of capture as ISO 8601, of live sources only. A text
    that a spreadsheet would compute as a formula gets an apostrophe before it. A byte order mark, by
    which Excel knows UTF-8, begins the file only where the class names or the first source's name need
    it: other programs read ASCII better without one.
    """

    wants_image = False

    def __init__(self, path: Path, form: CsvForm = PLAIN) -> None:
        self._form = form
        self._output = TextOutput(path)
        self._clock = WallClock()
        self._columns: tuple[str, ...] | None = None  # not known before the first frame

    def write(self, item: Rendered) -> None:
        """Append a row for each detection of the frame."""
        frame = item.frame
        if frame.repeat:
            return
        names = "".join((frame.source.name, *item.detected.model.class_names))
        columns = self._begin(names, tracked=item.detected.detections.track_id is not None)
        source, time = plain_text(frame.source.name), iso(self._clock.time_of(frame))
        origin = (source, frame.index, seconds(frame.pts_ns), time)
        rows = [
            (
                *r.xyxy,
                r.class_id,
                r.confidence,
                plain_text(r.class_name),
                r.objectness,
                r.class_score,
                *origin,
                r.track_id,
            )[: len(columns)]
            for r in records_of(item.detected)
        ]
        if rows:
            self._output.write(csv_lines(rows, self._form))

    def close(self) -> None:
        """Close the file."""
        try:
            self._begin("", tracked=False)
        finally:
            self._output.close()

    def _begin(self, names: str, *, tracked: bool) -> tuple[str, ...]:
        """Write the header, once, and return the columns."""
        if self._columns is None:
            self._columns = (*COLUMNS, TRACK_COLUMN) if tracked else COLUMNS
            header = csv_lines([self._columns], self._form)
            self._output.write(header if names.isascii() else _BYTE_ORDER_MARK + header)
        return self._columns


def plain_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_lines(rows: Sequence[Sequence[object]], form: CsvForm = PLAIN) -> str:
    """Return rows as lines of a CSV file."""
    text = io.StringIO(newline="")
    if form.decimal != ".":
        rows = [[_with_decimal(value, form.decimal) for value in row] for row in rows]
    csv.writer(text, delimiter=form.separator).writerows(rows)
    return text.getvalue()


def _with_decimal(value: object, decimal: str) -> object:
    return str(value).replace(".", decimal) if isinstance(value, float) else value
