"""Nothing is shown or saved that a processor has hidden, or that a required one could not hide."""

from __future__ import annotations

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from support.fake_detector import FakeDetector
from support.pipeline.fakes import FakeDrawer, FakeSink, FakeSource, Worker
from support.pipeline.result_items import candidates, live_frame, with_candidates
from yolocam.frame import Event, OverlayShape, publish
from yolocam.pipeline import processors as chain_module
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.process import COVER, ProcessStage
from yolocam.pipeline.processors import open_processors
from yolocam.pipeline.sinks.results.crops import CropSink
from yolocam.pipeline.sinks.results.jsonl import JsonLines
from yolocam.pipeline.sinks.video.folder import FolderSink
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.pipeline.snapshot import save_snapshot
from yolocam.pipeline.stats import Stats
from yolocam.registry import ProcessorType
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")

SIZE = (64, 48)
HIDDEN = 200
SECRET = 0  # the frames are nearly black, as a fake source's value is its index


class Hiding:
    """Makes every image light, until frame `fails_at`."""

    name = "hide"

    def __init__(self, fails_at=None, required=True):
        self.fails_at = fails_at
        self.required = required

    def process(self, detected):
        if detected.frame.index == self.fails_at:
            raise ValueError("no face model")
        image = publish(np.full_like(detected.frame.image, HIDDEN))
        event = Event("seen", detected.frame.pts_ns)
        return replace(detected, frame=replace(detected.frame, image=image), events=(event,))

    def reset(self):
        pass


def run(processor, *sinks, kind="video", name="street.mp4", drawer=None, count=6):
    source = FakeSource(count, sizes=(SIZE,), frame_ns=40_000_000, size_wh=SIZE, kind=kind, name=name)
    store = SettingsStore()
    pipeline = Pipeline(
        source, FakeDetector(), drawer or FakeDrawer(), store, processors=[processor], sink_failure="stop"
    )
    for sink in sinks:
        pipeline.outputs.attach(sink, name=type(sink).__name__)
    direct = FakeSink(wants_image=True)
    pipeline.outputs.attach(direct, delivery="direct")
    pipeline.start()
    assert Worker(pipeline.join).join()
    return direct, [notice.text for notice in pipeline.take_notices()]


