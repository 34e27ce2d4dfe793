"""One line of a results file, read back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yolocam.detections import Candidates, Detections
from yolocam.errors import SettingsError
from yolocam.files.bounded import MAX_CLASS, MAX_COUNT, MAX_SECONDS, MAX_SIDE, real, whole
from yolocam.frame import ModelInfo
from yolocam.letterbox import Placement
from yolocam.settings import Settings

_SECOND_NS = 1_000_000_000
_COLUMNS = 7
_SETTINGS = ("confidence", "iou", "threshold_on", "max_det", "classes")
LINE_ERRORS = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What `parse_line` raises of a line that is none."""

RESULT_LINES = "the lines of --save-json"
"""What a file of stored results should hold, for messages."""

_SCORE_SLACK = 1e-5
"""Decimal numbers are rounded: a score of 1 may come back a little above it."""

_FARTHEST = 1e9
"""Pixels from the corner: boxes may stand far outside, but not so far."""

_YEARS = range(1970, 9999)
"""Whatever the time zone, a time in these years can be told in any other."""

_DECIMALS = 2  # of the corners in a file

MAX_TRACK = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class StoredSession:
    """What made the lines from here on: the network, and the settings under which they were shown.

    `painted` says whether the images of the recording that the lines are of have the boxes in them.
    """

    model: ModelInfo
    settings: Settings
    painted: bool = True


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
    size_wh = _side(record["width"]), _side(record["height"])
    shown = _shown(record["detections"], size_wh)
    complete = "candidates" in record
    return StoredFrame(
        source=_text(record["source"]),
        index=whole(record["frame"], 0, MAX_COUNT),
        pts_ns=_ns(record["pts"]),
        at_ns=_ns(record["at"]) if "at" in record else None,
        time=_time(record["time"]) if record.get("time") else None,
        size_wh=size_wh,
        candidates=_candidates(record, size_wh) if complete else shown,
        complete=complete,
        names={_class(d["class_id"]): _text(d["class_name"]) for d in record["detections"]},
        session=_session(record["session"]) if "session" in record else None,
        tracks=_tracks(record["detections"]),
    )


def damage(error: Exception) -> str:
    """Return in a few words what is wrong with a line, from the error that `parse_line` raised."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    if isinstance(error, TypeError):  # in Python's words
        return "a value is of another kind than expected"
    if isinstance(error, json.JSONDecodeError) or not isinstance(error, ValueError):
        return "it is no JSON object"
    return "a number has too many digits" if "int_max_str_digits" in str(error) else str(error)


def _tracks(found: list[dict[str, Any]]) -> dict[tuple[float, ...], int]:
    numbered = [one for one in found if one.get("track_id") is not None]
    return {
        (_class(one["class_id"]), *(round(float(edge), _DECIMALS) for edge in one["xyxy"])): whole(
            one["track_id"], 0, MAX_TRACK
        )
        for one in numbered
    }


def _candidates(record: dict[str, Any], frame_wh: tuple[int, int]) -> Candidates:
    place = record["placement"]
    placement = Placement(
        frame_wh, _pair(place["input"], 1), _pair(place["size"], 1), _pair(place["offset"], -MAX_SIDE)
    )
    table = _table(record["candidates"])
    return _from_table(table, placement, real(record["floor"], 0, 1))


def _shown(found: list[dict[str, Any]], size_wh: tuple[int, int]) -> Candidates:
    """Return detections as candidates whose place in the input is the frame itself."""
    rows = [[*d["xyxy"], d["objectness"], d["class_score"], d["class_id"]] for d in found]
    table = _table(rows)
    floor = float((table[:, 4] * table[:, 5]).min(initial=1.0))
    return _from_table(table, Placement(size_wh, size_wh, size_wh, (0, 0)), floor)


def _table(rows: list[list[float]]) -> NDArray[np.float64]:
    if not {type(value) for row in rows for value in row} <= {int, float}:  # numpy takes "1" and true
        raise ValueError("a value that is no number")
    if any(len(row) != _COLUMNS for row in rows):
        raise ValueError("a box or a candidate of more or fewer numbers than one has")
    table = np.array(rows, np.float64).reshape(-1, _COLUMNS)
    if not (np.abs(table[:, :4]) <= _FARTHEST).all():
        raise ValueError("a box beyond all bounds")
    if not _are_classes(table[:, 6]):
        raise ValueError("a class that is none")
    scores = table[:, 4:6]
    if not ((scores >= 0) & (scores <= 1 + _SCORE_SLACK)).all():
        raise ValueError("a score that is none")
    return table


def _are_classes(numbers: NDArray[np.float64]) -> bool:
    return bool(((numbers >= 0) & (numbers <= MAX_CLASS) & (numbers == np.floor(numbers))).all())


def _from_table(table: NDArray[np.float64], place: Placement, floor: float) -> Candidates:
    numbers = table.astype(np.float32)
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
        _pair(record["input"], 1),
        _text(record["device"]),
        _text(record["precision"]),
    )
    settings = {name: record["settings"][name] for name in _SETTINGS}
    if settings["classes"] is not None:
        settings["classes"] = frozenset(_class(number) for number in settings["classes"])
    try:
        return StoredSession(model, Settings(**settings), record.get("painted", True) is not False)
    except SettingsError as error:
        raise ValueError(str(error)) from error


def _ns(seconds: object) -> int:
    return round(real(seconds, -MAX_SECONDS, MAX_SECONDS) * _SECOND_NS)


def _time(value: object) -> datetime:
    time = datetime.fromisoformat(_text(value))
    if time.year not in _YEARS:
        raise ValueError("a year beyond all bounds")
    return time


def _side(value: object) -> int:
    return whole(value, 1, MAX_SIDE)


def _class(value: object) -> int:
    return whole(value, 0, MAX_CLASS)


def _pair(value: object, low: int) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("not a pair")
    return whole(value[0], low, MAX_SIDE), whole(value[1], low, MAX_SIDE)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value
