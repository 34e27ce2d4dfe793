"""What runs when nobody has chosen: a network that ships, at the size at which it finds most."""

import json
from pathlib import Path

import pytest

from support.paths import SHARED
from yolocam import loading
from yolocam.cli import main
from yolocam.settings import DEFAULT_MODEL, TUTORIAL_MODEL, Settings
from yolocam.zoo.library import find_model

pytestmark = pytest.mark.slow

EVAL = SHARED / "eval"


def stats_of(*flags):
    assert main(["detect", "photo.png", "--no-save", "--stats-json", "s.json", *flags]) == 0
    return json.loads(Path("s.json").read_text())


@pytest.mark.parametrize(
    ("flags", "model", "side"),
    [
        ((), DEFAULT_MODEL, 384),
        (("--conf", "0.4"), DEFAULT_MODEL, 384),
        (("--confidence", "0.4"), DEFAULT_MODEL, 384),  # a word that anybody might use
        (("--imgsz", "320"), DEFAULT_MODEL, 320),
        (("--preset", "darknet"), DEFAULT_MODEL, 384),
        (("--preset", "tutorial"), TUTORIAL_MODEL, 416),
        (("--bs", "1"), TUTORIAL_MODEL, 416),
        (("--det=found", "--nms_thresh", "0.4"), TUTORIAL_MODEL, 416),
        (("--reso", "320", "--model", DEFAULT_MODEL), DEFAULT_MODEL, 320),
    ],
)
def test_who_asks_for_nothing_gets_the_best_and_the_tutorials_theirs(photo, flags, model, side):
    stats = stats_of(*flags)
    assert (stats["model"], stats["imgsz"]) == (model, [side, side])


@pytest.mark.skipif(not EVAL.is_dir(), reason="no ../shared/eval with labelled pictures")
def test_the_default_finds_what_it_is_known_to_find():
    pytest.importorskip("pycocotools")
    annotations = str(EVAL / "instances.json")
    assert main(["eval", "--annotations", annotations, str(EVAL / "images"), "--json", "e.json"]) == 0
    assert json.loads(Path("e.json").read_text())["coco"]["AP50"] >= 0.40


class Quick:
    """A detector that knows its size."""

    structure, settled, streams = "abc", True, 1

    def __init__(self):
        self.size = 384

    def set_size(self, size):
        self.size = size

    def set_streams(self, streams, most_side):
        self.streams = streams

    def input_size(self, settings):
        return self.size, self.size

    def model_info(self, settings):
        return type("Info", (), {"precision": "fp32", "device": "cpu"})


@pytest.fixture
def starts(monkeypatch):
    """Start with a network of three sizes on a machine that keeps up to `limit`; returns (size, measured)."""
    pytest.importorskip("torch")
    files = find_model(DEFAULT_MODEL)
    monkeypatch.setattr(loading, "make_detector", lambda *_: Quick())

    def start(limit, settled=True):
        measured = []

        def ms(detector, settings):
            measured.append(settings.imgsz)
            return 10 if settings.imgsz <= limit else 30

        monkeypatch.setattr("yolocam.pipeline.live_size.image_ms", lambda d, s, **_: ms(d, s))
        monkeypatch.setattr(Quick, "settled", settled)
        return loading.make_live_detector(files, Settings()).size, measured

    return start


def test_the_live_size_is_found_and_a_quick_machine_measures_once(starts):
    assert starts(400) == (384, [384])
    assert starts(400) == (384, [])
    assert starts(0) == (384, [])  # busy today


def test_a_machine_that_was_busy_the_first_time_is_measured_again(starts):
    assert starts(0) == (256, [384, 320])
    assert starts(330) == (320, [384, 320])
    assert starts(400) == (384, [384])


def test_what_was_measured_at_a_few_starts_holds_up_no_other(starts):
    for _ in range(3):
        assert starts(330)[0] == 320
    assert starts(400) == (320, [])


def test_what_is_measured_while_quicker_code_is_made_is_not_kept(starts):
    assert starts(330, settled=False) == (320, [384, 320])
    assert starts(330) == (320, [384, 320])


def test_a_size_that_was_asked_for_is_not_measured(monkeypatch):
    pytest.importorskip("torch")
    monkeypatch.setattr(loading, "make_detector", lambda *_: Quick())
    monkeypatch.setattr("yolocam.pipeline.live_size.live_size", lambda *_: pytest.fail("measured"))
    loading.make_live_detector(find_model(DEFAULT_MODEL), Settings(imgsz=320))
    loading.make_live_detector(find_model(TUTORIAL_MODEL), Settings())


def test_the_rate_of_this_machine_is_the_best_of_a_few_starts(monkeypatch):
    pytest.importorskip("torch")
    taken = iter([56.0, 20.0, 28.0])
    monkeypatch.setattr("yolocam.pipeline.live_size.image_ms", lambda *_: next(taken))
    rates = [loading.measured_rate(Settings()) for _ in range(5)]
    assert rates == pytest.approx([100, 280, 280, 280, 280], rel=0.01)
