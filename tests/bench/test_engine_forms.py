"""`yolocam bench engines` measures what is here, and says of the rest why it is not."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from yolocam.bench import engine_forms
from yolocam.bench.engine_forms import Form, LeftOut, Measured, Reference, agreement, forms, measure_form
from yolocam.cli import main
from yolocam.detections import Detections
from yolocam.errors import DeviceError
from yolocam.frame import Timing
from yolocam.futures import done
from yolocam.settings import Settings

IMAGE = np.zeros((8, 8, 3), np.uint8)


def found(*boxes):
    """Detections at x1, each 10 pixels wide and high, with a class."""
    corners = np.array([(x, 0, x + 10, 10) for x, _ in boxes], np.float32).reshape(-1, 4)
    ones = np.ones(len(boxes), np.float32)
    kinds = np.array([kind for _, kind in boxes], np.int32)
    return Detections(xyxy=corners, objectness=ones, class_score=ones, class_id=kinds)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ([], [], 1.0),
        ([(0, 1)], [(0, 1)], 1.0),
        ([(0, 1)], [(0, 2)], 0.0),
        ([(0, 1)], [(3, 1)], 0.0),
        ([(0, 1)], [], 0.0),
        ([(0, 1), (50, 1)], [(0, 1)], 2 / 3),
    ],
)
def test_agreement_is_the_share_of_equal_detections_of_both(one, other, share):
    assert agreement([found(*one)], [found(*other)]) == pytest.approx(share)


class Fake:
    """A detector that finds one object, or fails."""

    slots, settled = 1, True

    def __init__(self, error=None, refusal=None):
        self._error, self.refusal = error, refusal

    def detect(self, images, settings):
        return [found((0, 1))]

    def submit(self, images, settings):
        if self._error is not None:
            raise self._error
        return done([SimpleNamespace(timing=Timing(1, 2, 3))])

    def model_info(self, settings):
        return SimpleNamespace(device="CPU")

    def close(self):
        pass


def measured(detector):
    return measure_form(
        Form("torch", "bf16", "torch 1"), lambda settings: detector, [IMAGE], Settings(),
        Reference([found((0, 1), (50, 1))], (8, 8)), seconds=0.001, warmup_s=0.001,
    )  # fmt: skip


def test_a_form_is_timed_and_compared():
    result = measured(Fake())
    assert isinstance(result, Measured)
    assert (result.device, result.agreement) == ("CPU", pytest.approx(2 / 3))
    assert result.network_ms == pytest.approx(2e-6)
    assert json.loads(json.dumps(result.to_json()))["version"] == "torch 1"


@pytest.mark.parametrize(
    ("detector", "why"),
    [
        (Fake(error=RuntimeError("Check failed\nat line 7")), "Check failed"),
        (Fake(error=DeviceError("the card is lost")), "the card is lost"),
        (Fake(refusal="bf16 it cannot be"), "bf16 it cannot be"),
    ],
)
def test_one_that_fails_is_left_out_with_a_sentence(detector, why):
    assert measured(detector) == LeftOut("torch", "bf16", why)


def test_one_that_takes_seconds_is_left_out(monkeypatch):
    monkeypatch.setattr(engine_forms, "MOST_SECONDS", -1.0)
    assert "an image takes 0.0 s" in measured(Fake()).why


def test_what_is_not_here_is_told_once_for_all_precisions():
    missing = [form for form in forms(Settings(device="npu:9")) if isinstance(form, LeftOut)]
    assert any(form.engine == "torch" and "npu:9" in form.why for form in missing)
    assert len({(form.engine, form.why) for form in missing}) == len(missing)
    (only,) = forms(Settings(engine="torch", precision="fp32", device="cpu"))
    assert (only.engine, only.precision) == ("torch", "fp32") and only.version.startswith("torch ")


@pytest.mark.slow
def test_as_a_user_runs_it(capsys):
    flags = ["--imgsz", "64", "--seconds", "0.02", "--warmup", "0.01", "--device", "cpu"]
    assert main(["bench", "engines", "--engine", "torch", "--precision", "fp32", *flags, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    (row,) = record["engines"]
    assert (row["engine"], row["precision"], row["agreement"]) == ("torch", "fp32", 1.0)
    assert row["whole_ms"] > 0 and record["imgsz"] == 64 and record["left_out"] == []
    assert main(["bench", "engines", "--engine", "onnxruntime", "--precision", "int8", *flags]) == 2
    assert capsys.readouterr().err.startswith("yolocam: ")
