"""The processor: numbers among the detections, by media time, from what is shown and what is nearly so."""

from dataclasses import replace

import numpy as np
import pytest

from support.films.media_files import MODEL, detections
from support.pipeline.fakes import make_detected, make_frame
from yolocam.detections import Candidates
from yolocam.errors import SettingsError
from yolocam.frame import Detected, Inference, Timing
from yolocam.letterbox import Placement
from yolocam.pipeline.process import ProcessStage
from yolocam.pipeline.processors import open_processors, want_candidates
from yolocam.pipeline.stats import Stats
from yolocam.selection import select
from yolocam.settings import Settings

pytest.importorskip("lap")

SIZE = (640, 480)
PLACE = Placement(SIZE, SIZE, SIZE, (0, 0))


def tracking(option="track"):
    return ProcessStage(open_processors([option]), Stats(), pytest.fail)


def detected(index, *rows, repeat=False, jumps=0, floor=None, confidence=0.25):
    """A frame at 1/30 s each whose rows are x, score; what is strong enough is shown."""
    frame = replace(make_frame(index, SIZE, frame_ns=33_333_333, repeat=repeat), jumps=jumps)
    settings = Settings(confidence=confidence, floor=floor)
    found = detections(*((x, 50, x + 30, 110, score, 1.0, 0) for x, score in rows))
    columns = found.xyxy, found.objectness, found.class_score, found.class_id
    every = Candidates(*columns, PLACE, 0.05)
    kept = None if floor is None else replace(every, floor=floor)
    inference = Inference(select(every, settings), Timing(), MODEL, kept)
    return Detected(frame, inference, settings)


def numbers(stage, item):
    found = stage.process(item).detections
    assert found.track_id is not None and found.track_id.dtype == np.int32
    order = np.argsort(found.xyxy[:, 0])
    return found.track_id[order].tolist()


def test_objects_have_numbers_that_last():
    stage = tracking()
    assert [numbers(stage, detected(i, (10 + i, 0.9), (300, 0.8))) for i in range(4)] == [[1, 2]] * 4


def test_a_frame_without_objects_has_an_empty_column():
    assert numbers(tracking(), make_detected()) == []


def test_repeated_frame_keeps_its_numbers_under_any_threshold():
    stage = tracking()
    for index in range(4):
        numbers(stage, detected(index, (10, 0.9), (300, 0.5)))
    assert numbers(stage, detected(3, (10, 0.9), (300, 0.5), repeat=True, confidence=0.7)) == [1]
    weaker = detected(3, (10, 0.9), (200, 0.1), (300, 0.5), repeat=True, confidence=0.05)
    assert numbers(stage, weaker) == [1, 3, 2]
    assert numbers(stage, detected(3, (10, 0.9), (300, 0.5), repeat=True)) == [1, 2]
    assert numbers(stage, detected(4, (10, 0.9), (300, 0.5))) == [1, 2]


def test_after_a_jump_all_are_new():
    stage = tracking()
    assert numbers(stage, detected(0, (10, 0.9))) == [1]
    assert numbers(stage, detected(1, (10, 0.9), jumps=1)) == [2]


@pytest.mark.parametrize("floor, number", [(0.05, 1), (None, 2)])
def test_weak_candidates_hold_a_track_where_they_are_known(floor, number):
    stage = tracking()
    for index in range(10):
        numbers(stage, detected(index, (10 + 2 * index, 0.9), floor=floor))
    for index in range(10, 60):
        assert numbers(stage, detected(index, (10 + 2 * index, 0.15), floor=floor)) == []
    assert numbers(stage, detected(60, (130, 0.9), floor=floor)) == [number]


def test_ways_to_track_are_checked():
    assert want_candidates(["track=ocsort"]) and not want_candidates([])
    assert numbers(tracking("track=ocsort"), detected(0, (10, 0.9))) == [1]
    with pytest.raises(SettingsError, match="expected one of bytetrack, ocsort"):
        open_processors(["track=sort"])


def sought(index, *rows, jumps=0):
    """A frame of a film in which one can go back."""
    item = detected(index, *rows, jumps=jumps)
    frame = replace(item.frame, source=replace(item.frame.source, seekable=True))
    return replace(item, frame=frame)


def test_objects_have_their_numbers_again_in_frames_that_are_shown_again():
    stage = tracking()
    first = [numbers(stage, sought(i, (10 + i, 0.9), (300, 0.8))) for i in range(6)]
    again = [numbers(stage, sought(i, (10 + i, 0.9), (300, 0.8), jumps=1)) for i in range(3, 6)]
    assert first == [[1, 2]] * 6 and again == [[1, 2]] * 3
    # What goes on into frames that are new keeps them, and who comes later is somebody else.
    assert numbers(stage, sought(6, (16, 0.9), (300, 0.8), (500, 0.9), jumps=1))[:2] == [1, 2]
    assert numbers(stage, sought(5, (200, 0.9), jumps=2))[0] > 2
