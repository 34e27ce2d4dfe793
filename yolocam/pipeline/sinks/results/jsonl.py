"""Writes one JSON object a line for each frame, readable up to the last line even after a kill."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yolocam.detections import Candidates
from yolocam.files.output_file import TextOutput
from yolocam.frame import Detected, ModelInfo, Rendered
from yolocam.pipeline.sinks.results.records import exact_numbers, records_of, seconds
from yolocam.pipeline.sinks.results.wall_clock import WallClock, iso
from yolocam.settings import Settings


class JsonlSink:
    """JSON Lines, see `JsonLines`; nothing but one object for each frame."""

    wants_image = False

    def __init__(self, path: Path, *, candidates: bool = True) -> None:
        self._output = TextOutput(path)
        self._lines = JsonLines(candidates=candidates)

    def write(self, item: Rendered) -> None:
        """Append the frame's line."""
        if not item.frame.repeat:
            self._output.write(self._lines.line(item.detected))

    def close(self) -> None:
        """Close the file."""
        self._output.close()


class JsonLines:
    """Makes the lines of one file.

    Each has source, frame, pts in seconds, width, height, and the detections of the frame; of a live
    source also `time`, when it was captured, and in a recording `at`, the second at which it stands in
    it. Where the settings have a floor and the file takes `candidates`, the line has all above it, in
    numbers that give back every bit (see `Candidates`). There, and in a recording, the first line, as any
    from which on another network answers, has a `session`: what else is needed to show the results again.
    `painted` says in it whether the images that are recorded with the lines have the boxes in them.
    """

    def __init__(self, *, candidates: bool = True, painted: bool = False) -> None:
        self._painted = painted
        self._candidates = candidates
        self._clock = WallClock()
        self._told: ModelInfo | None = None

    def line(self, detected: Detected, at_ns: int | None = None) -> str:
        """Return the frame's object with a line end; `at_ns` is its place in a recording."""
        record = json_record(detected, self._clock)
        if at_ns is not None:
            record["at"] = seconds(at_ns)
        candidates = detected.inference.candidates if self._candidates else None
        if candidates is not None:
            record.update(_candidates(candidates))
        if (candidates is not None or at_ns is not None) and detected.model != self._told:
            self._told = detected.model
            record["session"] = _session(detected.model, detected.settings)
            if at_ns is not None:
                record["session"]["painted"] = self._painted
        return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"


def json_record(detected: Detected, clock: WallClock) -> dict[str, Any]:
    """Return a frame's result as the plain object that is written."""
    frame = detected.frame
    width, height = frame.size_wh
    time = clock.time_of(frame)
    return {
        "source": frame.source.name,
        "frame": frame.index,
        "pts": seconds(frame.pts_ns),
        **({"time": iso(time)} if time is not None else {}),
        "width": width,
        "height": height,
        "detections": [
            {
                "class_id": record.class_id,
                "class_name": record.class_name,
                "confidence": record.confidence,
                "objectness": record.objectness,
                "class_score": record.class_score,
                "xyxy": list(record.xyxy),
                **({"track_id": record.track_id} if record.track_id is not None else {}),
            }
            for record in records_of(detected)
        ],
    }


def _candidates(found: Candidates) -> dict[str, Any]:
    """Return x1, y1, x2, y2 in pixels of the input, objectness, class score and class of each candidate."""
    columns = zip(
        exact_numbers(found.xyxy),
        exact_numbers(found.objectness),
        exact_numbers(found.class_score),
        found.class_id.tolist(),
        strict=True,
    )
    place = found.place
    return {
        "floor": found.floor,
        "placement": {"input": place.net_wh, "size": place.new_wh, "offset": place.offset_xy},
        "candidates": [[*box, objectness, score, kind] for box, objectness, score, kind in columns],
    }


def _session(model: ModelInfo, settings: Settings) -> dict[str, Any]:
    return {
        "model": model.name,
        "input": model.size_wh,
        "precision": model.precision,
        "device": model.device,
        "class_names": model.class_names,
        "settings": {
            "confidence": settings.confidence,
            "iou": settings.iou,
            "threshold_on": settings.threshold_on,
            "max_det": settings.max_det,
            "classes": None if settings.classes is None else sorted(settings.classes),
        },
    }
