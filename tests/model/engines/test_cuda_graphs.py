"""When the CUDA engine records a graph, and what that must not disturb, with the CPU in the GPU's place."""

import threading

import numpy as np
import pytest
import torch

from support.darknet.head_files import TWO_HEADS, network_of
from support.engine_work import LOW, NET_WH, assert_same, job, rows
from support.fake_cuda import FakeRecorder, cpu_in_place_of_cuda
from yolocam.letterbox import placement
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess.rows import Thresholds

pytestmark = pytest.mark.usefixtures("one_thread")

CPU = torch.device("cpu")


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """The CUDA engine with graphs, the CPU's of the same network, and what records."""
    cpu_in_place_of_cuda(monkeypatch)
    form = InferenceNetwork(network_of(tmp_path, TWO_HEADS), CPU, "fp32")
    recorder = FakeRecorder()
    cuda = CudaEngine(form, CPU, recorder)
    recorder.staging = cuda._staging
    return cuda, CpuEngine(form, CPU), recorder


@pytest.mark.slow
def test_warming_the_same_size_leaves_the_result_alone(recorded, monkeypatch):
    """Between the recording's work and the copy of its rows another thread may come: it has to wait."""
    cuda, cpu, _ = recorded
    work = job(NET_WH)
    limits = Thresholds(confidence=0.36, iou=0.9)  # settled within the recording
    monkeypatch.setattr(cuda, "exact", None)
    assert len(rows(cuda, work, limits))
    grey, place = np.zeros((32, 64, 3), np.uint8), placement(NET_WH, NET_WH, "stretch")
    download = cuda._staging.download
    threads = []

    def interrupted(*args):
        if not threads:
            threads.append(threading.Thread(target=cuda.warm, args=(grey, place, limits)))
            threads[0].start()
            threads[0].join(0.3)
        return download(*args)

    monkeypatch.setattr(cuda._staging, "download", interrupted)
    assert_same(rows(cuda, work, limits), rows(cpu, work, limits))
    threads[0].join(60)
    assert not threads[0].is_alive()


def test_while_another_thread_records_kernels_are_launched(recorded, monkeypatch):
    """A process can record one graph at a time, and a frame must not wait for another size's recording."""
    cuda, cpu, recorder = recorded
    begun, served = threading.Event(), threading.Event()
    record = recorder.record
    at_once = []

    def slow(work):
        at_once.append(threading.current_thread().name)
        begun.set()
        assert served.wait(60)
        return record(work)

    monkeypatch.setattr(recorder, "record", slow)
    grey, place = np.zeros((64, 96, 3), np.uint8), placement((96, 64), (96, 64), "stretch")
    thread = threading.Thread(target=cuda.warm, args=(grey, place, LOW), name="warming")
    thread.start()
    try:
        assert begun.wait(60)
        assert_same(rows(cuda, job(NET_WH)), rows(cpu, job(NET_WH)))
        assert at_once == ["warming"]
    finally:
        served.set()
        thread.join(60)
    assert_same(rows(cuda, job(NET_WH)), rows(cpu, job(NET_WH)))
    assert len(at_once) == recorder.recordings == 2


def test_a_graph_that_cannot_be_recorded_is_said_and_costs_no_frame(recorded):
    cuda, cpu, recorder = recorded
    recorder.fails = RuntimeError("CUDA error: operation not permitted when stream is capturing\nmore")
    assert cuda.status.refusal is None
    for _ in range(2):
        assert_same(rows(cuda, job(NET_WH)), rows(cpu, job(NET_WH)))
    assert cuda.status.refusal == (
        "CUDA graphs cannot be recorded here (CUDA error: operation not permitted when stream is capturing): "
        "each kernel is launched by itself, which takes longer"
    )


def test_too_little_memory_for_a_recording_is_no_reason_to_go_on_without(recorded):
    cuda, _, recorder = recorded
    recorder.fails = torch.OutOfMemoryError("CUDA out of memory")
    with pytest.raises(torch.OutOfMemoryError):
        cuda.submit(*job(NET_WH), LOW)
    assert cuda.status.refusal is None


@pytest.mark.slow
def test_a_recording_follows_every_threshold_and_is_made_once(recorded):
    cuda, cpu, recorder = recorded
    for confidence in (0.2, 0.35, 0.5, 0.2):
        for iou in (0.3, 0.6):
            for classes in (None, frozenset({0}), frozenset({1})):
                limits = Thresholds(confidence=confidence, iou=iou, classes=classes)
                assert_same(rows(cuda, job(NET_WH), limits), rows(cpu, job(NET_WH), limits))
    assert recorder.recordings == 1


@pytest.mark.slow
def test_a_smaller_batch_is_padded_to_a_recorded_one(recorded):
    """A file's last one, or frames between two of another size: each would be one more recording."""
    cuda, cpu, recorder = recorded
    for count in (3, 2, 1, 3):
        work = job(*[NET_WH] * count, seed=count)
        assert_same(rows(cuda, work), rows(cpu, work))
    assert recorder.recordings == 1
    rows(cuda, job(*[NET_WH] * 4))
    assert recorder.recordings == 2
    rows(cuda, job(NET_WH))
    assert recorder.recordings == 2


@pytest.mark.slow
def test_no_slider_makes_a_recording(recorded):
    """Each step of one would stop the image while it is recorded anew."""
    cuda, cpu, recorder = recorded
    work = job(NET_WH)
    for max_det in (300, 299, 7, 1, 5000):
        for on_objectness in (False, True):
            limits = Thresholds(confidence=0.2, max_det=max_det, on_objectness=on_objectness)
            found, expected = rows(cuda, work, limits), rows(cpu, work, limits)
            assert 0 < len(found) <= max_det
            assert_same(found, expected)
    assert recorder.recordings == 1
