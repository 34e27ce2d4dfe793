"""The processor of rules: puts an event into the result where one is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from yolocam.frame import Detected, Event
from yolocam.pipeline.actions import action_types
from yolocam.pipeline.rules.rule import Rule
from yolocam.pipeline.rules.rule_file import read_rules
from yolocam.pipeline.rules.rule_watch import RuleWatch, Seen
from yolocam.pipeline.sinks.results.records import class_name
from yolocam.pipeline.sinks.results.wall_clock import WallClock
from yolocam.pipeline.tracking.track_processor import TrackProcessor

KINDS = {
    "appears": "appeared",
    "leaves": "left",
    "crosses": "crossed",
    "stays": "stayed",
    "more than": "too many",
}
"""When a rule is met -> the kind of its event."""


class RuleProcessor:
    """Works by the rules of one file, with what the regions before it have noticed.

    Where nothing before it has tracked the objects, it does so itself. Raises SettingsError when the file is
    no good.
    """

    name = "rules"

    def __init__(self, path: Path | str) -> None:
        rules = read_rules(Path(path), action_types().types).rules
        self._watches = [RuleWatch(rule) for rule in rules]
        self._wanted = [frozenset(name.casefold() for name in rule.classes) for rule in rules]
        self._own_tracks = TrackProcessor()
        self._clock = WallClock()

    def process(self, detected: Detected) -> Detected:
        """Return the result with an event for each object by which a rule is met."""
        if detected.detections.track_id is None:
            detected = self._own_tracks.process(detected)
        frame = detected.frame
        if frame.repeat:
            return detected
        events: list[Event] = []
        time = self._clock.time_of(frame)
        needed = 1 if frame.source.kind == "image" else 2
        objects = _objects(detected)
        for watch, wanted in zip(self._watches, self._wanted, strict=True):
            rule = watch.rule
            about = _about(rule, wanted, objects, detected)
            events += (
                Event(
                    KINDS[rule.when], frame.pts_ns, time, rule.where,
                    seen.track_id, seen.class_id, seen.confidence, rule.name,
                )
                for seen in watch.update(about, frame.pts_ns, needed)
            )  # fmt: skip
        return replace(detected, events=(*detected.events, *events)) if events else detected

    def reset(self) -> None:
        """Forget the objects, but not when a rule was met last."""
        for watch in self._watches:
            watch.forget()
        self._own_tracks.reset()


def _objects(detected: Detected) -> list[tuple[int, int, float, str]]:
    """Return track, class, confidence and the folded name of the class of each object."""
    found, names = detected.detections, detected.model.class_names
    assert found.track_id is not None
    kinds = found.class_id.tolist()
    folded = [class_name(names, kind).casefold() for kind in kinds]
    return list(zip(found.track_id.tolist(), kinds, found.confidence.tolist(), folded, strict=True))


def _about(
    rule: Rule, wanted: frozenset[str], objects: list[tuple[int, int, float, str]], detected: Detected
) -> list[Seen]:
    """Return the objects of a frame that a rule is about."""
    inside: Sequence[bool] = [True] * len(objects)
    if rule.where is not None:
        inside = detected.inside.get(rule.where, np.zeros(len(objects), bool)).tolist()
    crossed = {
        event.track_id: event.kind
        for event in detected.events
        if event.rule is None and event.place == rule.where and event.kind in ("in", "out")
    }
    return [
        Seen(track, kind, confidence, within, crossed.get(track))
        for (track, kind, confidence, name), within in zip(objects, inside, strict=True)
        if track >= 0 and (not wanted or name in wanted)
    ]
