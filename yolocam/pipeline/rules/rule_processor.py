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
        for watch in self._watches:
            rule = watch.rule
            events += (
                Event(
                    KINDS[rule.when], frame.pts_ns, time, rule.where,
                    seen.track_id, seen.class_id, seen.confidence, rule.name,
                )
                for seen in watch.update(_about(rule, detected), frame.pts_ns, needed)
            )  # fmt: skip
        return replace(detected, events=(*detected.events, *events)) if events else detected

    def reset(self) -> None:
        """Forget the objects, but not when a rule was met last."""
        for watch in self._watches:
            watch.forget()
        self._own_tracks.reset()


def _about(rule: Rule, detected: Detected) -> list[Seen]:
    """Return the objects of a frame that a rule is about."""
    found = detected.detections
    assert found.track_id is not None
    names = detected.model.class_names
    inside: Sequence[bool] = [True] * len(found)
    if rule.where is not None:
        inside = detected.inside.get(rule.where, np.zeros(len(found), bool)).tolist()
    crossed = {
        event.track_id: event.kind
        for event in detected.events
        if event.rule is None and event.place == rule.where and event.kind in ("in", "out")
    }
    wanted = {name.casefold() for name in rule.classes}
    rows = zip(
        found.track_id.tolist(), found.class_id.tolist(), found.confidence.tolist(), inside, strict=True
    )
    return [
        Seen(track, kind, confidence, within, crossed.get(track))
        for track, kind, confidence, within in rows
        if track >= 0 and (not wanted or class_name(names, kind).casefold() in wanted)
    ]
