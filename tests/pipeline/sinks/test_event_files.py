"""Files of counts and events."""

import csv
import json
from dataclasses import replace

import pytest

from support.films.media_files import rendered, video_frame
from support.pipeline.result_items import live_frame
from yolocam.detections import Detections
from yolocam.frame import Event
from yolocam.pipeline.sinks import open_result_file
from yolocam.pipeline.sinks.results.result_options import CsvForm, ResultOptions


def item(frame, *events):
    one = rendered(frame, Detections.empty())
    noticed = tuple(Event(kind, frame.pts_ns, None, place, 5, number, 0.75) for kind, place, number in events)
    return replace(one, detected=replace(one.detected, events=noticed))


ITEMS = [
    item(video_frame(0), ("in", "door", 0), ("in", "door", 1)),
    item(video_frame(12), ("in", "door", 0), ("left", "yard", 0)),
    item(video_frame(40), ("out", "door", 0)),
]


def write(sink, items):
    for one in items:
        sink.write(one)
    sink.write(
        replace(items[0], detected=replace(items[0].detected, frame=replace(items[0].frame, repeat=True)))
    )
    sink.close()


def rows(path, **form):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, **form))


def test_counts_are_of_the_whole_run(tmp_path):
    write(open_result_file("counts", tmp_path / "c.csv"), ITEMS)
    assert rows(tmp_path / "c.csv") == [
        ["region", "class_name", "kind", "count"],
        ["door", "dog", "in", "1"],
        ["door", "person", "in", "2"],
        ["door", "person", "out", "1"],
        ["yard", "person", "left", "1"],
    ]


def test_or_of_each_interval(tmp_path):
    options = ResultOptions(CsvForm(";"), counts_every=1.0)
    write(open_result_file("counts", tmp_path / "c.csv", options), ITEMS)
    header, *found = rows(tmp_path / "c.csv", delimiter=";")
    assert header == ["region", "class_name", "kind", "count", "source", "start", "end", "time"]
    assert [(row[0], row[2], row[3], *row[5:7]) for row in found] == [
        ("door", "in", "1", "0.0", "1.0"),
        ("door", "in", "1", "0.0", "1.0"),
        ("door", "in", "1", "1.0", "2.0"),
        ("yard", "left", "1", "1.0", "2.0"),
        ("door", "out", "1", "4.0", "5.0"),
    ]


def test_events_are_there_one_by_one(tmp_path):
    sink = open_result_file("events", tmp_path / "e.jsonl")
    sink.write(ITEMS[1])
    first, second = map(json.loads, (tmp_path / "e.jsonl").read_text().splitlines())
    assert first | {"source": ""} == {
        "source": "", "frame": 12, "pts": pytest.approx(1.2), "time": None, "kind": "in", "region": "door",
        "class_id": 0, "class_name": "person", "track_id": 5, "confidence": 0.75, "rule": None,
        "stayed": None,
    }  # fmt: skip
    assert second["kind"] == "left"
    write(sink, [item(live_frame(3, 0))])
    assert len((tmp_path / "e.jsonl").read_text().splitlines()) == 2


def test_nothing_is_no_row(tmp_path):
    write(open_result_file("counts", tmp_path / "c.csv"), [item(video_frame(0))])
    assert rows(tmp_path / "c.csv") == [["region", "class_name", "kind", "count"]]
