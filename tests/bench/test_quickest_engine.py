"""Which engine is quickest: by measuring only, and only where it finds the same."""

import io
import json
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from support.darknet.small_detector import files_of
from support.packages import needs_packages
from yolocam.bench import engine_search, quickest_engine
from yolocam.bench.engine_search import searching
from yolocam.bench.quickest_engine import find_quickest, question_of
from yolocam.detections import Detections
from yolocam.model.preferred_engine import Choice
from yolocam.settings import Settings
from yolocam.system.helper_process import end, pipes, start
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


def network(tmp_path):
    cfg, weights = files_of(tmp_path)
    return ModelFiles("small", cfg, weights, ("this", "that"), sizes=(64,))


def asked_of(files):
    return {
        "name": "small", "cfg": str(files.cfg), "weights": str(files.weights), "fit": None,
        "class_names": ["this", "that"], "sizes": [64], "imgsz": 0, "precision": "auto", "device": "cpu",
    }  # fmt: skip


@pytest.fixture
def helper(monkeypatch, tmp_path):
    """What is started in place of the search; returns the file into which it writes what it was asked."""
    asked = tmp_path / "asked.json"

    def use(then="pass"):
        code = f"import sys, time; open({str(asked)!r}, 'w').write(sys.stdin.readline()); {then}"

        def start(module, **options):
            assert module == engine_search.__name__ and options["idle"]
            return subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )

        monkeypatch.delenv(engine_search.OFF)  # which no other test does
        monkeypatch.setattr(engine_search, "DELAY_S", 0.0)
        monkeypatch.setattr(engine_search, "start", start)
        monkeypatch.setattr(engine_search, "_is_open", lambda files, settings: True)
        return asked

    return use


def wait_for(file):
    until = time.monotonic() + 30
    while not (file.exists() and file.read_text()):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_the_search_gets_the_network_and_ends_with_the_run(helper, tmp_path):
    asked = helper("time.sleep(600)")
    files = network(tmp_path)
    with searching(files, Settings(imgsz=96, precision="fp32", device="cpu")):
        wait_for(asked)
    assert json.loads(asked.read_text()) == {**asked_of(files), "imgsz": 96, "precision": "fp32"}


def test_a_short_run_starts_no_search(helper, monkeypatch, tmp_path):
    asked = helper()
    monkeypatch.setattr(engine_search, "DELAY_S", 10.0)
    with searching(network(tmp_path), AUTO):
        pass
    assert not asked.exists()


def test_a_variable_turns_the_search_off(helper, monkeypatch, tmp_path):
    asked = helper()
    monkeypatch.setenv(engine_search.OFF, "1")
    looked = []
    monkeypatch.setattr(engine_search, "_is_open", lambda files, settings: looked.append(files))
    engine_search._search(network(tmp_path), AUTO, threading.Event())
    assert not looked and not asked.exists()


def test_there_is_no_search_for_large_networks_known_answers_or_where_memory_is_short(monkeypatch, tmp_path):
    files = network(tmp_path)
    monkeypatch.setattr("yolocam.model.preferred_engine.rivals", lambda: ("onnxruntime",))
    monkeypatch.setattr(engine_search, "available_bytes", lambda: 8 << 30)
    assert engine_search._is_open(files, AUTO)
    with monkeypatch.context() as patch:
        patch.setattr(engine_search, "MOST_WEIGHTS", 10)
        assert not engine_search._is_open(files, AUTO)
    with monkeypatch.context() as patch:
        patch.setattr(engine_search, "available_bytes", lambda: 1 << 30)
        assert not engine_search._is_open(files, AUTO)
    question_of(files, AUTO).keep(Choice())
    assert not engine_search._is_open(files, AUTO)


def test_the_process_keeps_the_answer_for_just_this_network(monkeypatch, tmp_path):
    files, exits, looked_at = network(tmp_path), [], []
    stdin = SimpleNamespace(buffer=io.BytesIO(json.dumps(asked_of(files)).encode() + b"\n"))
    monkeypatch.setattr(engine_search, "sys", SimpleNamespace(stdin=stdin))
    leave = SimpleNamespace(dup2=lambda *_: None, _exit=exits.append)
    monkeypatch.setattr(engine_search, "os", leave)
    for name in ("be_patient", "_end_with_the_run"):
        monkeypatch.setattr(engine_search, name, lambda: None)
    monkeypatch.setattr("yolocam.model.preferred_engine.rivals", lambda: ("onnxruntime",))

    def find(files, settings):
        looked_at.append((files, settings))
        return SimpleNamespace(choice=ORT)

    monkeypatch.setattr(quickest_engine, "find_quickest", find)
    engine_search.main()
    assert looked_at == [(files, AUTO)] and question_of(files, AUTO).answer == ORT and exits == [0]


@pytest.fixture
def process(tmp_path):
    """The process itself, and what asks it."""
    process = start(engine_search.__name__, idle=True)
    requests, _ = pipes(process)

    def ask(**changed):
        requests.write(json.dumps({**asked_of(network(tmp_path)), **changed}).encode() + b"\n")
        requests.flush()

    yield process, ask
    end(process)


def test_the_process_ends_with_a_run_that_is_killed(process, tmp_path):
    process, ask = process
    ask()
    process.stdin.close()
    assert process.wait(60) == 1
    assert not list((tmp_path / "cache").rglob("engines/*"))


@pytest.mark.slow
def test_the_process_ends_well_though_the_run_goes_on(process):
    process, ask = process
    ask(precision="int8")  # leaves nothing to be found out
    assert process.wait(60) == 0


@pytest.mark.slow
def test_real_engines_are_measured(monkeypatch, tmp_path):
    needs_packages("onnxruntime", "onnxscript")
    monkeypatch.setattr(quickest_engine, "ALIKE", 0.0)  # random weights: much lies at the threshold
    found = find_quickest(network(tmp_path), AUTO)
    measured = {one.choice for one in found.timed} | {Choice(o.engine, o.precision) for o in found.left_out}
    assert {Choice(), ORT} <= measured and found.choice in measured
    assert not [one.why for one in found.left_out if one.engine == "onnxruntime"], "it works here"
