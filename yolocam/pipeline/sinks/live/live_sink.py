"""What an output that others watch live has beside `write`."""

from __future__ import annotations

from typing import Protocol

from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.sinks.live.stream_health import StreamHealth


class LiveSink(Sink, Protocol):
    """A sink that says how it is doing."""

    @property
    def health(self) -> StreamHealth:
        """The state at this moment; may be read on any thread."""
