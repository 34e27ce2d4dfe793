"""Counts what is found in the source that is open, for the window's table and timeline."""

from __future__ import annotations

from typing import Protocol

from yolocam.frame import Rendered, SourceInfo
from yolocam.pipeline.sinks.results.class_histogram import ClassHistogram, PresenceSink
from yolocam.pipeline.sinks.results.summary import ClassRow, SummarySink
from yolocam.ui.results.visited_frames import VisitedFrames


class ResultsTally(Protocol):
    """What was found in one source, from its first frame on; may be read on any thread."""

    @property
    def changes(self) -> int:
        """Grows whenever there is something new to show."""

    @property
    def frames(self) -> int:
        """How many frames were looked at."""

    def rows(self) -> list[ClassRow]:
        """Return the classes seen so far."""

    def presence(self) -> ClassHistogram:
        """Return when each class was there."""

    def write(self, item: Rendered) -> None:
        """Count one frame; takes some microseconds, and never waits for the window."""


class LiveTally:
    """The tally of a live source, where no frame comes again: its memory does not grow."""

    def __init__(self) -> None:
        self._summary = SummarySink()
        self._presence = PresenceSink()

    @property
    def changes(self) -> int:
        """Grows with each frame."""
        return self._summary.frames

    @property
    def frames(self) -> int:
        """How many frames were looked at."""
        return self._summary.frames

    def rows(self) -> list[ClassRow]:
        """Return the classes seen so far."""
        return self._summary.rows()

    def presence(self) -> ClassHistogram:
        """Return when each class was there."""
        return self._presence.presence()

    def write(self, item: Rendered) -> None:
        """Count one frame."""
        self._summary.write(item)
        self._presence.write(item)


class SourceTally:
    """A direct sink of the session: `current` is the tally of the source that is open."""

    wants_image = False

    def __init__(self) -> None:
        self.current: ResultsTally | None = None

    def source_opened(self, info: SourceInfo) -> None:
        """Begin a new tally; the window may still look at the one before."""
        self.current = LiveTally() if info.live else VisitedFrames()

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
