"""Writes the columns of the CSV file with their own types, as Apache Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yolocam.errors import SinkError, reason_of
from yolocam.files.output_file import prepare_file
from yolocam.frame import Rendered
from yolocam.pipeline.sinks.results.csv_file import COLUMNS, TRACK_COLUMN
from yolocam.pipeline.sinks.results.records import records_of
from yolocam.pipeline.sinks.results.wall_clock import WallClock

ROWS_PER_GROUP = 20_000
"""Rows that are held back until they go to the file together."""


class ParquetSink:
    """One row for each detection; `time` is a time stamp in UTC, null for files.

    There is a column `track_id` where a tracker runs when the file begins. Needs pyarrow. The file is
    complete once it is closed, also after Ctrl-C; a process that is killed leaves one that cannot be read
    (JSON Lines and CSV can).
    """

    wants_image = False

    def __init__(self, path: Path) -> None:
        self._arrow, self._parquet = _libraries()
        self.path = prepare_file(path)
        self._clock = WallClock()
        self._rows: list[tuple[object, ...]] = []
        self._writer: Any = None  # its columns are not known before the first frame
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise self._failure(error) from error

    def write(self, item: Rendered) -> None:
        """Take a row for each detection of the frame."""
        frame = item.frame
        if frame.repeat:
            return
        self._begin(tracked=item.detected.detections.track_id is not None)
        origin = (frame.source.name, frame.index, frame.pts_ns / 1e9, self._clock.time_of(frame))
        self._rows += [
            (
                *r.xyxy,
                r.class_id,
                r.confidence,
                r.class_name,
                r.objectness,
                r.class_score,
                *origin,
                r.track_id,
            )
            for r in records_of(item.detected)
        ]
        if len(self._rows) >= ROWS_PER_GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is held back and the index, and close the file."""
        try:
            self._begin(tracked=False)
            self._flush()
            self._writer.close()
        except OSError as error:
            raise self._failure(error) from error
        finally:
            self._file.close()

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        schema = self._writer.schema
        if not rows:
            return
        columns = [
            self._arrow.array([_valid(value) for value in column], field.type)
            # Without tracks the schema has one column less than the rows.
            for column, field in zip(zip(*rows, strict=True), schema, strict=False)
        ]
        try:
            self._writer.write_table(self._arrow.table(columns, schema=schema))
        except OSError as error:
            raise self._failure(error) from error

    def _begin(self, *, tracked: bool) -> None:
        """Settle the columns, once."""
        if self._writer is not None:
            return
        try:
            self._writer = self._parquet.ParquetWriter(self._file, self._make_schema(tracked=tracked))
        except OSError as error:
            raise self._failure(error) from error

    def _make_schema(self, *, tracked: bool) -> Any:
        arrow = self._arrow
        text, pixels, score = (
            arrow.dictionary(arrow.int32(), arrow.string()),
            arrow.float32(),
            arrow.float32(),
        )
        types = (
            pixels, pixels, pixels, pixels, arrow.int32(), score, text, score, score,
            text, arrow.int64(), arrow.float64(), arrow.timestamp("ms", "UTC"),
        )  # fmt: skip
        fields = list(zip(COLUMNS, types, strict=True))
        return arrow.schema([*fields, (TRACK_COLUMN, arrow.int32())] if tracked else fields)

    def _failure(self, error: OSError) -> SinkError:
        return SinkError(f"{self.path} cannot be written: {reason_of(error)}")


def _libraries() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise SinkError(
            "Parquet files need pyarrow, which is not installed: pip install 'yolocam[parquet]'"
        ) from error
    return pyarrow, pyarrow.parquet


def _valid(value: object) -> object:
    """Replace halves of surrogate pairs, which odd file names hold and Arrow refuses."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
