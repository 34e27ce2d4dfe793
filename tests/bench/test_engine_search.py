"""The search for the quickest engine beside a run: when it begins, and that it ends with the run."""

import io
import json
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

from support.darknet.small_detector import small_network
from support.eventually import eventually
from yolocam.bench import engine_search, quickest_engine
from yolocam.bench.engine_search import searching
from yolocam.bench.quickest_engine import question_of
from yolocam.model.preferred_engine import Choice
from yolocam.settings import Settings
from yolocam.system.helper_process import end, pipes, start

AUTO = Settings(device="cpu")
ORT = Choice("onnxruntime", "fp32")


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


def test_the_search_gets_the_network_and_ends_with_the_run(helper, tmp_path):
    asked = helper("time.sleep(600)")
    files = small_network(tmp_path)
    with searching(files, Settings(imgsz=96, precision="fp32", device="cpu")):
        eventually(lambda: asked.exists() and asked.read_text().endswith("\n"))
    assert json.loads(asked.read_text()) == {**asked_of(files), "imgsz": 96, "precision": "fp32"}


def test_a_short_run_starts_no_search(helper, monkeypatch, tmp_path):
    asked = helper()
    monkeypatch.setattr(engine_search, "DELAY_S", 10.0)
    with searching(small_network(tmp_path), AUTO):
        pass
    assert not asked.exists()


def test_a_variable_turns_the_search_off(helper, monkeypatch, tmp_path):
    asked = helper()
    monkeypatch.setenv(engine_search.OFF, "1")
    looked = []
    monkeypatch.setattr(engine_search, "_is_open", lambda files, settings: looked.append(files))
    engine_search._search(small_network(tmp_path), AUTO, threading.Event())
    assert not looked and not asked.exists()


def test_there_is_no_search_for_large_networks_known_answers_or_where_memory_is_short(monkeypatch, tmp_path):
    files = small_network(tmp_path)
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
    files, exits, looked_at = small_network(tmp_path), [], []
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
        requests.write(json.dumps({**asked_of(small_network(tmp_path)), **changed}).encode() + b"\n")
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
