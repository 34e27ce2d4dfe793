"""Counts each class over a run: in how many frames, how often, from when to when, how surely."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np

from yolocam.errors import SinkError
from yolocam.files.output_file import prepare_file, write_bytes
from yolocam.frame import Rendered
from yolocam.pipeline.sinks.results.csv_file import PLAIN, csv_lines, plain_text
from yolocam.pipeline.sinks.results.records import class_name, seconds
from yolocam.pipeline.sinks.results.result_options import CsvForm
from yolocam.pipeline.sinks.results.unique_objects import UniqueObjects
from yolocam.pipeline.sinks.results.wall_clock import WallClock, iso

TITLES = ("class", "frames", "share", "found", "confidence", "first", "last")
"""Columns of the table for people: `share` of all frames, how many were `found` in them."""

SUMMARY_SUFFIXES = (".csv", ".json", ".txt")


@dataclass(frozen=True, slots=True)
class Moment:
    """A place in a run: the source, media time in seconds, ISO date and time ("" but for live sources)."""

    source: str
    seconds: float
    time: str


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class: the frames it is in, its detections, their mean confidence, its first and last moment.

    `objects` is how many different ones there were, None where nothing tracks.
    """

    class_id: int
    class_name: str
    frames: int
    detections: int
    mean_confidence: float
    first: Moment
    last: Moment
    objects: int | None = None


@dataclass(slots=True)
class _ClassCount:
    frames: int
    detections: int
    confidence: float
    first: tuple[int, float, Moment]
    last: tuple[int, float, Moment]
    objects: UniqueObjects | None = None


class SummarySink:
    """Memory grows with the number of classes, however long the run; may be read on any thread.

    With a path, the summary is written when the sink is closed, as its name's ending says: `.csv`,
    `.json` or `.txt`. First and last are those of the media time; of several sources the first and the
    last in their order.
    """

    wants_image = False

    def __init__(self, path: Path | None = None, form: CsvForm = PLAIN) -> None:
        self._form = form
        self._path = None if path is None else prepare_file(_checked(path))
        self._clock = WallClock()
        self._lock = threading.Lock()  # guards everything below
        self._counts: dict[tuple[int, str], _ClassCount] = {}
        self._frames = 0
        self._source = ""
        self._sources = 0

    @property
    def frames(self) -> int:
        """How many frames were looked at."""
        with self._lock:
            return self._frames

    def rows(self) -> list[ClassRow]:
        """Return the classes seen so far, the one in most frames first."""
        with self._lock:
            rows = [_row(key, count) for key, count in self._counts.items()]
        return sorted(rows, key=lambda row: (-row.frames, -row.detections, row.class_id))

    def write(self, item: Rendered) -> None:
        """Count one frame."""
        if item.frame.repeat:
            return
        found, names = item.detected.detections, item.detected.model.class_names
        frame = item.frame
        with self._lock:
            self._frames += 1
            if frame.source.name != self._source or not self._sources:
                self._source = frame.source.name
                self._sources += 1
            if not len(found):
                return
            at = seconds(frame.pts_ns)
            place = self._sources, at, Moment(self._source, at, iso(self._clock.time_of(frame)))
            for class_id in np.unique(found.class_id).tolist():
                scores = found.confidence[found.class_id == class_id]
                key = class_id, class_name(names, class_id)
                self._add(key, len(scores), float(scores.sum(dtype=np.float64)), place)
                if found.track_id is not None:
                    self._count_objects(key, found.track_id[found.class_id == class_id].tolist())

    def close(self) -> None:
        """Write the file, if one was asked for."""
        if self._path is not None:
            write_summary(self._path, self.rows(), self.frames, self._form)

    def _add(
        self, key: tuple[int, str], count: int, confidence: float, place: tuple[int, float, Moment]
    ) -> None:
        total = self._counts.get(key)
        if total is None:
            self._counts[key] = _ClassCount(1, count, confidence, place, place)
            return
        total.frames += 1
        total.detections += count
        total.confidence += confidence
        total.first = min(total.first, place, key=lambda p: p[:2])
        total.last = max(total.last, place, key=lambda p: p[:2])

    def _count_objects(self, key: tuple[int, str], tracks: list[int]) -> None:
        count = self._counts[key]
        count.objects = count.objects or UniqueObjects()
        count.objects.add(tracks)


