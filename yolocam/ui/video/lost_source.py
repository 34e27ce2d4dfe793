"""Says that a camera or a stream was lost, for as long as it is, and offers to retry."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from yolocam.frame import SourceInfo
from yolocam.pipeline.interfaces import Source
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sources.live.reconnect import SourceState
from yolocam.ui.translation import tr
from yolocam.ui.widgets.message_bar import Message, MessageBar


@runtime_checkable
class Reconnecting(Protocol):
    """A source that reconnects by itself."""

    @property
    def info(self) -> SourceInfo:
        """What it is."""

    @property
    def state(self) -> SourceState:
        """The state of its connection."""

    def retry_now(self) -> None:
        """Reconnect at once."""


class LostSource:
    """Says once, too, in which ways a camera differs from the request."""

    def __init__(self, message_bar: MessageBar) -> None:
        self._message_bar = message_bar
        self._remarked: Reconnecting | None = None
        self._source: Source | None = None
        self._reconnecting: Reconnecting | None = None  # the same, where it is one

    def follow(self, pipeline: Pipeline | None) -> None:
        """Say what is to be said of the source of a pipeline; called several times a second."""
        source = pipeline.source if pipeline is not None else None
        if source is not self._source:  # once: asking a protocol takes longer than all the rest
            self._source = source
            self._reconnecting = source if isinstance(source, Reconnecting) else None
        self._message_bar.set_standing(self._message(self._reconnecting) if self._reconnecting else None)

    def _message(self, source: Reconnecting) -> Message | None:
        state = source.state
        if state.kind == "ok":
            if state.message and source is not self._remarked:
                self._remarked = source
                self._message_bar.show_message(Message(state.message))
            return None
        camera = source.info.kind == "camera"
        text = tr("The camera is lost: reconnecting") if camera else tr("The stream is lost: reconnecting")
        if state.last_frame_age_s is not None:
            age = tr("last frame {seconds} s ago").format(seconds=f"{state.last_frame_age_s:.0f}")
            text = f"{text}, {age}"
        return Message(text, "error", tr("Retry now"), source.retry_now)
