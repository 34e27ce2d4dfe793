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
from yolocam.pipeline.rules.rule_store import RuleStore
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
    """Works by the rules of one file, or of a store that is read with each frame.

    It takes what the regions before it have noticed. A rule that stays as it is while others change goes on.

    Where nothing before it has tracked the objects, it does so itself. Raises SettingsError when the file is
    no good.
    """

    name = "rules"

    def __init__(self, rules: Path | str | RuleStore) -> None:
        self._store = rules if isinstance(rules, RuleStore) else _read(Path(rules))
        self._rules: tuple[Rule, ...] = ()
        self._watches: list[RuleWatch] = []
        self._follow()
        self._own_tracks = TrackProcessor()
        self._clock = WallClock()

    def process(self, detected: Detected) -> Detected:
        """Return the result with an event for each object by which a rule is met."""
        self._follow()
        if detected.detections.track_id is None:
            detected = self._own_tracks.process(detected)
        frame = detected.frame
        if frame.repeat:
            return detected
        events: list[Event] = []
        time = self._clock.time_of(frame)
        needed = 1 if frame.source.kind == "image" else 2
        objects = _objects(detected)
        for watch in self._watches:
            rule = watch.rule
            about = _about(watch, objects, detected)
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

    def _follow(self) -> None:
        """Take the rules of this moment."""
        rules = self._store.current
        if rules is not self._rules:
            there = {watch.rule.name: watch for watch in self._watches}
            self._rules = rules
            self._watches = [_watch(rule, there.get(rule.name)) for rule in rules]


def _watch(rule: Rule, last: RuleWatch | None) -> RuleWatch:
    return RuleWatch(rule) if last is None or last.rule != rule else last


def _read(path: Path) -> RuleStore:
    return RuleStore(read_rules(path, action_types().types).enabled)


def _objects(detected: Detected) -> list[tuple[int, int, float, str]]:
    """Return track, class, confidence and the folded name of the class of each object."""
    found, names = detected.detections, detected.model.class_names
    assert found.track_id is not None
    kinds = found.class_id.tolist()
    folded = [class_name(names, kind).casefold() for kind in kinds]
    return list(zip(found.track_id.tolist(), kinds, found.confidence.tolist(), folded, strict=True))


def _about(watch: RuleWatch, objects: list[tuple[int, int, float, str]], detected: Detected) -> list[Seen]:
    """Return the objects that a rule is about, in its place or on its line."""
    rule, wanted = watch.rule, watch.wanted
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
        if track >= 0 and (within or track in crossed) and (not wanted or name in wanted)
    ]