def _row(key: tuple[int, str], count: _ClassCount) -> ClassRow:
    mean = round(count.confidence / count.detections, 6)
    objects = None if count.objects is None else count.objects.count
    return ClassRow(*key, count.frames, count.detections, mean, count.first[2], count.last[2], objects)


def write_summary(path: Path, rows: list[ClassRow], frames: int, form: CsvForm = PLAIN) -> None:
    """Write a summary as `.csv`, `.json` or `.txt`, by the path's ending; SinkError."""
    writers: dict[str, Callable[[list[ClassRow], int], str]] = {
        ".csv": partial(_csv_text, form=form),
        ".json": _json_text,
        ".txt": summary_text,
    }
    text = writers[_checked(path).suffix.lower()](rows, frames)
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def _checked(path: Path) -> Path:
    if path.suffix.lower() not in SUMMARY_SUFFIXES:
        raise SinkError(f"{path} cannot be written, expected a name that ends in .csv, .json or .txt")
    return path


def summary_text(rows: list[ClassRow], frames: int) -> str:
    """Return the summary as a table for people; with a column of objects where they were tracked."""
    cells = [TITLES, *(cells_of(row, frames) for row in rows)]
    if _tracked(rows):
        cells = [(*line, text) for line, text in zip(cells, ["objects", *map(_objects, rows)], strict=True)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            text.ljust(width) if column in (0, 5, 6) else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    looked = "1 frame" if frames == 1 else f"{frames} frames"
    return "\n".join([*lines, f"{looked} looked at"]) + "\n"


def _tracked(rows: list[ClassRow]) -> bool:
    return any(row.objects is not None for row in rows)


def _objects(row: ClassRow) -> str:
    return "" if row.objects is None else str(row.objects)


def cells_of(row: ClassRow, frames: int) -> tuple[str, ...]:
    """Return a row as people read it, under TITLES; `frames` were looked at in all."""
    return (
        row.class_name,
        str(row.frames),
        _share(row.frames, frames),
        str(row.detections),
        f"{row.mean_confidence:.2f}",
        moment_text(row.first, row.last),
        moment_text(row.last, row.first),
    )


def _share(part: int, whole: int) -> str:
    """Return a share in percent; what is not quite nothing or everything says so."""
    text = f"{part / max(whole, 1):.0%}"
    if text == "0%" and part:
        return "<1%"
    return ">99%" if text == "100%" and part < whole else text


def moment_text(moment: Moment, other: Moment) -> str:
    """Return the time of day of a live source, else 1:02:03.4, with the source's name where two differ."""
    if moment.time:
        return moment.time[:19].replace("T", " ")
    if moment.source != other.source and not moment.seconds:
        return moment.source
    text = elapsed_text(moment.seconds)
    return text if moment.source == other.source else f"{moment.source} {text}"


def elapsed_text(seconds: float) -> str:
    """Return 62.04 seconds as 1:02.0, an hour more as 1:01:02.0."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    text = f"{minutes:02}:{rest / 10:04.1f}" if hours else f"{minutes}:{rest / 10:04.1f}"
    return f"{hours}:{text}" if hours else text


def _csv_text(rows: list[ClassRow], _frames: int, form: CsvForm) -> str:
    titles = (
        "class_id", "class_name", "frames", "detections", "mean_confidence",
        "first_source", "first_seconds", "first_time", "last_source", "last_seconds", "last_time",
    )  # fmt: skip
    table: list[tuple[object, ...]] = [titles]
    for row in rows:
        moments = [
            value for m in (row.first, row.last) for value in (plain_text(m.source), m.seconds, m.time)
        ]
        name = plain_text(row.class_name)
        table.append((row.class_id, name, row.frames, row.detections, row.mean_confidence, *moments))
    if _tracked(rows):
        table = [(*line, text) for line, text in zip(table, ["objects", *map(_objects, rows)], strict=True)]
    return csv_lines(table, form)


def _json_text(rows: list[ClassRow], frames: int) -> str:
    classes = [asdict(row) for row in rows]
    for one in classes:
        if one["objects"] is None:  # nothing tracked it
            del one["objects"]
    content = {"frames": frames, "classes": classes}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
