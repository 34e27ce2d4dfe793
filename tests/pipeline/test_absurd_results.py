"""Lines of a results file with numbers that nobody meant are left out; the sound ones are shown."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from yolocam.cli import main
from yolocam.pipeline.stored_results.result_file import ResultFile

SOUND: dict[str, Any] = {
    "source": "a.mp4",
    "frame": 0,
    "pts": 0.0,
    "at": 0.0,
    "time": "2026-01-01T00:00:00+00:00",
    "width": 640,
    "height": 480,
    "detections": [
        {
            "class_id": 0,
            "class_name": "person",
            "confidence": 0.49,
            "objectness": 0.7,
            "class_score": 0.7,
            "xyxy": [1, 2, 30, 40],
        }
    ],
    "floor": 0.1,
    "placement": {"input": [416, 416], "size": [416, 312], "offset": [0, 52]},
    "candidates": [[1.0, 2.0, 30.0, 40.0, 0.7, 0.7, 0]],
}

NUMBERS = [10**30, -(10**30), 10**4000, 1e300, math.inf, math.nan, True, None, "1", [], {}]
PLACES = [
    ("frame",),
    ("pts",),
    ("at",),
    ("width",),
    ("height",),
    ("floor",),
    ("placement", "input"),
    ("placement", "input", 0),
    ("placement", "size", 1),
    ("placement", "offset", 0),
    ("candidates", 0, 0),
    ("candidates", 0, 4),
    ("candidates", 0, 6),
    ("detections", 0, "class_id"),
    ("detections", 0, "objectness"),
    ("detections", 0, "class_score"),
    ("detections", 0, "xyxy", 2),
]
OUT_OF_RANGE: list[tuple[tuple[Any, ...], Any]] = [
    (("frame",), -1),
    (("frame",), 1.5),
    (("pts",), 1e30),
    (("width",), 0),
    (("width",), -1),
    (("width",), 10**12),
    (("height",), -480),
    (("floor",), 1.1),
    (("placement", "size", 0), 0),
    (("candidates", 0, 4), -0.1),
    (("candidates", 0, 5), 1.1),
    (("candidates", 0, 6), 0.5),
    (("candidates", 0, 6), -1),
    (("candidates", 0, 6), 1_000_000),
    (("detections", 0, "class_id"), 1_000_000),
    (("detections", 0, "class_score"), 2),
    (("time",), "9999-12-31T23:59:59-23:00"),
    (("time",), "0001-01-01T00:00:00+23:00"),
    (("time",), 5),
]


def _with(place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    record = json.loads(json.dumps(SOUND))
    inner = record
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return dict(record)


def _written(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_a_line_with_an_absurd_number_is_left_out(tmp_path: Path, place: tuple[Any, ...]) -> None:
    absurd = [_with(place, value) for value in NUMBERS]
    results = ResultFile(_written(tmp_path / "r.jsonl", *absurd, SOUND))
    assert (results.damaged, len(results)) == (len(NUMBERS), 1)


@pytest.mark.parametrize(("place", "value"), OUT_OF_RANGE)
def test_a_line_with_a_number_out_of_range_is_left_out(tmp_path: Path, place: Any, value: Any) -> None:
    results = ResultFile(_written(tmp_path / "r.jsonl", _with(place, value), SOUND))
    assert (results.damaged, len(results)) == (1, 1)


def test_a_number_of_thousands_of_digits_is_left_out(tmp_path: Path) -> None:
    path = _written(tmp_path / "r.jsonl", SOUND)
    path.write_text(path.read_text().replace('"frame": 0', f'"frame": {"9" * 5000}') + path.read_text())
    assert ResultFile(path).damaged == 1


EDGES: list[Callable[[], dict[str, Any]]] = [
    lambda: _with(("pts",), 3.9e9),
    lambda: _with(("pts",), -5.0),
    lambda: _with(("time",), datetime(9998, 12, 31).astimezone().isoformat()),
    lambda: _with(("candidates", 0, 4), 1.000001),
    lambda: _with(("candidates", 0, 0), -1e6),
    lambda: _with(("width",), 1_000_000),
]


@pytest.mark.parametrize("number", range(len(EDGES)))
def test_what_is_only_unusual_is_kept_and_written_again(tmp_path: Path, number: int) -> None:
    path = _written(tmp_path / "r.jsonl", EDGES[number]())
    out = tmp_path / "out.csv"
    assert main(["view", str(path), "--save-csv", str(out)]) == 0
    assert len(out.read_text().splitlines()) == 2
