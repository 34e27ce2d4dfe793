"""Says when the network is slower than the film, and offers to skip frames until the film is closed."""

from __future__ import annotations

from collections.abc import Callable

from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.session import Session
from yolocam.ui.translation import tr
from yolocam.ui.video.transport.transport import Transport
from yolocam.ui.widgets.formatting import speed_text
from yolocam.ui.widgets.message_bar import Message, MessageBar

_PATIENCE = 20
"""Looks, of ten a second, in which it must have been slow."""


class SkipOffer:
    """Offers once for each source, where it stays slow: a network is slow at first.

    Nothing is offered while something is saved, for a file is to have every frame.
    """

    def __init__(
        self, session: Session, transport: Transport, message_bar: MessageBar, is_saving: Callable[[], bool]
    ) -> None:
        self._session = session
        self._transport = transport
        self._message_bar = message_bar
        self._is_saving = is_saving
        self._offered: Pipeline | None = None
        self._looks = 0  # in a row that found it slow
        self._before: str | None = None  # the setting while frames are skipped by this offer

    def follow(self) -> None:
        """Offer what is due, and end what is over; called several times a second."""
        pipeline, real = self._session.pipeline, self._transport.real_speed
        if pipeline is not self._offered:
            self.end()
        self._looks = self._looks + 1 if real is not None else 0
        if real is None or pipeline is None or pipeline is self._offered or self._is_saving():
            return
        if self._looks < _PATIENCE:
            return
        if self._session.store.current.frames == "live":
            return
        self._offered = pipeline
        text = tr("The model is slower than this video, which therefore plays at {speed}")
        words = text.format(speed=speed_text(real))
        self._message_bar.show_message(
            Message(words, "info", tr("Skip frames"), lambda: self._skip(pipeline))
        )

    def end(self) -> None:
        """Take every frame again, where frames are skipped by this offer."""
        self._offered = None
        if self._before is not None:
            self._session.store.update(frames=self._before)
            self._before = None

    def _skip(self, pipeline: Pipeline) -> None:
        if self._session.pipeline is pipeline:
            self._before = self._session.store.current.frames
            self._session.store.update(frames="live")
