"""Counts what is found in the source that is open, for the window's table and timeline."""

from __future__ import annotations

from yolocam.frame import Rendered
from yolocam.pipeline.sinks.results.class_histogram import PresenceSink
from yolocam.pipeline.sinks.results.summary import SummarySink


class ResultsTally:
    """A direct sink: the summary and the presence of one source, from its first frame on."""

    wants_image = False

    def __init__(self) -> None:
        self.summary = SummarySink()
        self.presence = PresenceSink()

    def write(self, item: Rendered) -> None:
        """Count one frame; takes some microseconds, and never waits for the window."""
        self.summary.write(item)
        self.presence.write(item)

    def close(self) -> None:
        """Nothing to finish."""
