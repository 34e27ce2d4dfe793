"""OpenVINO and ONNX Runtime find what PyTorch finds in fp32, and say what they cannot do."""

import importlib.util
import sys
import threading
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from support.darknet.head_files import CLASSES, TWO_HEADS, network_of
from support.packages import needs_packages
from yolocam.errors import DeviceError, SettingsError
from yolocam.files import cache
from yolocam.letterbox import placement
from yolocam.model.engines.choice import choose_engine, open_engine, refused_choices
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.engine import EngineStatus
from yolocam.model.engines.exported import openvino_network
from yolocam.model.engines.exported.exported_network import ExportedNetwork
from yolocam.model.engines.exported.onnxruntime_network import OnnxRuntimeNetwork
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.engines.task import EngineTask
from yolocam.model.postprocess.rows import Thresholds

CPU = torch.device("cpu")
LIMITS = Thresholds(confidence=0.1)
FP32 = EngineTask(device="cpu", precision="fp32")


def frames(count, net_wh=(64, 64)):
    rng = np.random.default_rng(3)
    images = [rng.integers(0, 256, (40, 70, 3), np.uint8) for _ in range(count)]
    return images, [placement((70, 40), net_wh, "letterbox") for _ in images]


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A folder where both engines find what was exported once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module", params=["openvino", "onnxruntime"])
def engines(request, tmp_path_factory, models):
    """An engine, and PyTorch's, which is the measure."""
    needs_packages(request.param, "onnxscript")
    folder = tmp_path_factory.mktemp("network")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "user_cache_path", lambda *_, **__: models)
        other = open_engine(request.param, network_of(folder, TWO_HEADS), FP32)
    yield other, CpuEngine(InferenceNetwork(network_of(folder, TWO_HEADS), CPU, "fp32"), CPU)
    other.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "net_wh", "limits"),
    [
        (1, (64, 64), LIMITS), (3, (64, 64), LIMITS),
        (1, (64, 64), replace(LIMITS, floor=0.05)),
        (1, (64, 64), replace(LIMITS, classes=frozenset({1}))),
    ],
)  # fmt: skip
def test_the_same_rows(engines, count, net_wh, limits):
    other, torchs = engines
    rows, timing = other.submit(*frames(count, net_wh), limits).result()
    expected, _ = torchs.submit(*frames(count, net_wh), limits).result()
    assert len(expected)
    np.testing.assert_allclose(rows, expected, rtol=1e-4, atol=1e-3)
    assert timing.network_ns > 0


@pytest.mark.slow
def test_batches_side_by_side(engines):
    other, torchs = engines
    other.set_streams(2)
    pending = [other.submit(*frames(1), LIMITS) for _ in range(3)]
    expected, _ = torchs.submit(*frames(1), LIMITS).result()
    for one in pending:
        np.testing.assert_allclose(one.result()[0], expected, rtol=1e-4, atol=1e-3)
    other.set_streams(1)


@pytest.mark.slow
def test_the_size_being_served_does_not_wait_for_the_next(engines, monkeypatch):
    other, _ = engines
    network = other._network
    other.submit(*frames(1), LIMITS).result()
    begun, go_on = threading.Event(), threading.Event()

    def compile_slowly(_model, _form):
        begun.set()
        assert go_on.wait(60)
        return lambda images: [np.zeros((1, 2 * (5 + CLASSES), 2, 2), np.float32)] * 2

    monkeypatch.setattr(network, "_model_for", lambda size_hw: b"")
    monkeypatch.setattr(network, "_compile", compile_slowly)
    images, places = frames(1, (128, 64))
    preparing = threading.Thread(target=other.warm, args=(images[0], places[0], LIMITS))
    preparing.start()
    assert begun.wait(60)
    rows, _ = other.submit(*frames(1), LIMITS).result()
    go_on.set()
    preparing.join()
    network.close()
    assert len(rows)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Specified provider")
def test_a_device_that_onnx_runtime_gives_up_is_told(tmp_path, models, monkeypatch):
    """By itself it would go on on the processor, under the device's name."""
    needs_packages("onnxruntime", "onnxscript")
    monkeypatch.setattr(cache, "user_cache_path", lambda *_, **__: models)
    network = OnnxRuntimeNetwork(network_of(tmp_path, TWO_HEADS), "cuda")
    with pytest.raises(DeviceError, match="ONNX Runtime cannot use 'cuda' here"):
        network(torch.zeros(1, 64, 64, 3))


def test_it_says_where_it_runs(engines):
    status = engines[0].status
    assert status.device in ("CPU (OpenVINO)", "CPU (ONNX Runtime)")
    assert (status.precision, status.settled, status.refusal) == ("fp32", True, None)


@pytest.mark.parametrize(
    ("name", "task", "told"),
    [
        ("openvino", EngineTask(device="npu:7"), "OpenVINO finds no device 'npu:7' here, only cpu"),
        ("openvino", EngineTask(device="mps"), "engine openvino runs on cpu, gpu or npu, not on 'mps'"),
        ("openvino", EngineTask(device="cpu:3"), "OpenVINO finds no device 'cpu:3' here, only cpu"),
        ("openvino", EngineTask(precision="int8"), "engine openvino computes in fp32, bf16 or fp16"),
        ("onnxruntime", EngineTask(device="coreml:1"), "this ONNX Runtime serves no device 'coreml:1', only"),
        ("onnxruntime", EngineTask(precision="bf16"), "engine onnxruntime computes in fp32, not in bf16"),
    ],
)
def test_what_it_cannot_do_is_told_in_a_sentence(name, task, told):
    needs_packages(name)
    with pytest.raises(DeviceError, match=told):
        choose_engine(name, task)


