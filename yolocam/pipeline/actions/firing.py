"""A rule that was met: what actions get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yolocam.frame import Event, Rendered
from yolocam.pipeline.sinks.results.records import class_name, seconds
from yolocam.pipeline.sinks.results.wall_clock import iso


@dataclass(frozen=True, slots=True, eq=False)
class Firing:
    """One event of a rule, and the frame in which it was noticed."""

    event: Event
    item: Rendered

    @property
    def words(self) -> str:
        """What happened, in a line: "visitor: person #3 appeared in yard"."""
        event = self.event
        what = f"{self.class_name} #{event.track_id}"
        if event.kind == "too many":
            return f"{event.rule}: {event.kind}{_within(event)}, the last is {what}"
        if event.kind == "crossed":
            return f"{event.rule}: {what} crossed {event.place}"
        return f"{event.rule}: {what} {event.kind}{_within(event)}"

    @property
    def class_name(self) -> str:
        """Which kind of object it was."""
        names = self.item.detected.model.class_names
        return "" if self.event.class_id is None else class_name(names, self.event.class_id)

    def record(self) -> dict[str, Any]:
        """Return what a message says, as JSON takes it."""
        event = self.event
        return {
            "rule": event.rule,
            "kind": event.kind,
            "where": event.place,
            "class": self.class_name,
            "track_id": event.track_id,
            "confidence": None if event.confidence is None else round(event.confidence, 4),
            "source": self.item.frame.source.name,
            "frame": self.item.frame.index,
            "pts": seconds(event.pts_ns),
            "time": iso(event.time) or None,
            "text": self.words,
        }


def trial_record() -> dict[str, Any]:
    """Return a message that says that it is one to try, in the form of `Firing.record`."""
    record = dict.fromkeys(("where", "class", "track_id", "confidence", "source", "frame", "pts"))
    now = iso(datetime.now().astimezone())
    return {"rule": "test", "kind": "test", **record, "time": now, "text": "test: a message of yolocam"}


def _within(event: Event) -> str:
    if event.place is None:
        return ""
    return f" {event.place}" if event.kind == "left" else f" in {event.place}"
