"""The process that finds the quickest engine: what it keeps, and what is learnt from how it ends."""

import io
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from support.darknet.small_detector import small_network
from yolocam.bench import quickest_engine, search_process
from yolocam.bench.engine_forms import LeftOut
from yolocam.bench.quickest_engine import Found, Timed, question_of
from yolocam.bench.search_process import ask, find_elsewhere, outcome
from yolocam.model.engines.exported.library_trial import LIBRARIES, problem_of
from yolocam.model.preferred_engine import Choice
from yolocam.settings import Settings
from yolocam.system.helper_process import end, start

AUTO = Settings(device="cpu")
ORT = Choice("onnxruntime", "fp32")
FOUND = Found(ORT, [Timed(Choice(), 9.0), Timed(ORT, 4.5)], [LeftOut("openvino", "bf16", "it is slow")])


def asked_of(files):
    return {
        "name": "small", "cfg": str(files.cfg), "weights": str(files.weights), "fit": None,
        "class_names": ["this", "that"], "sizes": [64], "imgsz": 0, "precision": "auto", "device": "cpu",
        "patient": True,
    }  # fmt: skip


def test_it_keeps_the_answer_for_just_this_network_and_tells_it(monkeypatch, tmp_path):
    files, exits, looked_at, said = small_network(tmp_path), [], [], io.StringIO()
    stdin = SimpleNamespace(buffer=io.BytesIO(json.dumps(asked_of(files)).encode() + b"\n"))
    monkeypatch.setattr(search_process, "sys", SimpleNamespace(stdin=stdin))
    quiet = {"dup": lambda _: 0, "fdopen": lambda *_, **__: said, "dup2": lambda *_: None, "environ": {}}
    monkeypatch.setattr(search_process, "os", SimpleNamespace(**quiet, _exit=exits.append))
    for name in ("be_patient", "_bound_processor_time", "_end_with_the_run"):
        monkeypatch.setattr(search_process, name, lambda: None)
    monkeypatch.setattr("yolocam.model.preferred_engine.rivals", lambda: ("onnxruntime",))

    def find(files, settings, begin):
        looked_at.append((files, settings))
        begin("onnxruntime")
        return FOUND

    monkeypatch.setattr(quickest_engine, "find_quickest", find)
    search_process.main()
    assert looked_at == [(files, AUTO)] and question_of(files, AUTO).answer == ORT and exits == [0]
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    assert [*lines[0].values(), *lines[1]] == ["onnxruntime", "found"]


def process_that(says, then="pass"):
    code = f"import sys; print({says!r}); sys.stdout.flush(); {then}"
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def outcome_of(says, then="pass"):
    process = process_that(says, then)
    try:
        return outcome(process)
    finally:
        end(process)


def begins(*names):
    return "\n".join(json.dumps({"begin": name}) for name in names)


def test_what_it_says_comes_back_whole(monkeypatch, tmp_path):
    found = search_process.asdict(FOUND)
    assert outcome_of(f"noise\n{begins('onnxruntime')}\n{json.dumps({'found': found})}") == FOUND


@pytest.mark.parametrize(
    ("begun", "then", "broken"),
    [
        (["openvino", "onnxruntime"], "import os; os.abort()", "onnxruntime"),
        (["openvino"], "import os; os._exit(3)", "openvino"),
        (["openvino", "auto"], "import os; os.abort()", None),  # all had been loaded, and ran
        (["openvino"], "import os, signal; os.kill(os.getpid(), signal.SIGTERM)", None),  # by a user
        ([], "raise SystemExit(3)", None),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_the_library_in_which_it_ends_is_broken(begun, then, broken):
    assert outcome_of(begins(*begun), then) is None
    assert [name for name in LIBRARIES if problem_of(name)] == ([] if broken is None else [broken])


def test_at_once_it_begins_again_without_what_crashes(monkeypatch, tmp_path):
    runs = [(begins("openvino"), "import os; os.abort()")]
    runs.append((json.dumps({"found": search_process.asdict(FOUND)}), "pass"))
    monkeypatch.setattr(search_process, "start", lambda module: process_that(*runs.pop(0)))
    assert find_elsewhere(small_network(tmp_path), AUTO) == FOUND
    assert not runs and problem_of("openvino") is not None


def test_at_once_it_gives_up_in_the_end(monkeypatch, tmp_path):
    monkeypatch.setattr(search_process, "start", lambda module: process_that("", "import os; os.abort()"))
    assert find_elsewhere(small_network(tmp_path), AUTO) is None


@pytest.fixture
def process():
    """The process itself."""
    process = start(search_process.__name__, idle=True)
    yield process
    end(process)


def test_the_process_ends_with_a_run_that_is_killed(process, tmp_path):
    ask(process, small_network(tmp_path), AUTO, patient=True)
    process.stdin.close()
    assert process.wait(60) == 1
    assert not list((tmp_path / "cache").rglob("engines/*"))


@pytest.mark.slow
def test_the_process_ends_well_though_the_run_goes_on(process, tmp_path):
    ask(process, small_network(tmp_path), Settings(device="cpu", precision="int8"), patient=True)
    assert process.wait(60) == 0  # int8 leaves nothing to be found out
