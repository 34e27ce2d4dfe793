"""Which engine is quickest: by measuring only, and only where it finds the same."""

import numpy as np
import pytest

from support.darknet.small_detector import small_network
from support.packages import needs_packages
from yolocam.bench import quickest_engine
from yolocam.bench.quickest_engine import find_quickest
from yolocam.detections import Detections
from yolocam.model.preferred_engine import Choice
from yolocam.settings import Settings
from yolocam.zoo.entry import ModelFiles

AUTO = Settings(device="cpu")
OPENVINO, BF16, ORT = Choice("openvino", "fp32"), Choice("openvino", "bf16"), Choice("onnxruntime", "fp32")


def things(count):
    corners = np.array([(100 * i, 0, 100 * i + 50, 50) for i in range(count)], np.float32).reshape(-1, 4)
    ones = np.ones(count, np.float32)
    return Detections(xyxy=corners, objectness=ones, class_score=ones, class_id=np.zeros(count, np.int32))


class Form:
    """Takes `ms` for an image in which it finds `count` things, or fails."""

    settled, refusal = True, None

    def __init__(self, ms, count=3, error=None):
        self.ms, self.count, self.error = ms, count, error
        self.seen = self.opened = self.closed = 0

    def detect(self, images, settings):
        if self.error is not None:
            raise self.error
        self.seen += len(images)
        return [things(self.count)] * len(images)

    def close(self):
        self.closed += 1


@pytest.fixture
def found(monkeypatch):
    """What is found out where our own engines take 10 ms, and the others are as given."""

    def find(settings=AUTO, own=None, **others):
        forms = {("auto", settings.precision): own or Form(10), ("torch", "fp32"): Form(20)}
        forms |= {tuple(name.split("_")): form for name, form in others.items()}

        def load(files, settings, choice=None):
            choice = choice or Choice(settings.engine, settings.precision)
            form = forms[choice.engine, choice.precision]
            form.opened += 1
            return form

        monkeypatch.setattr(quickest_engine, "_load", load)
        monkeypatch.setattr(quickest_engine, "BUDGET_S", 0.0)
        monkeypatch.setattr(quickest_engine, "processor_seconds", lambda detector, *_: detector.ms / 1e3)
        monkeypatch.setattr(quickest_engine, "rivals", lambda: tuple({name.split("_")[0] for name in others}))
        result = find_quickest(ModelFiles("n", None, None, ("thing",)), settings)
        assert all(form.closed == form.opened for form in forms.values())
        return result

    return find


def test_the_quickest_is_taken_and_all_figures_are_told(found):
    result = found(openvino_fp32=Form(7), openvino_bf16=Form(25), onnxruntime_fp32=Form(8))
    assert result.choice == OPENVINO and not result.left_out
    assert {one.choice: one.ms for one in result.timed} == {Choice(): 10, OPENVINO: 7, BF16: 25, ORT: 8}


def test_a_little_quicker_is_not_enough(found):
    assert found(onnxruntime_fp32=Form(9.5)).choice == Choice()


def test_one_that_finds_something_else_or_fails_or_takes_far_too_long_is_left_out(found):
    slow = Form(31)
    result = found(
        openvino_fp32=Form(1, count=5), openvino_bf16=slow, onnxruntime_fp32=Form(1, error=OSError("gone\nx"))
    )
    assert result.choice == Choice() and len(result.timed) == 1
    told = {(one.engine, one.precision): one.why for one in result.left_out}
    assert told["openvino", "fp32"].startswith("only 75.0% of what")
    assert told["openvino", "bf16"] == "an image takes 31 ms of the processor's time" and slow.seen == 1
    assert told["onnxruntime", "fp32"] == "gone"


def test_only_the_precision_that_was_asked_for_is_looked_at(found):
    own = Form(10)
    settings = Settings(device="cpu", precision="bf16")
    result = found(settings, own, openvino_bf16=Form(5), onnxruntime_fp32=Form(1))
    assert result.choice == BF16


@pytest.mark.slow
def test_real_engines_are_measured(monkeypatch, tmp_path):
    needs_packages("onnxruntime", "onnxscript")
    monkeypatch.setattr(quickest_engine, "ALIKE", 0.0)  # random weights: much lies at the threshold
    found = find_quickest(small_network(tmp_path), AUTO)
    measured = {one.choice for one in found.timed} | {Choice(o.engine, o.precision) for o in found.left_out}
    assert {Choice(), ORT} <= measured and found.choice in measured
    assert not [one.why for one in found.left_out if one.engine == "onnxruntime"], "it works here"
