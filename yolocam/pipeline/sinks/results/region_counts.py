"""Writes how many entered, left and crossed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from yolocam.files.output_file import TextOutput, write_bytes
from yolocam.frame import Rendered
from yolocam.pipeline.sinks.results.csv_file import PLAIN, csv_lines, plain_text
from yolocam.pipeline.sinks.results.records import class_name, seconds
from yolocam.pipeline.sinks.results.result_options import CsvForm
from yolocam.pipeline.sinks.results.wall_clock import WallClock, iso

COLUMNS = ("region", "class_name", "kind", "count")

INTERVAL_COLUMNS = ("source", "start", "end", "time")
"""Columns behind them where counts are of intervals: media time in seconds, the clock of live sources."""


STAYED = "stayed"
"""A kind of its own: how long those that left had been there together, in milliseconds in `Counts`."""

Counts = Counter[tuple[str, str, str]]
"""How often by region, class name and kind."""


def count_rows(counts: Counts) -> list[tuple[str, str, str, float]]:
    """Return the rows of a table of counts, in order; the time that was stayed in seconds."""
    return [
        (plain_text(place), plain_text(name), kind, round(count / 1e3, 1) if kind == STAYED else count)
        for (place, name, kind), count in sorted(counts.items())
    ]


def write_counts(path: Path, counts: Counts) -> None:
    """Write the table of counts that `RegionCountsSink` writes for a whole run; SinkError."""
    write_bytes(path, csv_lines([COLUMNS, *count_rows(counts)], PLAIN).encode())


def add_counts(counts: Counts, item: Rendered) -> None:
    """Count the events of one frame, but not those of rules, nor what a film shows again."""
    names = item.detected.model.class_names
    for event in item.detected.events:
        if event.rule is not None or event.again:
            continue
        named = "" if event.class_id is None else class_name(names, event.class_id)
        counts[event.place or "", named, event.kind] += 1
        if event.stayed_s is not None:
            counts[event.place or "", named, STAYED] += round(event.stayed_s * 1e3)


class RegionCountsSink:
    """CSV: a row for each region or line, class and kind of event (entered, left, in, out) that was noticed,
    and one for how long those that left had stayed together, in seconds.

    The rows are of the whole run, written at its end; or, with `every` seconds, of each such interval of
    media time, written when it is over. Nothing noticed is no row.
    """

    wants_image = False

    def __init__(self, path: Path, form: CsvForm = PLAIN, every: float | None = None) -> None:
        self._form = form
        self._every = every
        self._output = TextOutput(path)
        self._output.write(csv_lines([COLUMNS if every is None else (*COLUMNS, *INTERVAL_COLUMNS)], form))
        self._clock = WallClock()
        self._counts: Counts = Counter()
        self._interval = ("", 0)  # the source and the number of the interval
        self._time = ""

    def write(self, item: Rendered) -> None:
        """Count the events of one frame."""
        frame = item.frame
        if frame.repeat:
            return
        if self._every is not None:
            interval = frame.source.name, int(frame.pts_ns / 1e9 // self._every)
            if interval != self._interval:
                self._flush()
                self._interval, self._time = interval, iso(self._clock.time_of(frame))
        add_counts(self._counts, item)

    def close(self) -> None:
        """Write what is left and close the file."""
        try:
            self._flush()
        finally:
            self._output.close()

    def _flush(self) -> None:
        counts, self._counts = self._counts, Counter()
        interval: tuple[object, ...] = ()
        if self._every is not None:
            source, number = self._interval
            start, end = (seconds(round(n * self._every * 1e9)) for n in (number, number + 1))
            interval = plain_text(source), start, end, self._time
        rows = [(*row, *interval) for row in count_rows(counts)]
        if rows:
            self._output.write(csv_lines(rows, self._form))
