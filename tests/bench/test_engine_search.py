"""The search for the quickest engine beside a run: when it begins, and that it ends with the run."""

import json
import os
import subprocess
import sys
import threading

import pytest

from support.darknet.small_detector import small_network
from support.eventually import eventually
from yolocam.bench import engine_search, search_process
from yolocam.bench.engine_search import searching
from yolocam.bench.quickest_engine import question_of
from yolocam.model.engines.exported.library_trial import problem_of
from yolocam.model.preferred_engine import Choice
from yolocam.settings import Settings

AUTO = Settings(device="cpu")


@pytest.fixture
def helper(monkeypatch, tmp_path):
    """What is started in place of the search; returns the file into which it writes what it was asked."""
    asked = tmp_path / "asked.json"

    def use(then="pass"):
        code = f"import sys, time; open({str(asked)!r}, 'w').write(sys.stdin.readline()); {then}"

        def start(module, **options):
            assert module == search_process.__name__ and options["idle"]
            return subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )

        monkeypatch.delenv(engine_search.OFF)  # which no other test does
        monkeypatch.setattr(engine_search, "DELAY_S", 0.0)
        monkeypatch.setattr(engine_search, "start", start)
        monkeypatch.setattr(engine_search, "_is_open", lambda files, settings: True)
        return asked

    return use


def was_asked(file):
    return file.exists() and file.read_text().endswith("\n")


def test_the_search_gets_the_network_and_ends_with_the_run(helper, tmp_path):
    asked = helper("time.sleep(600)")
    files = small_network(tmp_path)
    with searching(files, Settings(imgsz=96, precision="fp32", device="cpu")):
        eventually(lambda: was_asked(asked))
    assert json.loads(asked.read_text()) == {
        "name": "small", "cfg": str(files.cfg), "weights": str(files.weights), "fit": None,
        "class_names": ["this", "that"], "sizes": [64], "imgsz": 96, "precision": "fp32", "device": "cpu",
        "patient": True,
    }  # fmt: skip


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
    monkeypatch.setattr("yolocam.bench.memory_limit.available_bytes", lambda: 8 << 30)
    assert engine_search._is_open(files, AUTO)
    with monkeypatch.context() as patch:
        patch.setattr(engine_search, "MOST_WEIGHTS", 10)
        assert not engine_search._is_open(files, AUTO)
    with monkeypatch.context() as patch:
        patch.setattr("yolocam.bench.memory_limit.available_bytes", lambda: 1 << 30)
        assert not engine_search._is_open(files, AUTO)
    question_of(files, AUTO).keep(Choice())
    assert not engine_search._is_open(files, AUTO)


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_none_where_no_answer_can_be_kept(monkeypatch, tmp_path):
    files = small_network(tmp_path)
    monkeypatch.setattr("yolocam.model.preferred_engine.rivals", lambda: ("onnxruntime",))
    monkeypatch.setattr("yolocam.bench.memory_limit.available_bytes", lambda: 8 << 30)
    assert engine_search._is_open(files, AUTO)
    (tmp_path / "cache" / "engines").chmod(0o777)  # anybody may have put something there
    assert not engine_search._is_open(files, AUTO)


def test_a_library_in_which_it_crashes_is_remembered(helper, tmp_path):
    asked = helper('print(\'{"begin": "openvino"}\', flush=True); import os; os.abort()')
    with searching(small_network(tmp_path), AUTO):
        eventually(lambda: was_asked(asked) and problem_of("openvino"))
    assert "crashed as its speed was measured (SIGABRT)" in problem_of("openvino")
    assert problem_of("onnxruntime") is None


def test_results_that_are_looked_at_again_have_no_engine_searched_for_them(monkeypatch, tmp_path):
    """Nor do they import what would run a network; see to it once one is loaded after all."""
    looked, loaded = threading.Event(), threading.Event()
    monkeypatch.delenv(engine_search.OFF)
    monkeypatch.setattr(engine_search, "DELAY_S", 0.0)
    monkeypatch.setattr(engine_search, "_NETWORK_S", 0.01)
    monkeypatch.setattr(engine_search, "_has_a_network", loaded.is_set)
    monkeypatch.setattr(engine_search, "_is_open", lambda files, settings: looked.set())
    with searching(small_network(tmp_path), AUTO):
        assert not looked.wait(0.3)
        loaded.set()
        assert looked.wait(30)
