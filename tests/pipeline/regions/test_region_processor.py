"""Regions: what lies where is kept, who crosses is counted, each way and once."""

import json
from collections import Counter
from dataclasses import replace

import cv2
import numpy as np
import pytest

from support.films.media_files import MODEL, detections
from support.pipeline.fakes import make_frame
from yolocam.bench.moving_boxes import SIZE_WH, moving_boxes, thinned
from yolocam.frame import Detected, Inference, Rendered, Timing, publish
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.privacy.hide import STYLES
from yolocam.pipeline.process import COVER, ProcessStage
from yolocam.pipeline.regions.plane_geometry import depth
from yolocam.pipeline.regions.region_processor import RegionProcessor
from yolocam.pipeline.sinks.results.region_counts import RegionCountsSink
from yolocam.pipeline.stats import Stats
from yolocam.settings import Settings

pytest.importorskip("lap")

SIZE = (640, 480)


@pytest.fixture
def regions(tmp_path):
    def make(*entries, **options):
        path = tmp_path / "regions.json"
        content = {
            "regions": [dict(zip(("name", "kind", "role", "points"), e, strict=True)) for e in entries]
        }
        path.write_text(json.dumps(content | options))
        return RegionProcessor(path)

    return make


def seen(index, *feet, ids=None, repeat=False, size=SIZE, frame_ns=100_000_000):
    """People of 20 x 40 pixels whose feet are here."""
    found = detections(*((x - 10, y - 40, x + 10, y, 0.9, 0.9, 0) for x, y in feet))
    if ids is not None:
        found = replace(found, track_id=np.array(ids, np.int32))
    frame = make_frame(index, size, frame_ns=frame_ns, repeat=repeat)
    return Detected(frame, Inference(found, Timing(), MODEL), Settings())


def kinds(processor, frames):
    return [event.kind for frame in frames for event in processor.process(frame).events]


LINE = ("door", "line", "count", [[300, 100], [300, 400]])
AREA = ("yard", "polygon", "count", [[200, 100], [400, 100], [400, 400], [200, 400]])


def test_in_is_from_the_left_hand_to_the_right_hand_side(regions):
    """Who looks down the image has its right-hand side at the left of the image."""
    to_the_left = [seen(i, (360 - 20 * i, 200), ids=[7]) for i in range(7)]
    door = regions(LINE)
    (event,) = (e for frame in to_the_left for e in door.process(frame).events)
    assert (event.kind, event.place, event.track_id, event.class_id) == ("in", "door", 7, 0)
    assert event.pts_ns == 400_000_000 and event.confidence == pytest.approx(0.81)
    assert kinds(regions(LINE), [seen(i, (240 + 20 * i, 200), ids=[7]) for i in range(7)]) == ["out"]
    turned = ("door", "line", "count", [[300, 400], [300, 100]])
    assert kinds(regions(turned), to_the_left) == ["out"]


def test_who_passes_beyond_the_end_of_a_line_does_not_cross_it(regions):
    assert kinds(regions(LINE), [seen(i, (240 + 20 * i, 450), ids=[7]) for i in range(7)]) == []


def test_who_stands_on_the_line_is_not_counted_again_and_again(regions):
    swaying = [seen(i, (300 + (1 if i % 2 else -1), 200), ids=[7]) for i in range(40)]
    assert kinds(regions(LINE), [seen(0, (280, 200), ids=[7]), *swaying]) == []


def test_who_comes_and_goes_is_counted_each_time(regions):
    xs = [100, 300, 500, 300, 100]
    assert kinds(regions(AREA), [seen(i, (x, 200), ids=[1]) for i, x in enumerate(xs)]) == [
        "entered", "left", "entered", "left",
    ]  # fmt: skip


def test_tracks_are_made_where_nothing_tracks(regions):
    yard = regions(AREA)
    assert kinds(yard, [seen(i, (150 + 10 * i, 200)) for i in range(15)]) == ["entered"]
    result = yard.process(seen(15, (300, 200)))
    assert result.detections.track_id.tolist() == [1]
    assert result.shapes[-1].label == "yard: 1 inside, 1 entered, 0 left, longest 1 s"


def test_repeated_frames_and_resets_count_nothing(regions):
    door = regions(LINE)
    assert kinds(door, [seen(0, (280, 200), ids=[1]), seen(1, (330, 200), ids=[1], repeat=True)]) == []
    door.reset()
    assert kinds(door, [seen(1, (330, 200), ids=[1])]) == []


def test_centre_or_foot_counts_as_the_file_says(regions):
    low = ("low", "polygon", "include", [[0, 300], [640, 300], [640, 480], [0, 480]])
    person = seen(0, (100, 310))
    assert len(regions(low).process(person).detections) == 1
    assert len(regions(low, point="centre").process(person).detections) == 0


def test_only_what_is_included_and_not_excluded_is_kept(regions):
    left = ("left", "polygon", "include", [[0, 0], [0.5, 0], [0.5, 1], [0, 1]])
    hole = ("hole", "polygon", "exclude", [[0.1, 0.1], [0.2, 0.1], [0.2, 0.9], [0.1, 0.9]])
    kept = regions(left, hole, coordinates="relative").process(seen(0, (30, 200), (100, 200), (500, 200)))
    assert kept.detections.xyxy[:, 0].tolist() == [20.0]
    assert kept.detections.track_id is None and not kept.events


