"""Says when the network is slower than the film: frames are skipped where one only watches, or may be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.session import Session
from yolocam.ui.translation import tr
from yolocam.ui.video.transport.transport import Transport
from yolocam.ui.widgets.formatting import speed_text
from yolocam.ui.widgets.message_bar import Message, MessageBar

_MATTER = "speed"

_PATIENCE = 20
"""Looks, of ten a second, in which it must have been slow: a network is slow at first."""


class SkipOffer:
    """Chooses for each source, unless the user has: while something is saved, no frame is skipped.

    It is told once what was chosen, with a button for the other choice.
    """

    def __init__(
        self, session: Session, transport: Transport, message_bar: MessageBar, is_saving: Callable[[], bool]
    ) -> None:
        self._session = session
        self._transport = transport
        self._message_bar = message_bar
        self._is_saving = is_saving
        self._pipeline: Pipeline | None = None
        self._looks = 0  # in a row that found it slow
        self._before: str | None = None  # the setting while frames are skipped
        self._chosen: Literal["skip", "every"] | None = None  # by the user, for this source
        self._told: set[bool] = set()  # of skipping, and of being slow

    def follow(self) -> None:
        """Choose what is due, and end what is over; called several times a second."""
        pipeline, real = self._session.pipeline, self._transport.real_speed
        if pipeline is not self._pipeline:
            self.end()
            self._pipeline = pipeline
        self._looks = self._looks + 1 if real is not None else 0
        if self._before is not None:
            self._look_after_skipping()
        elif real is not None and self._looks >= _PATIENCE:
            self._be_slow(real)

    def end(self) -> None:
        """Take every frame again, where frames are skipped, and forget what was chosen."""
        self._take_every()
        self._chosen, self._looks = None, 0
        self._told.clear()

    def _look_after_skipping(self) -> None:
        if self._session.store.current.frames != "live":  # somebody has chosen in the panel
            self._before, self._chosen = None, "every"
        elif self._chosen is None and self._is_saving():
            self._take_every()

    def _be_slow(self, real: float) -> None:
        setting = self._session.store.current.frames
        by_itself = self._chosen is None and setting == "auto" and not self._is_saving()
        if setting == "live":
            return
        if self._chosen == "skip" or by_itself:
            self._skip()
            text = tr("The model is slower than this video: frames are skipped to keep its speed")
            self._tell(text, tr("Keep every frame"), "every")
        elif self._chosen is None:
            slow = tr("The model is slower than this video, which therefore plays at {speed}")
            self._tell(slow.format(speed=speed_text(real)), tr("Skip frames"), "skip")

    def _tell(self, text: str, button: str, other: Literal["skip", "every"]) -> None:
        skipping = other == "every"
        if skipping not in self._told:
            self._told.add(skipping)
            act = partial(self._choose, other, self._pipeline)
            self._message_bar.show_message(Message(text, "info", button, act, _MATTER))

    def _choose(self, choice: Literal["skip", "every"], pipeline: Pipeline | None) -> None:
        if pipeline is not self._session.pipeline:
            return  # the message was of another source
        self._chosen = choice
        if choice == "skip":
            self._skip()
        else:
            self._take_every()

    def _skip(self) -> None:
        if self._before is None:
            self._before = self._session.store.current.frames
            self._session.store.update(frames="live")

    def _take_every(self) -> None:
        before, self._before = self._before, None
        self._looks = 0
        if before is not None and self._session.store.current.frames == "live":
            self._session.store.update(frames=before)
