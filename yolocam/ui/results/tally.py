"""Counts what is found in the source that is open, for the window's table and timeline."""

from __future__ import annotations

from yolocam.frame import Rendered, SourceInfo
from yolocam.pipeline.sinks.results.class_histogram import PresenceSink
from yolocam.pipeline.sinks.results.summary import SummarySink


class ResultsTally:
    """The summary and the presence of one source, from its first frame on."""

    def __init__(self) -> None:
        self.summary = SummarySink()
        self.presence = PresenceSink()

    def write(self, item: Rendered) -> None:
        """Count one frame; takes some microseconds, and never waits for the window."""
        self.summary.write(item)
        self.presence.write(item)


class SourceTally:
    """A direct sink of the session: `current` is the tally of the source that is open."""

    wants_image = False

    def __init__(self) -> None:
        self.current: ResultsTally | None = None

    def source_opened(self, info: SourceInfo) -> None:
        """Begin a new tally; the window may still look at the one before."""
        self.current = ResultsTally()

    def write(self, item: Rendered) -> None:
        """Count one frame."""
        tally = self.current  # read once: the window may forget it
        if tally is not None:
            tally.write(item)

    def forget(self) -> None:
        """Let go of what was counted: its source was closed."""
        self.current = None

    def close(self) -> None:
        """Nothing to finish."""
