"""What runs when nobody has chosen: a network that ships, at the size at which it finds most."""

import json
from pathlib import Path

import pytest

from yolocam import app
from yolocam.cli import main
from yolocam.measured import MeasuredFigures
from yolocam.settings import DEFAULT_MODEL, TUTORIAL_MODEL, Settings
from yolocam.zoo.library import find_model

SHARED = Path(__file__).resolve().parents[3] / "shared"
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
    """A detector of one structure that is quick at every size below `limit`."""

    structure, settled = "abc", True

    def __init__(self):
        self.size = 384

    def set_size(self, size):
        self.size = size

    def input_size(self, settings):
        return self.size, self.size

    def model_info(self, settings):
        return type("Info", (), {"precision": "fp32", "device": "cpu"})


@pytest.mark.parametrize("settled", [True, False])
def test_the_live_size_is_measured_once(monkeypatch, settled):
    """Unless quicker code is still being made: then the next start measures again."""
    pytest.importorskip("torch")
    measured = []
    monkeypatch.setattr(app, "make_detector", lambda *_: Quick())
    monkeypatch.setattr(Quick, "settled", settled)
    monkeypatch.setattr("yolocam.pipeline.live_size.live_size", lambda *_: measured.append(1) or 256)
    files = find_model(DEFAULT_MODEL)
    assert [app.make_live_detector(files, Settings()).size for _ in range(3)] == [256] * 3
    assert len(measured) == (1 if settled else 3)


def test_a_size_that_was_asked_for_is_not_measured(monkeypatch):
    pytest.importorskip("torch")
    monkeypatch.setattr(app, "make_detector", lambda *_: Quick())
    monkeypatch.setattr("yolocam.pipeline.live_size.live_size", lambda *_: pytest.fail("measured"))
    app.make_live_detector(find_model(DEFAULT_MODEL), Settings(imgsz=320))
    app.make_live_detector(find_model(TUTORIAL_MODEL), Settings())


def test_the_rate_of_this_machine_is_measured_once(monkeypatch):
    pytest.importorskip("torch")
    taken = []
    monkeypatch.setattr("yolocam.pipeline.live_size.picture_ms", lambda *_: taken.append(1) or 20.0)
    settings = Settings()
    assert app.measured_rate(settings) == pytest.approx(5.6 * 1000 / 20, rel=0.01)
    assert app.measured_rate(settings) == pytest.approx(5.6 * 1000 / 20, rel=0.01)
    assert len(taken) == 1
    assert MeasuredFigures().get("nothing") is None
