"""The processor of regions: leaves out what lies elsewhere, and notices who enters, leaves and crosses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yolocam.detections import Detections
from yolocam.frame import Detected, Event, Frame, OverlayShape, publish
from yolocam.pipeline.privacy.hide import hide_area
from yolocam.pipeline.regions.plane_geometry import Depths, Points, depth
from yolocam.pipeline.regions.region_counter import RegionCounter
from yolocam.pipeline.regions.region_file import Region, read_regions
from yolocam.pipeline.regions.region_store import RegionStore
from yolocam.pipeline.sinks.results.wall_clock import WallClock
from yolocam.pipeline.tracking.track_processor import TrackProcessor

_MARGIN = 0.03
"""How far beyond an edge an object must be to be on the other side, as a share of its box's side."""

_LEAST_MARGIN = 1.0  # pixels


class RegionProcessor:
    """Works by the regions of one file, or of a store that is read with each frame.

    Counting needs tracks: where nothing before it has tracked the objects, it does so itself. Counts go on
    over seeks and from one source to the next, and where a region is moved, but not where the regions are of
    another run. What of a film is played again is not counted again, but by a region that was moved. Raises
    SettingsError when the file is no good.
    """

    name = "regions"

    def __init__(self, regions: Path | str | RegionStore) -> None:
        self._store = (
            regions if isinstance(regions, RegionStore) else RegionStore(read_regions(Path(regions)))
        )
        self._own_tracks: TrackProcessor | None = None
        self._clock = WallClock()
        self._size_wh = (0, 0)
        self._wanted = self._regions = self._store.current
        self._counters: list[RegionCounter] = []

    @property
    def required(self) -> bool:
        """Whether something is to be hidden, so that nothing may be shown without it."""
        return any(region.role == "hide" for region in self._store.current.regions)

    def process(self, detected: Detected) -> Detected:
        """Return the result with what lies in the regions, what happened there, and the regions to draw."""
        self._fit(detected.frame.size_wh)
        if self._own_tracks is not None and self._counters and detected.detections.track_id is None:
            detected = self._own_tracks.process(detected)
        found = detected.detections
        points = _points(found, self._regions.place)
        within = {area.name: depth(points, area.points) for area in self._regions.areas()}
        rows = self._kept(within, len(found))
        if not rows.all():
            found, points = found.select(rows), points[rows]
            within = {name: depths[rows] for name, depths in within.items()}
        events = self._events(detected.frame, found, points, within) if not detected.frame.repeat else ()
        return replace(
            detected,
            frame=self._hidden(detected.frame),
            inference=replace(detected.inference, detections=found),
            events=(*detected.events, *events),
            shapes=(*detected.shapes, *self._shapes(found)),
            inside={name: depths >= 0 for name, depths in within.items()},
        )

    def reset(self) -> None:
        """Forget who was where."""
        for counter in self._counters:
            counter.forget()
        if self._own_tracks is not None:
            self._own_tracks.reset()

    def _fit(self, size_wh: tuple[int, int]) -> None:
        """Take the regions of this moment, and fit relative ones to the size of the frames."""
        wanted = self._store.current
        if wanted is self._wanted and size_wh == self._size_wh:
            return
        earlier = {counter.region.name: counter for counter in self._counters}
        if wanted.run != self._wanted.run:
            earlier = {}
        resized = wanted is self._wanted
        self._size_wh, self._wanted, self._regions = size_wh, wanted, wanted.in_pixels(size_wh)
        self._counters = [_counter(region, earlier, resized) for region in self._regions.counting()]
        if self._counters and self._own_tracks is None:
            self._own_tracks = TrackProcessor()

    def _kept(self, within: Depths, count: int) -> NDArray[np.bool_]:
        """Return which objects lie where they may: within an area to include, if any, and none to exclude."""
        included = [within[area.name] >= 0 for area in self._regions.areas() if area.role == "include"]
        excluded = [within[area.name] >= 0 for area in self._regions.areas() if area.role == "exclude"]
        kept = np.any(included, axis=0) if included else np.ones(count, bool)
        return kept & ~np.any(excluded, axis=0) if excluded else kept

    def _hidden(self, frame: Frame) -> Frame:
        """Return the frame with an image in which the areas to hide are hidden."""
        areas = [area for area in self._regions.areas() if area.role == "hide"]
        if not areas:
            return frame
        image = frame.image.copy()
        for area in areas:
            hide_area(image, area.points, area.style)
        return replace(frame, image=publish(image))

    def _events(self, frame: Frame, found: Detections, points: Points, within: Depths) -> tuple[Event, ...]:
        tracks = _tracks(found)
        width, height = (found.xyxy[:, 2:] - found.xyxy[:, :2]).T
        margins = np.maximum(_MARGIN * np.sqrt(np.abs(width * height)), _LEAST_MARGIN).tolist()
        time = self._clock.time_of(frame)
        return tuple(
            Event(
                passage.kind,
                frame.pts_ns,
                time,
                counter.region.name,
                tracks[passage.row],
                int(found.class_id[passage.row]),
                float(found.confidence[passage.row]),
                stayed_s=passage.stayed_s,
                again=passage.again,
            )
            for counter in self._counters
            for passage in counter.update(
                points, within, tracks, margins, frame.pts_ns / 1e9, _place_in_film(frame)
            )
        )

    def _shapes(self, found: Detections) -> list[OverlayShape]:
        present = set(_tracks(found))
        counted = [counter.shape(present) for counter in self._counters]
        others = (r for r in self._regions.regions if r.role != "count")
        return [*(OverlayShape(r.points, closed=True, label=r.name, name=r.name) for r in others), *counted]


def _counter(region: Region, earlier: dict[str, RegionCounter], resized: bool) -> RegionCounter:
    """Return the counter of a region: the one it had if it has not moved, else one that counts on.

    Where the frames are `resized` it lies elsewhere in pixels, but has not moved.
    """
    last = earlier.get(region.name)
    if last is not None and last.region.kind == region.kind:
        if np.array_equal(last.region.points, region.points):
            return last
        counter = RegionCounter(region, last.played if resized else None)
        counter.counts.update(last.counts)
        return counter
    return RegionCounter(region)


def _points(found: Detections, place: str) -> Points:
    x1, y1, x2, y2 = found.xyxy.astype(np.float64).T
    return np.stack(((x1 + x2) / 2, y2 if place == "foot" else (y1 + y2) / 2), axis=1)


def _place_in_film(frame: Frame) -> tuple[str, int] | None:
    """Return the film and the position in it; None for a live source, where nothing comes again."""
    if frame.source.live:
        return None
    return ("" if frame.offset_ns is not None else frame.source.name), frame.position_ns


def _tracks(found: Detections) -> list[int]:
    return [-1] * len(found) if found.track_id is None else found.track_id.tolist()
