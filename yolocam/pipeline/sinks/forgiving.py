"""Lets a run go on where one of many outputs cannot be written."""

from __future__ import annotations

import threading
from collections.abc import Callable

from yolocam.errors import OneOutputError, SinkError
from yolocam.frame import Rendered, SourceInfo
from yolocam.pipeline.interfaces import Sink

MOST_IN_A_ROW = 10
"""So many sources in a row whose outputs cannot be written end the run: it is not their names."""


class RefusedInARow:
    """Counts sources in a row whose outputs could not be written; may be used on several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0

    def add(self) -> int:
        """Count one more and return how many there are."""
        with self._lock:
            self._count += 1
            return self._count

    def clear(self) -> None:
        """Begin anew: an output was written."""
        with self._lock:
            self._count = 0


class ForgivingSink:
    """Feeds a sink of many files; what it cannot write is told to `on_problem`, once for each source.

    Sinks whose files are written side by side share the count `in_a_row`. SinkError where it cannot go
    on: the disk is full, or nothing can be written any more.
    """

    def __init__(
        self, sink: Sink, on_problem: Callable[[str], None], in_a_row: RefusedInARow | None = None
    ) -> None:
        self._sink = sink
        self._on_problem = on_problem
        self._refused: SourceInfo | None = None
        self._in_a_row = in_a_row or RefusedInARow()
        self.wants_image = sink.wants_image

    def write(self, item: Rendered) -> None:
        """Hand a result on."""
        source = item.frame.source
        try:
            self._sink.write(item)
        except OneOutputError as error:
            if source is not self._refused:
                self._refuse(source, error)
            return
        if source is not self._refused:
            self._in_a_row.clear()

    def close(self) -> None:
        """Close the sink."""
        try:
            self._sink.close()
        except OneOutputError as error:
            self._on_problem(str(error))

    def _refuse(self, source: SourceInfo, error: OneOutputError) -> None:
        self._refused = source
        count = self._in_a_row.add()
        if count >= MOST_IN_A_ROW:
            raise SinkError(f"{error}, as {count} outputs in a row, so nothing more is tried") from error
        self._on_problem(str(error))
