"""Lets a run go on where one of many outputs cannot be written."""

from __future__ import annotations

from collections.abc import Callable

from yolocam.errors import OneOutputError, SinkError
from yolocam.frame import Rendered, SourceInfo
from yolocam.pipeline.interfaces import Sink

MOST_IN_A_ROW = 10
"""So many sources in a row whose outputs cannot be written end the run: it is not their names."""


class ForgivingSink:
    """Feeds a sink of many files; what it cannot write is told to `on_problem`, once for each source.

    SinkError where it cannot go on: the disk is full, or nothing can be written any more.
    """

    def __init__(self, sink: Sink, on_problem: Callable[[str], None]) -> None:
        self._sink = sink
        self._on_problem = on_problem
        self._refused: SourceInfo | None = None
        self._in_a_row = 0
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
            self._in_a_row = 0

    def close(self) -> None:
        """Close the sink."""
        try:
            self._sink.close()
        except OneOutputError as error:
            self._on_problem(str(error))

    def _refuse(self, source: SourceInfo, error: OneOutputError) -> None:
        self._refused = source
        self._in_a_row += 1
        if self._in_a_row >= MOST_IN_A_ROW:
            raise SinkError(
                f"{error}, as {self._in_a_row} outputs in a row, so nothing more is tried"
            ) from error
        self._on_problem(str(error))