def test_depth_is_that_of_opencv():
    polygon = np.array([[10, 10], [90, 20], [60, 50], [95, 95], [5, 70], [40, 45]], np.float64)
    points = np.random.default_rng(3).uniform(0, 100, (300, 2))
    contour = polygon.astype(np.float32)
    expected = [cv2.pointPolygonTest(contour, (float(x), float(y)), True) for x, y in points]
    assert depth(points, polygon) == pytest.approx(expected, abs=1e-3)


def test_regions_are_drawn_beneath_the_boxes(regions):
    result = regions(LINE, AREA).process(seen(0, (300, 200), ids=[1]))
    image = np.full((480, 640, 3), 90, np.uint8)
    drawn = Annotator().draw(image, result.detections, MODEL.class_names, Settings(), None, result.shapes)
    assert (drawn[300, 300] == 255).all() and (drawn[400, 250] > 200).all()
    assert (image == 90).all()
    far = replace(result.shapes[0], points=np.array([[-1e5, 20.0], [1e6, 400]]), closed=True)
    Annotator().draw(image, result.detections, MODEL.class_names, Settings(), None, [far])


@pytest.mark.slow
@pytest.mark.parametrize("steps, most", [((1,), 0.01), ((1, 2, 4, 8), 0.03)])
def test_crossings_are_counted_as_they_happen(regions, steps, most):
    """Against the true ways of all objects at the full rate, over lines all over the image."""
    places = [k * SIZE_WH[0] / 8 for k in range(1, 8)]
    lines = [(f"at {x:.0f}", "line", "count", [[x, 0], [x, SIZE_WH[1]]]) for x in places]
    processor = regions(*lines, point="centre")
    looks = list(moving_boxes(11, 600))
    centres = np.array([(look.true_xyxy[:, 0] + look.true_xyxy[:, 2]) / 2 for look in looks])
    true = sum(int((np.diff(centres > x, axis=0) != 0).sum()) for x in places)
    counted = Counter()
    for number, look in enumerate(thinned(looks, steps)):
        rows = np.concatenate(
            (look.xyxy, np.full((len(look.xyxy), 2), 0.9), np.zeros((len(look.xyxy), 1))), 1
        )
        frame = replace(make_frame(number, SIZE), pts_ns=round(look.seconds * 1e9))
        item = Detected(frame, Inference(detections(*rows), Timing(), MODEL), Settings())
        counted.update(event.kind for event in processor.process(item).events)
    assert true > 200 and abs(counted.total() - true) <= most * true
    assert abs(counted["in"] - counted["out"]) <= 24 * 7


@pytest.mark.parametrize("style", STYLES)
def test_area_to_hide_is_hidden_in_the_image_itself(tmp_path, style):
    noise = publish(np.random.default_rng(3).integers(0, 256, (480, 640, 3), np.uint8))
    points = [[100, 100], [700, 100], [100, 300]]
    item = seen(0, (150, 150))
    item = replace(item, frame=replace(item.frame, image=noise))
    entry = {"name": "a", "kind": "polygon", "role": "hide", "style": style, "points": points}
    path = tmp_path / "hide.json"
    path.write_text(json.dumps({"regions": [entry]}))
    stage = ProcessStage([RegionProcessor(path)], Stats(), lambda words: None)
    result = stage.process(item)
    same = (result.frame.image == noise).all(-1)
    assert same[105:190, 105:400].mean() < 0.02 and same[310:].all() and same[:98].all()
    assert not result.frame.image.flags.writeable and len(result.detections) == 1


def test_where_areas_cannot_be_hidden_every_image_is_covered(regions, monkeypatch):
    for role, covers in (("hide", True), ("count", False)):
        processor = regions(("a", "polygon", role, [[0, 0], [50, 0], [0, 50]]))
        monkeypatch.setattr("yolocam.pipeline.regions.region_processor.depth", lambda *_: 1 / 0)
        told = []
        stage = ProcessStage([processor], Stats(), told.append)
        for index in range(2):
            image = stage.process(seen(index, (150, 150))).frame.image
            assert (image == COVER).all() == covers
        assert len(told) == 1 and ("every image is covered" in told[0]) == covers


def test_how_long_one_stayed_is_told_when_it_leaves(regions, tmp_path):
    frames = [seen(i, (x, 200), ids=[7]) for i, x in enumerate([100, 150, 250, 300, 300, 300, 450, 500])]
    yard = regions(AREA)
    sink = RegionCountsSink(tmp_path / "counts.csv")
    events = []
    for frame in frames:
        result = yard.process(frame)
        sink.write(Rendered(result, None))
        events += [(event.kind, event.stayed_s) for event in result.events]
    sink.close()
    assert events == [("entered", None), ("left", pytest.approx(0.4))]
    assert (tmp_path / "counts.csv").read_text().splitlines()[1:] == [
        "yard,person,entered,1",
        "yard,person,left,1",
        "yard,person,stayed,0.4",
    ]
