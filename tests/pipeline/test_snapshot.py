from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from support.pipeline.recording_frames import result
from yolocam.detections import Detections
from yolocam.errors import SinkError
from yolocam.pipeline.sinks.results.jsonl import json_record
from yolocam.pipeline.sinks.results.wall_clock import WallClock
from yolocam.pipeline.snapshot import save_snapshot


def level_of(path) -> float:
    return float(cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR).mean())


def test_with_boxes_or_without(tmp_path):
    item = result(3, level=60, drawn=200)
    assert level_of(save_snapshot(item, tmp_path / "a.png", boxes=True)) == 200
    assert level_of(save_snapshot(item, tmp_path / "b.png", boxes=False)) == 60


def test_the_detections_are_beside_it_as_in_json_lines(tmp_path):
    one = np.ones(1, np.float32)
    found = Detections(
        xyxy=np.array([[1, 2, 3, 4]], np.float32),
        objectness=one,
        class_score=one / 2,
        class_id=np.array([1], np.int32),
    )
    item = result(3, found=found)
    path = save_snapshot(item, tmp_path / "日本 ü.png", boxes=True)
    assert path == tmp_path / "日本 ü.png"
    assert json.loads((tmp_path / "日本 ü.json").read_text("utf-8")) == json_record(
        item.detected, WallClock()
    )


def test_in_a_folder_the_name_is_made_and_never_taken_twice(tmp_path):
    paths = [save_snapshot(result(0), tmp_path / "new", boxes=False) for _ in range(3)]
    assert len(set(paths)) == 3
    assert all(path.name.startswith("yolocam 2") and path.suffix == ".png" for path in paths)
    assert len(list((tmp_path / "new").glob("*.json"))) == 3


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "a.json").write_text("mine")
    assert save_snapshot(result(0), tmp_path / "a.png", boxes=False).name == "a (2).png"
    assert (tmp_path / "a.json").read_text() == "mine"


def test_what_cannot_be_saved_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SinkError, match="frame 0 has no annotated picture"):
        save_snapshot(result(0, drawn=None), tmp_path, boxes=True)
    with pytest.raises(SinkError, match=r"a\.jpg cannot be saved, expected a name that ends in \.png"):
        save_snapshot(result(0), tmp_path / "a.jpg", boxes=False)
    with pytest.raises(SinkError, match="cannot be created"):
        save_snapshot(result(0), tmp_path / "file" / "a.png", boxes=False)
