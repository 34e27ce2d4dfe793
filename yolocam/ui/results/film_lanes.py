"""Keeps the lanes under the seek bar up to date: classes, the object that was picked, and events."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette

from yolocam.errors import PaletteError
from yolocam.palette import load_palette
from yolocam.pipeline.session import Session
from yolocam.settings import Settings
from yolocam.ui.regions.region_actions import RegionActions
from yolocam.ui.regions.track_times import SeenObject, object_colours
from yolocam.ui.results.tally import SourceTally
from yolocam.ui.translation import tr
from yolocam.ui.video.transport.lanes import MOST_LANES, Lane, lanes_of
from yolocam.ui.video.transport.transport import Transport

_REFRESH_EVERY = 10
"""Looks of the window, ten a second, from one reckoning to the next."""


class FilmLanes(QObject):
    """Reckons only while there is a seek bar, and something new was seen."""

    def __init__(
        self,
        session: Session,
        tally: SourceTally,
        regions: RegionActions,
        transport: Transport,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tally = tally
        self._regions = regions
        self._transport = transport
        self._looks = 0
        self._shown: tuple[object, ...] | None = None

    def follow(self) -> None:
        """Called after each look of the window."""
        self._looks += 1
        tally = self._tally.current
        if tally is None or self._looks % _REFRESH_EVERY or not self._transport.isVisible():
            return
        settings = self._session.store.current
        moments, picked = self._regions.tally.figures().moments, self._regions.dock.lists.picked
        colour = self._transport.palette().color(QPalette.ColorRole.WindowText)
        now = (tally, tally.changes, settings.palette, settings.colour_by, moments, picked, colour.name())
        if now == self._shown:
            return
        self._shown = now
        below = [] if picked is None else _picked_lane(picked, settings)
        if moments:
            below.append(Lane(tr("Events"), colour, moments=moments))
        with suppress(PaletteError):  # whoever draws the boxes reports it
            lanes = lanes_of(tally.presence(), load_palette(settings.palette), self._transport.image_ns)
            self._transport.lanes.show_lanes((*lanes[: MOST_LANES - len(below)], *below))


def _picked_lane(picked: SeenObject, settings: Settings) -> list[Lane]:
    stay = (picked.first_ns, picked.last_ns)
    return [Lane(picked.title, colour, (stay,)) for colour in object_colours([picked], settings).values()]