def capable_of(monkeypatch, *precisions):
    """Stands for OpenVINO on a processor that computes in these."""
    core = SimpleNamespace(available_devices=["CPU", "GPU"], get_property=lambda *_: [*precisions, "INT8"])
    monkeypatch.setattr(openvino_network, "usable", lambda name: SimpleNamespace(Core=lambda: core))


def test_a_precision_that_the_processor_lacks_is_refused(monkeypatch):
    """OpenVINO computes in fp32 under its name."""
    needs_packages("openvino")
    capable_of(monkeypatch, "FP32")
    with pytest.raises(DeviceError, match="OpenVINO computes in fp32 on this processor, not in bf16"):
        choose_engine("openvino", EngineTask(precision="bf16"))
    monkeypatch.setattr(openvino_network, "best_of_torch_on_cpu", lambda: "bf16")
    assert choose_engine("openvino", EngineTask())[1].precision == "fp32"
    capable_of(monkeypatch, "FP32", "BF16")
    assert choose_engine("openvino", EngineTask())[1].precision == "bf16"
    assert choose_engine("openvino", EngineTask(device="gpu"))[1].precision == "fp16"


@pytest.mark.parametrize("name", ["auto", "openvino"])
@pytest.mark.parametrize("device", ["openvino:GPU", "OpenVINO:gpu"])
def test_a_device_may_name_its_engine(monkeypatch, name, device):
    needs_packages("openvino")
    capable_of(monkeypatch, "FP32")
    kind, task = choose_engine(name, EngineTask(device=device))
    assert (kind.name, task.device) == ("openvino", "gpu")
    kind, task = choose_engine("auto", EngineTask(device="openvino"))
    assert (kind.name, task.device) == ("openvino", "cpu")


@pytest.mark.parametrize(
    ("name", "device", "told"),
    [
        ("torch", "openvino:GPU", "device 'openvino:gpu' is of engine openvino, not of torch"),
        ("auto", "GPU:1", "device 'gpu:1' needs its engine: take --device openvino:gpu:1"),
        ("auto", "directml", "device 'directml' needs its engine: take --device onnxruntime:directml"),
        ("auto", "tpu", "unknown device 'tpu', expected auto, cpu, cuda, cuda:N or mps"),
    ],
)
def test_a_device_without_its_engine_is_told(name, device, told):
    with pytest.raises(DeviceError, match=f"^{told}$"):
        choose_engine(name, EngineTask(device=device))


def test_small_and_capital_letters_are_the_same_for_a_device():
    assert choose_engine("torch", EngineTask(device="CPU", precision="fp32"))[1].device == "cpu"


def test_a_missing_package_is_named_with_the_command(monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "openvino" else found(name))
    told = "engine openvino needs openvino: pip install 'yolocam[openvino]'"
    with pytest.raises(DeviceError) as error:
        choose_engine("openvino", FP32)
    assert str(error.value) == told
    assert refused_choices()["engine"]["openvino"] == told


def test_an_unknown_engine_is_told_with_the_nearest():
    for name, near in {"openvno": "openvino", "OpenVINO": "openvino", "onnx": "onnxruntime"}.items():
        with pytest.raises(SettingsError, match=f"there is no engine '{name}', did you mean '{near}'"):
            choose_engine(name, FP32)
    with pytest.raises(SettingsError, match="expected one of auto, torch, kernels, cuda, openvino"):
        choose_engine("x", FP32)


def test_auto_is_pytorch_and_imports_no_other_library(tmp_path):
    before = {name for name in ("openvino", "onnxruntime") if name in sys.modules}
    engine = open_engine("auto", network_of(tmp_path, TWO_HEADS), FP32)
    assert engine.status.device == "CPU"
    assert {name for name in ("openvino", "onnxruntime") if name in sys.modules} == before


class Broken(ExportedNetwork):
    """A library that gives `result`, or raises it; `later` after it has been made ready."""

    def __init__(self, network, result, later=True):
        super().__init__(network, EngineStatus("CPU (Library)", "fp16"))
        self._result, self._later = result, later

    def _model_for(self, size_hw):
        return b""

    def _compile(self, model, form):
        def give(*_):
            if isinstance(self._result, Exception):
                raise self._result
            return [np.full((1, 2 * (5 + CLASSES), 2, 2), self._result, np.float32)] * 2

        return give if self._later else give()


@pytest.mark.parametrize("later", [False, True])
def test_what_a_library_raises_is_told_in_a_sentence(tmp_path, later):
    network = Broken(network_of(tmp_path, TWO_HEADS), ValueError("Check failed\nat node.cpp:7"), later)
    with pytest.raises(DeviceError, match=r"^CPU \(Library\) cannot run \w+: Check failed$"):
        network(torch.zeros(1, 64, 64, 3))


def test_a_lack_of_memory_stays_one(tmp_path):
    network = Broken(network_of(tmp_path, TWO_HEADS), RuntimeError("std::bad_alloc"))
    with pytest.raises(RuntimeError, match="bad_alloc"):
        network(torch.zeros(1, 64, 64, 3))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_told(tmp_path, number):
    network = Broken(network_of(tmp_path, TWO_HEADS), number)
    for _ in range(2):
        with pytest.raises(
            DeviceError, match=r"gives what is no number for .* in fp16; take another precision"
        ):
            network(torch.zeros(1, 64, 64, 3))
