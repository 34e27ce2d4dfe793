"""Keeps the lanes under the seek bar up to date with what was found so far."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject

from yolocam.errors import PaletteError
from yolocam.palette import load_palette
from yolocam.pipeline.session import Session
from yolocam.ui.results.tally import SourceTally
from yolocam.ui.video.transport.lanes import lanes_of
from yolocam.ui.video.transport.transport import Transport

_REFRESH_EVERY = 10
"""Looks of the window, ten a second, from one reckoning to the next."""


class FilmLanes(QObject):
    """Reckons only while there is a seek bar, and something new was seen."""

    def __init__(self, session: Session, tally: SourceTally, transport: Transport, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._tally = tally
        self._transport = transport
        self._looks = 0
        self._shown: tuple[object, int, str] | None = None

    def follow(self) -> None:
        """Called after each look of the window."""
        self._looks += 1
        tally = self._tally.current
        if tally is None or self._looks % _REFRESH_EVERY or not self._transport.isVisible():
            return
        palette = self._session.store.current.palette
        now = (tally, tally.changes, palette)
        if now == self._shown:
            return
        self._shown = now
        with suppress(PaletteError):  # whoever draws the boxes reports it
            lanes = lanes_of(tally.presence(), load_palette(palette), self._transport.image_ns)
            self._transport.lanes.show_lanes(lanes)
