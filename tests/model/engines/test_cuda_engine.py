"""The rows of the CUDA engine are those of the CPU, with the CPU in the device's place."""

from collections import deque

import numpy as np
import pytest
import torch

from support.darknet.head_files import TWO_HEADS, network_of
from support.engine_work import LOW, NET_WH, assert_same, job, rows
from support.fake_cuda import FakeRecorder, cpu_in_place_of_cuda
from yolocam.letterbox import placement
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.cuda import cuda_engine
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess import fixed_shapes as postprocess_fixed
from yolocam.model.postprocess.rows import Thresholds

pytestmark = pytest.mark.usefixtures("one_thread")

CPU = torch.device("cpu")


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
