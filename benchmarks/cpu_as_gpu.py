"""The CPU in the GPU's place, for a dry run of gpu_check.py."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

import torch

from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.engines.task import EngineTask

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def cpu_as_gpu() -> Iterator[None]:
    """Let detectors on `cuda` run the CUDA engine on the CPU, by the fakes of the tests."""
    sys.path.insert(0, str(ROOT / "tests"))
    from support.fake_cuda import FakeCudaEvent, FakeRecorder, LateDownloads

    cpu = torch.device("cpu")

    def open_cuda(network: Any, task: EngineTask) -> CudaEngine:
        recorder = FakeRecorder()
        engine = CudaEngine(InferenceNetwork(network, cpu, task.precision), cpu, recorder)
        recorder.staging = engine._staging
        return engine

    def device_for(name: str) -> torch.device:
        return torch.device("cuda", 0) if name.startswith("cuda") else cpu

    patches: dict[str, object] = {
        "yolocam.model.engines.cuda.cuda_engine.CudaStaging": LateDownloads,
        "yolocam.model.engines.torch_engine.resolve_device": device_for,
        "yolocam.model.engines.failover.guarded.open_torch": open_cuda,
        "yolocam.model.engines.failover.guarded.can_start": lambda: False,
        "torch.cuda.Event": FakeCudaEvent,
        "torch.cuda.stream": lambda stream: nullcontext(),
    }
    started = [mock.patch(name, value) for name, value in patches.items()]
    for patch in started:
        patch.start()
    try:
        yield
    finally:
        for patch in reversed(started):
            patch.stop()
        sys.path.remove(str(ROOT / "tests"))
