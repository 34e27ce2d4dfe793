"""A broken library is found out in a process of its own, told in a sentence, and remembered."""

import sys

import numpy as np
import pytest

from support.broken_libraries import broken_library
from support.packages import needs_packages
from yolocam.errors import DeviceError
from yolocam.model.engines.choice import choose_engine, refused_choices
from yolocam.model.engines.exported import library_probe, library_trial
from yolocam.model.engines.exported.library_trial import (
    NO_TRIAL,
    problem_of,
    remember,
    try_again,
    untold_problem,
    usable,
)
from yolocam.model.engines.task import EngineTask


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Puts a broken library in the place of the real one, here and in the process that tries it."""

    real = {name: sys.modules.get(name) for name in library_trial.LIBRARIES}

    def install(name, how, **changed):
        folder = broken_library(tmp_path, name, how, **changed)
        monkeypatch.delenv(NO_TRIAL)
        sys.modules.pop(name, None)
        monkeypatch.syspath_prepend(folder)
        monkeypatch.setenv("PYTHONPATH", str(folder))
        library_trial._tried.cache_clear()

    yield install
    for name, module in real.items():
        sys.modules.pop(name, None)
        if module is not None:
            sys.modules[name] = module
    library_trial._tried.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "how", "told"),
    [
        ("openvino", "crashes", "crashes (SIGABRT)"),
        ("onnxruntime", "leaves", "crashes (exit status 0)"),
        ("openvino", "crashes at compiling", "crashes (SIGABRT)"),
        ("onnxruntime", "gives NaN", "computes wrong numbers"),
    ],
)
def test_a_broken_library_ends_another_process_and_is_told(installed, name, how, told):
    installed(name, how)
    with pytest.raises(DeviceError) as error:
        choose_engine(name, EngineTask())
    said = str(error.value)
    assert said.startswith(f"engine {name} cannot be used: {name} ") and told in said and "\n" not in said
    assert f"pip install --force-reinstall 'yolocam[{name}]'" in said
    assert name not in sys.modules
    assert refused_choices()["engine"][name] == said


@pytest.mark.slow
def test_one_that_hangs_is_given_up(installed, monkeypatch):
    installed("onnxruntime", "hangs")
    monkeypatch.setattr(library_trial, "TRIAL_S", 0.5)
    with pytest.raises(DeviceError, match="did not answer within"):
        usable("onnxruntime")


@pytest.mark.parametrize(
    ("name", "how", "told"),
    [
        ("openvino", "raises", "cannot be imported: libtbb.so.12: cannot open shared object file"),
        ("onnxruntime", "exits", "cannot be imported: 1"),
        ("openvino", "is empty", "cannot run a network: module 'openvino' has no attribute 'Core'"),
        ("onnxruntime", "fails at compiling", "cannot run a network: Check failed"),
        ("openvino", "computes nonsense", "computes wrong numbers"),
    ],
)
def test_what_the_trial_finds(installed, monkeypatch, name, how, told):
    installed(name, how)
    assert library_probe.tried(name) == told


def test_a_build_without_the_processor_is_none_of_the_broken(installed):
    installed("onnxruntime", "computes nonsense", providers="'CUDAExecutionProvider'")
    assert library_probe.tried("onnxruntime") == library_probe.FINE


@pytest.mark.parametrize("name", ["openvino", "onnxruntime"])
def test_the_real_library_passes(name):
    needs_packages(name)
    assert library_probe.tried(name) == library_probe.FINE


def test_the_network_of_the_trial_is_what_it_is_said_to_be():
    onnx = pytest.importorskip("onnx")
    model = onnx.load_from_string(library_probe.MODEL)
    onnx.checker.check_model(model)
    (node,), (weights,) = model.graph.node, model.graph.initializer
    assert node.op_type == "Conv"
    assert np.array_equal(onnx.numpy_helper.to_array(weights)[0, 0], library_probe._FILTER)


def test_it_is_tried_once_for_each_version_and_installation(installed, monkeypatch, tmp_path):
    installed("openvino", "raises")
    tries = []

    def outcome(name):
        tries.append(name)
        return "crashes (SIGSEGV)"

    monkeypatch.setattr(library_trial, "_outcome", outcome)
    for _ in range(2):
        with pytest.raises(DeviceError, match="SIGSEGV"):
            usable("openvino")
        library_trial._tried.cache_clear()  # as in another run
    assert tries == ["openvino"]
    monkeypatch.setattr(library_trial, "package_version", lambda name: "2099.1")
    with pytest.raises(DeviceError, match=r"openvino 2099.1 crashes"):
        usable("openvino")
    assert tries == ["openvino"] * 2
    try_again("openvino")
    assert tries == ["openvino"] * 3


def test_it_is_said_once(installed):
    installed("openvino", "raises")
    assert untold_problem("openvino") is None and problem_of("openvino") is None
    remember("openvino", "crashed")
    assert "openvino" in untold_problem("openvino")
    assert untold_problem("openvino") is None and problem_of("openvino") is not None
    remember("openvino", "crashed")
    assert untold_problem("openvino") is None
    remember("openvino", None)
    assert problem_of("openvino") is None


@pytest.mark.parametrize("kept", [b"", b"nonsense", b"[1]", b'{"problem": 7, "told": false}'])
def test_what_was_kept_and_makes_no_sense_counts_as_nothing(installed, kept):
    installed("openvino", "raises")
    library_trial._store().put(library_trial._key("openvino"), kept)
    assert problem_of("openvino") is None


def test_where_nothing_can_be_kept_the_run_remembers(installed, monkeypatch):
    installed("openvino", "raises")
    monkeypatch.setattr(library_trial, "_keep", lambda key, verdict: None)
    monkeypatch.setattr(library_trial, "_outcome", lambda name: "crashes")
    with pytest.raises(DeviceError):
        usable("openvino")
    monkeypatch.setattr(library_trial, "_outcome", lambda name: pytest.fail("tried twice"))
    with pytest.raises(DeviceError):
        usable("openvino")


def test_the_list_of_the_window_imports_no_library(installed):
    installed("openvino", "raises")
    assert "openvino" not in refused_choices()["engine"]
    assert "openvino" not in sys.modules
