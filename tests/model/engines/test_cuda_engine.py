"""What the CUDA engine does around the device, with the CPU in the device's place."""

import threading
from collections import deque

import numpy as np
import pytest
import torch

from support.darknet.head_files import TWO_HEADS, network_of
from support.fake_cuda import FakeRecorder, cpu_in_place_of_cuda
from yolocam.letterbox import placement
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.cuda import cuda_engine
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess import fixed_shapes as postprocess_fixed
from yolocam.model.postprocess.rows import Thresholds

pytestmark = pytest.mark.usefixtures("one_thread")

CPU = torch.device("cpu")
NET_WH = (64, 32)
LOW = Thresholds(confidence=0.2)


@pytest.fixture(params=["launched", "recorded"])
def engines(tmp_path, monkeypatch, request):
    """The CUDA engine, with graphs and without, and the CPU's, of the same network."""
    cpu_in_place_of_cuda(monkeypatch)
    form = InferenceNetwork(network_of(tmp_path, TWO_HEADS), CPU, "fp32")
    recorder = FakeRecorder() if request.param == "recorded" else None
    cuda = cuda_engine.CudaEngine(form, CPU, recorder)
    if recorder is not None:
        recorder.staging = cuda._staging
    return cuda, CpuEngine(form, CPU)


def job(*sizes, seed=0, fit="letterbox"):
    """Random frames of these sizes and their places."""
    rng = np.random.default_rng(seed)
    images = [rng.integers(0, 256, (h, w, 3), dtype=np.uint8) for w, h in sizes]
    return images, [placement(size, NET_WH, fit) for size in sizes]


def rows(engine, work, limits=LOW):
    found, timing = engine.submit(*work, limits).result()
    assert timing.total_ns > 0
    return found


def assert_same(found, expected):
    """The same rows; two that are equally strong may have changed places."""
    assert found.dtype == np.float32
    assert found.shape == expected.shape
    pairs = np.isclose(found[:, None], expected[None], rtol=1e-3, atol=1e-3).all(-1)
    assert pairs.any(0).all()
    assert pairs.any(1).all()
    np.testing.assert_array_equal(found[:, 0], expected[:, 0])
    np.testing.assert_allclose(found[:, 5] * found[:, 6], expected[:, 5] * expected[:, 6], rtol=1e-3)


def assert_near(found, expected):
    """Frames of different sizes are rounded to bytes on the way: nearly all rows are nearly the same."""
    pairs = np.isclose(found[:, None], expected[None], rtol=0.02, atol=0.05).all(-1)
    assert pairs.any(0).mean() > 0.97
    assert pairs.any(1).mean() > 0.97


@pytest.mark.slow
@pytest.mark.parametrize("fit", ["letterbox", "stretch"])
@pytest.mark.parametrize("sizes", [[NET_WH], [NET_WH] * 3, [NET_WH, NET_WH, (128, 64)]], ids=len)
def test_rows_are_those_of_the_cpu(engines, sizes, fit):
    cuda, cpu = engines
    sizes = [size for size in sizes if size == NET_WH] if fit == "stretch" else sizes
    expected = rows(cpu, job(*sizes, fit=fit))
    assert len(expected)
    same = assert_same if len(set(sizes)) == 1 else assert_near
    same(rows(cuda, job(*sizes, fit=fit)), expected)


@pytest.mark.slow
def test_frames_of_different_sizes(engines):
    cuda, cpu = engines
    work = job((30, 40), (200, 20), NET_WH, (1, 1))
    assert_near(rows(cuda, work), rows(cpu, work))


def test_frames_larger_than_the_input_are_fitted_on_the_device(engines):
    cuda, _ = engines
    images, places = job((200, 90))
    images[0][...] = 90  # no rounding to differ in
    expected, _ = engines[1].submit(images, places, LOW).result()
    assert_same(rows(cuda, (images, places)), expected)


@pytest.mark.slow
def test_two_under_way_keep_apart(engines):
    cuda, cpu = engines
    works = [job(*[NET_WH] * (1 + i % 3), seed=i) for i in range(8)]
    waiting, found = deque(), []
    for work in works:
        waiting.append(cuda.submit(*work, LOW))
        if len(waiting) == cuda.slots:
            found.append(waiting.popleft().result()[0])
    found += [pending.result()[0] for pending in waiting]
    for work, result in zip(works, found, strict=True):
        assert_same(result, rows(cpu, work))


@pytest.mark.slow
def test_rows_survive_the_next_batch(engines):
    cuda, _ = engines
    first = rows(cuda, job(NET_WH))
    kept = first.copy()
    for seed in range(1, 5):
        rows(cuda, job(NET_WH, seed=seed))
    np.testing.assert_array_equal(first, kept)


@pytest.mark.slow
@pytest.mark.parametrize("bound", ["TOP", "PASSES"])
def test_what_the_fixed_shapes_cannot_hold_is_done_exactly(engines, monkeypatch, bound):
    cuda, cpu = engines
    monkeypatch.setattr(postprocess_fixed, bound, 1)
    work = job(NET_WH, NET_WH)
    calls = []
    exact = cuda.exact
    monkeypatch.setattr(cuda, "exact", lambda *args: calls.append(1) or exact(*args))
    assert_same(rows(cuda, work), rows(cpu, work))
    assert calls == [1]