def corner(path):
    """The darkest value in the lower right of the last frame, far from the one box in the upper left."""
    capture, last = cv2.VideoCapture(str(path)), None
    while (frame := capture.read()[1]) is not None:
        last = frame
    capture.release()
    height, width = last.shape[:2]
    return int(last[height - height // 4 - 1 :, width - width // 4 - 1 :].min())


def test_no_output_keeps_the_image_that_a_processor_replaced(tmp_path):
    recorder = Recorder(tmp_path / "recording.mp4", what="both", min_free=0)
    direct, notices = run(Hiding(), FolderSink(tmp_path), CropSink(tmp_path), recorder, drawer=Annotator())
    run(Hiding(), FolderSink(tmp_path), kind="image", name="photo.png", count=1)
    assert notices == []
    for item in direct.items:
        assert item.frame.image.min() == item.detected.frame.image.min() == HIDDEN
    for boxes in (True, False):
        save_snapshot(direct.items[-1], tmp_path / f"snapshot{boxes}.png", boxes=boxes)
    pictures = [path for path in tmp_path.rglob("*.*") if path.suffix in (".png", ".jpg", ".mp4")]
    assert {path.relative_to(tmp_path).parts[0] for path in pictures} == {
        "recording.mp4",
        "recording.raw.mp4",
        "det_street.mp4",
        "det_photo.png",
        "crops",
        "snapshotTrue.png",
        "snapshotFalse.png",
    }
    for path in pictures:
        assert corner(path) > HIDDEN - 20, path


def test_a_required_processor_that_fails_covers_this_and_every_later_image():
    sink = FakeSink(wants_image=True)
    direct, notices = run(Hiding(fails_at=2), sink)
    assert notices == ["hide failed, so every image is covered from here on: no face model"]
    for item in (*sink.items, *direct.items):
        covered = item.frame.index >= 2
        assert np.all(item.frame.image == (COVER if covered else HIDDEN))
        assert item.image[-1, -1].tolist() == [COVER if covered else HIDDEN] * 3
        assert len(item.detected.detections) == len(item.detected.events) == (0 if covered else 1)
    assert sink.indices == direct.indices == list(range(6))


def test_one_that_is_not_required_is_left_out():
    direct, notices = run(Hiding(fails_at=2, required=False))
    assert notices == ["hide failed and is left out from here on: no face model"]
    assert direct.items[3].frame.image.max() == 3


def test_candidates_are_covered_too():
    stage = ProcessStage([Hiding(fails_at=0)], Stats(), lambda text: None)
    found = with_candidates(live_frame(0, 1), candidates(1))
    assert '"candidates": []' in JsonLines().line(stage.process(found.detected))


def test_nothing_is_drawn_over_a_covered_image():
    stage = ProcessStage([Hiding(fails_at=0)], Stats(), lambda text: None)
    found = with_candidates(live_frame(0, 1), candidates(1)).detected
    trail = OverlayShape(np.array([[0.0, 0.0], [9.0, 9.0]]), class_id=0, track_id=1)
    shown = stage.process(replace(found, shapes=(trail,), inside={"yard": np.ones(1, bool)}))
    assert not shown.shapes and not shown.inside


def only_strong(detected):
    found = detected.detections
    return with_detections(detected, found.select(found.confidence > 0.5))


def dimmed(detected):
    return replace(detected, frame=replace(detected.frame, image=publish(detected.frame.image // 2)))


def with_tracks(detected):
    found = detected.detections
    return with_detections(detected, replace(found, track_id=np.arange(len(found), dtype=np.int32)))


def with_own_candidates(detected):
    kept = detected.inference.candidates
    inference = replace(only_strong(detected).inference, candidates=kept.select(kept.objectness > 0.5))
    return replace(detected, inference=inference)


def with_detections(detected, found):
    return replace(detected, inference=replace(detected.inference, detections=found))


class Changing:
    """Makes of each result what a function makes of it, and keeps what it was given."""

    def __init__(self, change):
        self.change = change
        self.given = None

    def process(self, detected):
        self.given = detected
        return self.change(detected)

    def reset(self):
        pass


def processed(*processors):
    given = with_candidates(live_frame(0, 1), candidates(1)).detected
    return ProcessStage(processors, Stats(), lambda text: None).process(given)


@pytest.mark.parametrize(
    ("change", "kept"),
    [(only_strong, None), (dimmed, None), (with_tracks, 12), (with_own_candidates, 8), (lambda d: d, 12)],
)
def test_candidates_tell_no_more_than_a_processor_lets_through(change, kept):
    record = json.loads(JsonLines().line(processed(Changing(change))))
    if kept is None:
        assert not record.keys() & {"candidates", "floor", "placement", "session"}
    else:
        assert len(record["candidates"]) == kept
    assert len(record["detections"])


def test_the_next_processor_still_finds_the_candidates_to_hide():
    last = Changing(lambda detected: detected)
    passed = processed(Changing(only_strong), last)
    assert len(last.given.inference.candidates) == 12
    assert passed.inference.candidates is None
    assert processed(Changing(with_own_candidates), Changing(dimmed)).inference.candidates is None


def test_required_is_said_by_the_type(monkeypatch):
    def found(required):
        kind = ProcessorType(
            name="veil",
            title="Veil",
            help="Hides everything.",
            open=lambda: Hiding(fails_at=0, required=False),
            required=required,
        )
        return lambda: chain_module.Found((kind,), ())

    for required, level in ((True, COVER), (False, SECRET)):
        monkeypatch.setattr(chain_module, "processor_types", found(required))
        (processor,) = open_processors(("veil",))
        direct, _ = run(processor)
        assert direct.items[0].frame.image.max() == level
