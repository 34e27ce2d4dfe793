"""Privacy: what is to be hidden is hidden in the image itself, or nothing is shown."""

from dataclasses import replace

import numpy as np
import pytest

from support.films.media_files import MODEL, detections
from support.pipeline.fakes import make_info
from yolocam.detections import Candidates, Detections
from yolocam.errors import SettingsError
from yolocam.frame import Detected, Frame, Inference, Timing, publish
from yolocam.letterbox import Placement
from yolocam.pipeline.privacy.hide import STYLES
from yolocam.pipeline.privacy.privacy_processor import PrivacyProcessor
from yolocam.pipeline.process import COVER, ProcessStage
from yolocam.pipeline.processors import open_processors
from yolocam.pipeline.stats import Stats
from yolocam.settings import Settings

SIZE = (320, 240)
NOISE = publish(np.random.default_rng(5).integers(0, 256, (240, 320, 3), np.uint8))
PERSON, DOG = 0, 1


def seen(index, *rows, ms=33, settings=None, candidates=None, image=NOISE):
    found = detections(*rows) if rows else Detections.empty()
    frame = Frame(image, index, index * ms * 1_000_000, 0, make_info(size_wh=SIZE))
    return Detected(frame, Inference(found, Timing(), MODEL, candidates), settings or Settings())


def box(x, y=100, class_id=PERSON):
    return x, y, x + 30, y + 60, 0.9, 0.9, class_id


def shown(image, x, y=100):
    """The share of a box's pixels that are as they were."""
    part = image[y : y + 60, x : x + 30], NOISE[y : y + 60, x : x + 30]
    return float((part[0] == part[1]).all(-1).mean())


@pytest.mark.parametrize("style", STYLES)
def test_chosen_classes_are_hidden_and_others_not(style):
    result = PrivacyProcessor(f"{style}:person").process(seen(0, box(50), box(200, class_id=DOG)))
    image = result.frame.image
    assert shown(image, 50) < 0.02 and shown(image, 200) == 1
    assert not image.flags.writeable and (result.frame.image == NOISE).mean() > 0.5
    assert len(result.detections) == 2


def test_no_detail_is_left_in_what_is_hidden():
    part = PrivacyProcessor("blur:person").process(seen(0, box(50))).frame.image[110:150, 55:75].astype(float)
    assert np.abs(np.diff(part, axis=1)).mean() < 0.1 * np.abs(np.diff(NOISE.astype(float), axis=1)).mean()


def test_weak_objects_are_hidden_too_whatever_is_shown():
    rows = detections((50, 100, 80, 160, 0.15, 1.0, PERSON))
    columns = rows.xyxy, rows.objectness, rows.class_score, rows.class_id
    weak = Candidates(*columns, Placement(SIZE, SIZE, SIZE, (0, 0)), 0.05)
    item = seen(0, candidates=weak, settings=Settings(classes=frozenset({DOG}), floor=0.05))
    assert shown(PrivacyProcessor("person").process(item).frame.image, 50) < 0.02


def test_place_of_a_lost_object_stays_hidden_and_grows():
    privacy = PrivacyProcessor("fill:person")
    privacy.process(seen(0, box(50)))
    areas = []
    for index in range(1, 14):
        image = privacy.process(seen(index)).frame.image
        assert shown(image, 50) == 0
        areas.append(int((image == COVER).all(-1).sum()))
    assert areas == sorted(areas) and areas[-1] > 2 * areas[0]
    assert shown(privacy.process(seen(40)).frame.image, 50) == 1


def test_fast_object_that_is_missed_now_and_then_is_never_seen():
    privacy = PrivacyProcessor("fill:person")
    for index in range(60):
        x = int(40 + 100 * (1 + np.sin(index / 9)))
        rows = [box(x)] if index % 4 != 3 else []
        assert shown(privacy.process(seen(index, *rows)).frame.image, x) == 0


def test_after_a_jump_nothing_is_held():
    privacy = PrivacyProcessor("person")
    privacy.process(seen(0, box(50)))
    privacy.reset()
    assert shown(privacy.process(seen(1)).frame.image, 50) == 1


@pytest.mark.parametrize(
    "wanted, settings", [("face", Settings()), ("person", Settings(classes=frozenset({DOG})))]
)
def test_what_cannot_be_known_covers_every_image(wanted, settings):
    told = []
    stage = ProcessStage(open_processors([f"privacy={wanted}"]), Stats(), told.append)
    for index in range(3):
        result = stage.process(seen(index, box(50), settings=settings))
        assert (result.frame.image == COVER).all() and len(result.detections) == 0
    assert len(told) == 1 and "privacy failed, so every image is covered" in told[0]


def test_what_is_no_style_or_no_class_is_told():
    with pytest.raises(SettingsError, match="'smear' is no style, expected one of pixelate, blur, fill"):
        PrivacyProcessor("smear:person")
    with pytest.raises(SettingsError, match="names no class"):
        PrivacyProcessor("blur: ,")
    with pytest.raises(SettingsError, match="needs an option"):
        open_processors(["privacy"])


def test_boxes_beyond_the_image_do_no_harm():
    item = seen(0, (-20, -20, 15, 15, 0.9, 0.9, PERSON), (310, 230, 400, 300, 0.9, 0.9, PERSON), image=NOISE)
    odd = replace(item.detections, xyxy=np.array([[-20, -20, 15, 15], [310, 230, 1e6, 1e6]], np.float32))
    image = (
        PrivacyProcessor("fill:person")
        .process(replace(item, inference=replace(item.inference, detections=odd)))
        .frame.image
    )
    assert (image[:15, :15] == COVER).all() and (image[-9:, -9:] == COVER).all()


def test_object_as_fast_as_it_was_seen_is_hidden_where_frames_are_rare():
    """Ten of its sides a second, a frame every 300 ms, each fourth without it."""
    privacy = PrivacyProcessor("fill:person")
    for index in range(80):
        x = 290 - abs((180 * index) % 580 - 290)
        rows = [box(min(x, 289))] if index % 4 != 3 else []
        assert shown(privacy.process(seen(index, *rows, ms=300)).frame.image, min(x, 289)) == 0


def test_where_frames_come_late_all_is_covered_once_an_object_is_lost():
    privacy = PrivacyProcessor("fill:person")
    privacy.process(seen(0, box(50)))
    assert (privacy.process(seen(1, ms=2000)).frame.image == COVER).all()


def test_object_that_is_found_again_leaves_nothing_hidden_behind_it():
    privacy = PrivacyProcessor("fill:person")
    for index in range(30):
        image = privacy.process(seen(index, box(20 + 4 * index))).frame.image
    assert shown(image, 20 + 4 * 29) == 0 and (image == COVER).all(-1).mean() < 0.1