@pytest.mark.slow
@pytest.mark.parametrize("classes", [{0}, {1, 3}, {2, 79}, {79}, set()])
def test_classes_that_are_wanted(engines, classes):
    cuda, cpu = engines
    work = job(NET_WH, NET_WH)
    for limits in (LOW, Thresholds(confidence=0.2, classes=frozenset(classes)), LOW):
        assert_same(rows(cuda, work, limits), rows(cpu, work, limits))


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["CudaEngine._input", "CudaEngine._detect"])
def test_an_error_costs_no_slot(engines, monkeypatch, broken):
    cuda, cpu = engines
    work = job(NET_WH)
    under_way = cuda.submit(*work, LOW)

    def exhausted(*args):
        raise torch.OutOfMemoryError("CUDA out of memory")

    with monkeypatch.context() as patch:
        patch.setattr(f"{cuda_engine.__name__}.{broken}", exhausted)
        for _ in range(3):
            with pytest.raises(torch.OutOfMemoryError):
                cuda.submit(*work, LOW)
    following = cuda.submit(*work, LOW)
    for pending in (under_way, following):
        assert_same(pending.result()[0], rows(cpu, work))
    cuda.close()


def test_warming_leaves_what_is_under_way_alone(engines):
    """A new resolution is warmed on another thread while both slots are in use."""
    cuda, cpu = engines
    works = [job(NET_WH, seed=i) for i in range(2)]
    waiting = [cuda.submit(*work, LOW) for work in works]
    cuda.warm(np.zeros((64, 96, 3), np.uint8), placement((96, 64), (96, 64), "stretch"), LOW)
    for work, pending in zip(works, waiting, strict=True):
        assert_same(pending.result()[0], rows(cpu, work))


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """The CUDA engine with graphs, the CPU's of the same network, and what records."""
    cpu_in_place_of_cuda(monkeypatch)
    form = InferenceNetwork(network_of(tmp_path, TWO_HEADS), CPU, "fp32")
    recorder = FakeRecorder()
    cuda = cuda_engine.CudaEngine(form, CPU, recorder)
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
    threads[0].join(20)
    assert not threads[0].is_alive()


def test_while_another_thread_records_kernels_are_launched(recorded, monkeypatch):
    """A process can record one graph at one time, and a frame must not wait for another size's recording."""
    cuda, cpu, recorder = recorded
    begun, served = threading.Event(), threading.Event()
    record = recorder.record
    at_once = []

    def slow(work):
        at_once.append(threading.current_thread().name)
        begun.set()
        assert served.wait(20)
        return record(work)

    monkeypatch.setattr(recorder, "record", slow)
    grey, place = np.zeros((64, 96, 3), np.uint8), placement((96, 64), (96, 64), "stretch")
    thread = threading.Thread(target=cuda.warm, args=(grey, place, LOW), name="warming")
    thread.start()
    try:
        assert begun.wait(20)
        assert_same(rows(cuda, job(NET_WH)), rows(cpu, job(NET_WH)))
        assert at_once == ["warming"]
    finally:
        served.set()
        thread.join(20)
    assert_same(rows(cuda, job(NET_WH)), rows(cpu, job(NET_WH)))
    assert len(at_once) == recorder.recordings == 2


def test_a_graph_that_cannot_be_recorded_is_said_and_costs_no_frame(recorded):
    cuda, cpu, recorder = recorded
    recorder.fails = RuntimeError("CUDA error: operation not permitted when stream is capturing\nmore")
    assert cuda.refusal is None
    for _ in range(2):
        assert_same(rows(cuda, job(NET_WH)), rows(cpu, job(NET_WH)))
    assert cuda.refusal == (
        "CUDA graphs cannot be recorded here (CUDA error: operation not permitted when stream is capturing): "
        "each kernel is launched by itself, which takes longer"
    )


def test_too_little_memory_for_a_recording_is_no_reason_to_go_on_without(recorded):
    cuda, _, recorder = recorded
    recorder.fails = torch.OutOfMemoryError("CUDA out of memory")
    with pytest.raises(torch.OutOfMemoryError):
        cuda.submit(*job(NET_WH), LOW)
    assert cuda.refusal is None


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
    """Each step of one would stop the picture while it is recorded anew."""
    cuda, cpu, recorder = recorded
    work = job(NET_WH)
    for max_det in (300, 299, 7, 1, 5000):
        for on_objectness in (False, True):
            limits = Thresholds(confidence=0.2, max_det=max_det, on_objectness=on_objectness)
            found, expected = rows(cuda, work, limits), rows(cpu, work, limits)
            assert 0 < len(found) <= max_det
            assert_same(found, expected)
    assert recorder.recordings == 1


def test_a_floor_brings_every_candidate_in_the_order_of_the_cpu(engines):
    """There may be more than fixed shapes hold, and they are not suppressed."""
    cuda, cpu = engines
    limits = Thresholds(confidence=0.5, floor=0.05)
    for work in (job((40, 30), (40, 30)), job((40, 30), seed=1)):
        found, expected = rows(cuda, work, limits), rows(cpu, work, limits)
        assert len(expected) > 50
        np.testing.assert_array_equal(found[:, [0, 7]], expected[:, [0, 7]])
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3)
    waiting = [cuda.submit(*job((40, 30), seed=i), limits) for i in range(4)]  # more than there are slots
    assert all(len(work.result()[0]) for work in waiting)
