"""The mailbox between the render thread and the window."""

from dataclasses import replace

import numpy as np
import pytest

from support.fake_detector import FakeDetector
from support.pipeline.fakes import FakeSink, FakeSource, Worker
from support.window.window_fakes import rendered
from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, OverlayShape, Rendered
from yolocam.palette import WHITE
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.stats import Stats
from yolocam.settings import Settings, SettingsStore
from yolocam.ui.video.mirror import flip_boxes
from yolocam.ui.video.window_sink import WindowSink


@pytest.fixture
def stats():
    return Stats()


@pytest.fixture
def sink(qapp, stats):
    return WindowSink(SettingsStore(), lambda: stats)


def test_newest_replaces_and_counts_as_dropped(sink, stats):
    sink.write(rendered(1))
    sink.write(rendered(2))
    assert sink.take().rendered.frame.index == 2
    assert sink.take() is None
    assert stats.snapshot().dropped["display"] == 1


def test_one_wake_up_until_the_picture_is_taken(sink):
    calls = []
    sink.arrived.connect(lambda: calls.append(1))
    for index in range(5):
        sink.write(rendered(index))
    assert len(calls) == 1
    sink.take()
    sink.write(rendered(9))
    assert len(calls) == 2


def test_painted_counts_latency_but_not_of_repeats(sink, stats):
    sink.write(rendered(1))
    sink.painted(sink.take())
    sink.write(rendered(1, repeat=True))
    sink.painted(sink.take())
    sink.write(rendered(1, repeat=True))
    sink.write(rendered(1, repeat=True))
    snapshot = stats.snapshot()
    assert snapshot.displayed == 1
    assert snapshot.stages["latency"].count == 1
    assert snapshot.dropped["display"] == 0


def test_colours_arrive_as_they_are(sink):
    image = np.zeros((2, 3, 3), np.uint8)
    image[0, 1] = (10, 20, 30)  # blue, green, red
    sink.write(rendered(image=image))
    picture_taken = sink.take()
    assert picture_taken.image.pixelColor(1, 0).getRgb()[:3] == (30, 20, 10)
    assert (picture_taken.image.width(), picture_taken.image.height()) == (3, 2)


def test_mirror_flips_picture_and_boxes(sink):
    sink.mirror = True
    item = rendered(image=np.zeros((240, 320, 3), np.uint8))
    pixels = item.frame.image.copy()
    pixels[200:, :20] = 255  # a white corner at the bottom left, away from every box
    frame = Frame(pixels, 0, 0, 0, item.frame.source)
    sink.write(Rendered(Detected(frame, item.detected.inference, Settings()), None))
    image = sink.take().image
    assert image.pixelColor(315, 235).red() == 255
    assert image.pixelColor(5, 235).red() == 0


class CountingDrawer(Annotator):
    def __init__(self):
        super().__init__()
        self.drawn = 0

    def draw(self, *args):
        self.drawn += 1
        return super().draw(*args)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("recorded", [False, True])
def test_an_image_is_drawn_only_where_a_recorder_wants_it(qapp, mirror, recorded):
    drawer, recorder = CountingDrawer(), FakeSink(wants_image=recorded)
    store = SettingsStore()
    sink = WindowSink(store, lambda: None)
    sink.mirror = mirror
    pipeline = Pipeline(FakeSource(5), FakeDetector(), drawer, store)
    pipeline.outputs.attach(sink, delivery="direct")
    pipeline.outputs.attach(recorder, name="recorder")
    pipeline.start()
    Worker(pipeline.join).join()
    assert drawer.drawn == 5 * recorded
    assert all(item.image is not None for item in recorder.items) or not recorded


def test_an_annotated_image_is_straight_and_the_same_with_and_without_a_mirror(sink):
    item = rendered(7)
    straight = Annotator().draw(
        item.frame.image, item.detected.detections, item.detected.model.class_names, Settings()
    )
    sink.mirror = True
    undrawn = Rendered(item.detected, None)
    sink.write(undrawn)
    picture = sink.take()
    annotated = sink.annotated(picture.rendered)
    assert annotated.detected is item.detected
    assert (annotated.image == straight).all()
    assert (picture.pixels[..., :3] == item.frame.image[:, ::-1]).all()
    drawn = Rendered(item.detected, straight)
    assert sink.annotated(drawn) is drawn


@pytest.mark.parametrize("mirror", [False, True])
def test_what_is_shown_is_what_is_recorded(sink, mirror):
    """The same boxes and words lie over the image as stand in the image of a recording."""
    sink.mirror = mirror
    item = rendered(7)
    sink.write(Rendered(item.detected, None))
    shown, found = sink.take().overlay, item.detected.detections
    width = item.frame.size_wh[0]
    order = np.argsort(found.confidence, kind="stable")
    boxes = flip_boxes(found, width).xyxy if mirror else found.xyxy
    assert [mark.box for mark in shown.marks] == [
        tuple(row) for row in np.clip(np.rint(boxes[order]), 0, [width, 240] * 2).astype(int).tolist()
    ]
    names = [item.detected.model.class_names[n] for n in found.class_id[order]]
    scores = found.confidence[order]
    assert [mark.label for mark in shown.marks] == [
        f"{n} {s:.2f}" for n, s in zip(names, scores, strict=True)
    ]


def test_regions_are_mirrored_with_the_image(sink):
    sink.mirror = True
    shape = OverlayShape(np.array([[0.0, 10.0], [100.0, 20.0]]))
    item = rendered(7)
    sink.write(Rendered(replace(item.detected, shapes=(shape,)), None))
    ((flipped, colour),) = sink.take().overlay.shapes
    assert flipped.points.tolist() == [[320, 10], [220, 20]] and colour == WHITE


def test_flip_is_its_own_inverse():
    boxes = np.array([[10, 20, 50, 60], [0, 0, 320, 240]], np.float32)
    ones = np.ones(2, np.float32)
    found = Detections(xyxy=boxes, objectness=ones, class_score=ones, class_id=np.zeros(2, np.int32))
    once = flip_boxes(found, 320)
    assert once.xyxy[0].tolist() == [270, 20, 310, 60]
    assert flip_boxes(once, 320).xyxy.tolist() == boxes.tolist()


@pytest.mark.slow
def test_no_pipeline_no_counting(qapp):
    sink = WindowSink(SettingsStore(), lambda: None)
    sink.write(rendered(1))
    sink.write(rendered(2))
    sink.painted(sink.take())
