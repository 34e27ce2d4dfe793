"""Attaches live outputs to a session, which says in its notices how they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from yolocam.pipeline.notices import telling
from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.live.live_sink import LiveSink


class OpenLive(Protocol):
    """Opens the live outputs that were asked for; SinkError.

    `tell` gets sentences on how it goes, `failed` the one on an end before time; with `raises` that ends
    what it is a part of as well.
    """

    def __call__(
        self, tell: Callable[[str], None], failed: Callable[[str], None], *, raises: bool
    ) -> list[LiveSink]:
        """Return them, in the order in which they were asked for."""


def attach_live(session: Session, open_live: OpenLive) -> None:
    """Open live outputs for as long as the session lasts; SinkError."""
    for sink in open_live(telling(session.notify, "info"), telling(session.notify, "error"), raises=False):
        session.outputs.attach(sink, name="live stream", lifetime="session")
