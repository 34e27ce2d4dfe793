"""How CUDA graphs are recorded, with the CPU in the device's place."""

import pytest
import torch

from support.darknet.head_files import TWO_HEADS, network_of
from support.fake_cuda import cpu_in_place_of_cuda, fake_recording
from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.cuda.graph_cache import CudaRecorder
from yolocam.model.engines.runtime import InferenceNetwork

CPU = torch.device("cpu")


@pytest.fixture
def streams(monkeypatch):
    """The default and the current stream."""
    return fake_recording(monkeypatch)


def test_fp32_is_not_rounded_to_tf32(tmp_path, monkeypatch, streams):
    """Neither in a recording nor where kernels are launched one by one."""
    seen = []
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)

    def work():
        seen.append(torch.backends.cudnn.allow_tf32)
        return torch.zeros(1)

    CudaRecorder(CPU).record(work)
    assert seen and not any(seen)
    cpu_in_place_of_cuda(monkeypatch)
    torch.backends.cudnn.allow_tf32 = True
    CudaEngine(InferenceNetwork(network_of(tmp_path, TWO_HEADS), CPU, "fp32"), CPU)
    assert not torch.backends.cudnn.allow_tf32
