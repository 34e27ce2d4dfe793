"""One line of a results file, read back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SettingsError
from yolocam.frame import Candidates, Detections, ModelInfo
from yolocam.letterbox import Placement
from yolocam.settings import Settings

_SECOND_NS = 1_000_000_000
_COLUMNS = 7
_SETTINGS = ("confidence", "iou", "threshold_on", "max_det", "classes")
LINE_ERRORS = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What `parse_line` raises of a line that is none."""

_DECIMALS = 2  # of the corners in a file

MAX_TRACK = 2**31 - 1

MAX_CLASS = 1_000_000
"""Class numbers beyond this are no class numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class StoredSession:
    """What made the lines from here on: the network, and the settings under which they were shown."""

    model: ModelInfo
    settings: Settings


@dataclass(frozen=True, slots=True, eq=False)
class StoredFrame:
    """The result of one frame.

    `at_ns` is its place in a recording, None where it is of none; `time` the moment of capture of a
    live source. `complete` says whether all candidates above their floor are there; otherwise they
    are the detections that were shown. `names` are the classes that the line names itself. `tracks` are
    the numbers of the objects that were shown, by class and corners (see `track_ids`).
    """

    source: str
    index: int
    pts_ns: int
    at_ns: int | None
    time: datetime | None
    size_wh: tuple[int, int]
    candidates: Candidates
    complete: bool
    names: dict[int, str]
    session: StoredSession | None
    tracks: dict[tuple[float, ...], int]

    def track_ids(self, found: Detections) -> NDArray[np.int32] | None:
        """Return the numbers of detections that were tracked when they were stored; None if none was."""
        if not self.tracks:
            return None
        corners = found.xyxy.astype(np.float64).round(_DECIMALS).tolist()
        keys = ((number, *box) for number, box in zip(found.class_id.tolist(), corners, strict=True))
        return np.array([self.tracks.get(key, -1) for key in keys], np.int32)


def parse_line(line: bytes) -> StoredFrame:
    """Return the frame of a line; one of LINE_ERRORS for anything else."""
    record = json.loads(line)
    size_wh = _whole(record["width"]), _whole(record["height"])
    shown = _shown(record["detections"], size_wh)
    complete = "candidates" in record
    time = record.get("time")
    return StoredFrame(
        source=_text(record["source"]),
        index=_whole(record["frame"]),
        pts_ns=_ns(record["pts"]),
        at_ns=_ns(record["at"]) if "at" in record else None,
        time=datetime.fromisoformat(time) if time else None,
        size_wh=size_wh,
        candidates=_candidates(record, size_wh) if complete else shown,
        complete=complete,
        names={_whole(d["class_id"]): _text(d["class_name"]) for d in record["detections"]},
        session=_session(record["session"]) if "session" in record else None,
        tracks=_tracks(record["detections"]),
    )


def _tracks(found: list[dict[str, Any]]) -> dict[tuple[float, ...], int]:
    numbered = [one for one in found if one.get("track_id") is not None]
    if any(not 0 <= _whole(one["track_id"]) <= MAX_TRACK for one in numbered):
        raise ValueError("a track that is none")
    return {
        (_whole(one["class_id"]), *(round(float(edge), _DECIMALS) for edge in one["xyxy"])): one["track_id"]
        for one in numbered
    }


def _candidates(record: dict[str, Any], frame_wh: tuple[int, int]) -> Candidates:
    place = record["placement"]
    placement = Placement(frame_wh, _pair(place["input"]), _pair(place["size"]), _pair(place["offset"]))
    if min(*placement.net_wh, *placement.new_wh) < 1:
        raise ValueError("an input without pixels")
    table = _table(record["candidates"])
    return _from_table(table, placement, float(record["floor"]))


def _shown(found: list[dict[str, Any]], size_wh: tuple[int, int]) -> Candidates:
    """Return detections as candidates whose place in the input is the frame itself."""
    rows = [[*d["xyxy"], d["objectness"], d["class_score"], d["class_id"]] for d in found]
    table = _table(rows)
    floor = float((table[:, 4] * table[:, 5]).min(initial=1.0))
    return _from_table(table, Placement(size_wh, size_wh, size_wh, (0, 0)), floor)


def _table(rows: list[list[float]]) -> NDArray[np.float64]:
    table = np.array(rows, np.float64).reshape(-1, _COLUMNS)
    if len(table) != len(rows):
        raise ValueError("a row that is no candidate")
    if len(table) and not 0 <= table[:, 6].min() <= table[:, 6].max() <= MAX_CLASS:
        raise ValueError("a class that is none")
    return table


def _from_table(table: NDArray[np.float64], place: Placement, floor: float) -> Candidates:
    with np.errstate(over="ignore"):
        numbers = table.astype(np.float32)
    if not np.isfinite(numbers).all():
        raise ValueError("a number beyond all bounds")
    return Candidates(
        np.ascontiguousarray(numbers[:, :4]),
        np.ascontiguousarray(numbers[:, 4]),
        np.ascontiguousarray(numbers[:, 5]),
        table[:, 6].astype(np.int32),
        place,
        floor,
    )


def _session(record: dict[str, Any]) -> StoredSession:
    names = tuple(_text(name) for name in record["class_names"])
    model = ModelInfo(
        _text(record["model"]),
        names,
        _pair(record["input"]),
        _text(record["device"]),
        _text(record["precision"]),
    )
    settings = {name: record["settings"][name] for name in _SETTINGS}
    if settings["classes"] is not None:
        settings["classes"] = frozenset(_whole(number) for number in settings["classes"])
    try:
        return StoredSession(model, Settings(**settings))
    except SettingsError as error:
        raise ValueError(str(error)) from error


def _ns(seconds: object) -> int:
    if not isinstance(seconds, int | float):
        raise TypeError("a time that is no number")
    return round(seconds * _SECOND_NS)


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("not a whole number")
    return value


def _pair(value: object) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise TypeError("not a pair")
    return _whole(value[0]), _whole(value[1])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
