"""How CUDA graphs are recorded, with the CPU in the device's place."""

import pytest
import torch

from support.darknet.head_files import TWO_HEADS, network_of
from support.fake_cuda import FakeCudaEvent, cpu_in_place_of_cuda, fake_recording
from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.cuda.cuda_staging import CudaStaging
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


def test_a_recording_waits_for_the_weights_and_for_what_fills_its_memory(streams):
    recorder = CudaRecorder(CPU)
    recorder.record(lambda: torch.zeros(1))
    assert set(recorder._stream.waited_for) == set(streams)


def test_recordings_share_their_memory(streams):
    recorder = CudaRecorder(CPU)
    pools = [recorder.record(lambda: torch.zeros(1))[0].__self__.options["pool"] for _ in range(2)]
    assert pools[0] is not None
    assert pools[0] == pools[1]


def test_the_engine_waits_for_the_weights_and_waits_without_spinning(streams, monkeypatch):
    monkeypatch.setattr(torch.cuda, "Event", FakeCudaEvent)
    staging = CudaStaging(CPU)
    assert staging.computing.waited_for == [streams[0]]
    assert staging.computing.priority < staging.copying.priority  # the lower, the sooner
    source = torch.arange(4, dtype=torch.uint8)
    target = torch.zeros(4, dtype=torch.uint8)
    uploaded = staging.upload(target, source, 4)
    downloaded = staging.download(torch.zeros(4, dtype=torch.uint8), target, 4)
    assert (uploaded.stream, downloaded.stream) == (staging.copying, staging.computing)
    assert uploaded.blocking and downloaded.blocking
