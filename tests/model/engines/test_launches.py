"""What is launched for one frame: one graph, and few kernels beside it, with the CPU in the GPU's place."""

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode, _disable_current_modes

from support.darknet.head_files import TWO_HEADS, network_of
from support.engine_work import NET_WH, job
from support.fake_cuda import FakeRecorder, cpu_in_place_of_cuda
from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.cuda.device_steps import TorchSteps
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess.rows import Thresholds

pytestmark = pytest.mark.usefixtures("one_thread")

CPU = torch.device("cpu")

MOST = 25
"""Kernels and copies beside the graph; `benchmarks/gpu_check_speed.py` asks the same of a card."""

NOT_LAUNCHED = ("empty", "detach", "alias", "lift_fresh", "_local_scalar_dense", "new_empty")
"""Operations that only the host has to do with."""


class Launches(TorchDispatchMode):
    """Counts what a GPU would be handed: each operation that makes or copies numbers."""

    def __init__(self):
        super().__init__()
        self.names = []
        self.graphs = 0

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        name = function.__name__.partition(".")[0]
        if not function.is_view and name not in NOT_LAUNCHED:
            self.names.append(name)
        return function(*args, **(kwargs or {}))


class CountedRecorder(FakeRecorder):
    """A graph is one launch, whatever it holds."""

    def __init__(self, launches):
        super().__init__()
        self.launches = launches

    def record(self, work):
        replay, rows = super().record(work)

        def counted():
            self.launches.graphs += 1
            with _disable_current_modes():
                replay()

        return counted, rows


class OneKernel(TorchSteps):
    """The letterbox as Triton has it: one launch."""

    def __init__(self, launches):
        super().__init__()
        self.launches = launches

    def fit_into(self, frames, place, fitted):
        self.launches.names.append("letterbox")
        with _disable_current_modes():
            super().fit_into(frames, place, fitted)


@pytest.mark.parametrize("triton", [True, False])
@pytest.mark.parametrize("size", [NET_WH, (50, 40)], ids=["its own size", "letterboxed"])
@pytest.mark.parametrize("classes", [None, frozenset({0})], ids=["all", "one"])
def test_one_graph_and_few_kernels(tmp_path, monkeypatch, triton, size, classes):
    cpu_in_place_of_cuda(monkeypatch)
    launches = Launches()
    recorder = CountedRecorder(launches)
    steps = OneKernel(launches) if triton else TorchSteps()
    form = InferenceNetwork(network_of(tmp_path, TWO_HEADS), CPU, "fp32")
    engine = CudaEngine(form, CPU, recorder, steps)
    recorder.staging = engine._staging
    work = *job(size), Thresholds(confidence=0.36, iou=0.9, classes=classes)
    for _ in range(engine.slots):
        engine.submit(*work).result()  # records, and lets each slot have its memory
    launches.names.clear()
    launches.graphs = 0
    monkeypatch.setattr(engine, "exact", pytest.fail)
    with launches:
        pending = engine.submit(*work)
    pending.result()
    assert launches.graphs == 1
    assert 5 <= len(launches.names) <= (10 if triton else MOST), launches.names


def test_every_kernel_is_counted(tmp_path, monkeypatch):
    """Without a recording there are hundreds."""
    cpu_in_place_of_cuda(monkeypatch)
    form = InferenceNetwork(network_of(tmp_path, TWO_HEADS), CPU, "fp32")
    engine = CudaEngine(form, CPU)
    with Launches() as launches:
        engine.submit(*job(NET_WH), Thresholds()).result()
    assert launches.graphs == 0
    assert len(launches.names) > 100
