"""Writes what processors notice, one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path

from yolocam.files.output_file import TextOutput
from yolocam.frame import Event, Rendered
from yolocam.pipeline.sinks.results.records import class_name, seconds
from yolocam.pipeline.sinks.results.wall_clock import iso


class EventSink:
    """JSON Lines: source, frame, pts in seconds, time of a live source, kind, region, object and rule.

    What an event has none of is null. A line is in the file as soon as its event has happened.
    """

    wants_image = False

    def __init__(self, path: Path) -> None:
        self._output = TextOutput(path)

    def write(self, item: Rendered) -> None:
        """Append a line for each event of the frame."""
        if not item.frame.repeat and item.detected.events:
            self._output.write("".join(event_line(event, item) for event in item.detected.events))

    def close(self) -> None:
        """Close the file."""
        self._output.close()


def event_line(event: Event, item: Rendered) -> str:
    """Return the line of one event, with its line end."""
    names = item.detected.model.class_names
    record = {
        "source": item.frame.source.name,
        "frame": item.frame.index,
        "pts": seconds(event.pts_ns),
        "time": iso(event.time) or None,
        "kind": event.kind,
        "region": event.place,
        "class_id": event.class_id,
        "class_name": None if event.class_id is None else class_name(names, event.class_id),
        "track_id": event.track_id,
        "confidence": None if event.confidence is None else round(event.confidence, 6),
        "rule": event.rule,
        "stayed": None if event.stayed_s is None else round(event.stayed_s, 3),
    }
    return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"
