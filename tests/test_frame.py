from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing, publish
from yolocam.settings import Settings

INFO = SourceInfo("film.mp4", "video", (5, 3))
MODEL = ModelInfo("net", ("a", "b"), (416, 416), "cpu", "fp32")


def some_detections():
    return Detections(
        xyxy=np.arange(12, dtype=np.float32).reshape(3, 4),
        objectness=np.array([0.9, 0.5, 0.25], np.float32),
        class_score=np.array([1.0, 0.5, 0.5], np.float32),
        class_id=np.array([1, 0, 1], np.int32),
    )


def make_frame():
    return Frame(publish(np.zeros((3, 5, 3), np.uint8)), 0, 0, 0, INFO)


def test_a_published_picture_cannot_be_written_to():
    frame = make_frame()
    with pytest.raises(ValueError, match="read-only"):
        frame.image[0, 0] = 1
    assert frame.image.copy().flags.writeable


def test_size_is_width_then_height():
    assert make_frame().size_wh == (5, 3)


def test_a_frame_does_not_change():
    with pytest.raises(FrozenInstanceError):
        make_frame().index = 3


def test_confidence_is_objectness_times_class_score():
    found = some_detections()
    assert found.confidence.tolist() == [np.float32(0.9), 0.25, 0.125]
    assert found.confidence.dtype == np.float32


def test_nothing_found_has_the_same_columns():
    none, some = Detections.empty(), some_detections()
    assert len(none) == 0
    assert none.xyxy.shape == (0, 4)
    for column in ("xyxy", "objectness", "class_score", "class_id", "confidence"):
        assert getattr(none, column).dtype == getattr(some, column).dtype
        assert len(getattr(none, column)) == 0


@pytest.mark.parametrize("rows", [np.array([True, False, True]), np.array([0, 2])])
def test_select_keeps_the_columns_together(rows):
    found = some_detections().select(rows)
    assert len(found) == 2
    assert found.class_id.tolist() == [1, 1]
    assert found.xyxy.tolist() == [[0, 1, 2, 3], [8, 9, 10, 11]]
    assert found.confidence.tolist() == [np.float32(0.9), 0.125]
    assert len(found.select(np.zeros(2, bool))) == 0
    assert found.track_id is None


def test_select_keeps_the_tracks_with_their_objects():
    found = replace(some_detections(), track_id=np.array([7, -1, 9], np.int32))
    assert found.select(np.array([2, 0])).track_id.tolist() == [9, 7]


def test_columns_are_named():
    with pytest.raises(TypeError):
        Detections(*(np.zeros(0),) * 4)


def test_times_add_up():
    assert Timing(1, 20, 300).total_ns == 321
    assert Timing().total_ns == 0


def test_each_type_holds_the_one_before():
    frame, found = make_frame(), some_detections()
    detected = Detected(frame, Inference(found, Timing(), MODEL), Settings())
    rendered = Rendered(detected, None)
    assert rendered.frame is detected.frame is frame
    assert detected.detections is found
    assert detected.model is MODEL
    assert detected != Detected(frame, detected.inference, detected.settings)  # compared by identity
