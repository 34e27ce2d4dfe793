"""A network in a process of its own gives what it gives here, and its end is noticed."""

import io
import os
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from yolocam.assets import asset
from yolocam.frame import Timing
from yolocam.letterbox import placement
from yolocam.model import load_network
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.failover.device_lost import is_device_lost
from yolocam.model.engines.failover.failover import FailoverEngine
from yolocam.model.engines.failover.ipc import receive, send
from yolocam.model.engines.failover.worker_engine import WorkerEngine, WorkerLost, WorkerTask
from yolocam.model.engines.out_of_memory import is_out_of_memory
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess.rows import Thresholds

TASK = WorkerTask(asset("models/yolov3-tiny.cfg"), asset("models/yolov3-tiny.weights"), "cpu", "fp32")
LIMITS = Thresholds(confidence=0.05)


def pictures(count):
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (60, 90, 3), np.uint8) for _ in range(count)]


def place(image):
    return placement((image.shape[1], image.shape[0]), (96, 96), "letterbox")


@pytest.fixture(scope="module")
def here():
    device = torch.device("cpu")
    engine = CpuEngine(InferenceNetwork(load_network(TASK.cfg, TASK.weights), device, TASK.precision), device)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def there():
    engine = WorkerEngine(TASK)
    yield engine
    engine.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "limits",
    [
        LIMITS,
        Thresholds(confidence=1.0),
        replace(LIMITS, floor=0.01),
        replace(LIMITS, classes=frozenset({0, 3, 7})),
        replace(LIMITS, classes=frozenset()),
        replace(LIMITS, on_objectness=True, max_det=1),
    ],
)
def test_the_same_rows(here, there, limits):
    images = pictures(2)
    places = [place(image) for image in images]
    there.warm(images[0], places[0], limits)
    rows, timing = there.submit(images, places, limits).result()
    expected, _ = here.submit(images, places, limits).result()
    np.testing.assert_allclose(rows, expected, rtol=1e-4, atol=1e-3)
    assert isinstance(timing, Timing)
    assert timing.network_ns > 0


@pytest.mark.slow
def test_what_fails_there_is_raised_here_and_the_next_batch_is_done(there):
    image = pictures(1)[0]
    with pytest.raises(RuntimeError) as raised:
        there.submit([image], [replace(place(image), net_wh=(97, 97))], LIMITS).result()
    assert not is_device_lost(raised.value)
    assert not is_out_of_memory(raised.value)
    there.submit([image], [place(image)], LIMITS).result()


def test_a_lack_of_memory_is_told_as_one(there):
    image = pictures(1)[0]
    huge = replace(place(image), net_wh=(1 << 21, 1 << 21))
    with pytest.raises(MemoryError):
        there.submit([image], [huge], LIMITS).result()
    there.submit([image], [place(image)], LIMITS).result()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"device": "cuda:99"}, "device 'cuda:99' is not available"),
        ({"weights": asset("models/yolov3-tiny.cfg")}, "weights"),
    ],
)
def test_a_network_that_cannot_be_loaded_there(changes, message):
    with pytest.raises(WorkerLost, match=message):
        WorkerEngine(TASK._replace(**changes))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no signals")
def test_a_process_that_is_killed_is_replaced_and_the_frame_done_again(here):
    first = WorkerEngine(TASK)
    standby = FailoverEngine(first, "RTX 1", lambda: here, lambda: WorkerEngine(TASK))
    image = pictures(1)[0]
    asked = [image], [place(image)], LIMITS
    expected, _ = here.submit(*asked).result()
    pending = standby.submit(*asked)
    os.kill(first._process.pid, signal.SIGKILL)
    rows, _ = pending.result()
    np.testing.assert_allclose(rows, expected, rtol=1e-4, atol=1e-3)
    assert standby.loss == (
        "RTX 1 has failed (the process of the network has ended with -9): "
        "the network runs in a process of its own"
    )
    standby.close()
    first.close()


@pytest.mark.slow
def test_it_ends_with_the_program_that_started_it():
    code = (
        "from pathlib import Path\n"
        "from yolocam.model.engines.failover.worker_engine import WorkerEngine, WorkerTask\n"
        f"files = Path({str(TASK.cfg)!r}), Path({str(TASK.weights)!r})\n"
        "engine = WorkerEngine(WorkerTask(*files, 'cpu', 'fp32'))\n"
        "print(engine._process.pid, flush=True)\n"
        "import os; os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=240
    )
    pid = int(done.stdout)
    psutil = pytest.importorskip("psutil")
    try:
        psutil.Process(pid).wait(60)
    except psutil.NoSuchProcess:
        return


def test_messages_keep_arrays_as_they_are():
    arrays = [
        np.arange(6, dtype=np.float32).reshape(2, 3)[:, ::2],
        np.zeros((0, 8), np.float32),
        np.uint8([1]),
    ]
    file = io.BytesIO()
    send(file, {"a": [1, None, 0.1]}, arrays)
    send(file, {})
    file.seek(0)
    header, found = receive(file)
    assert header == {"a": [1, None, 0.1]}
    for array, expected in zip(found, arrays, strict=True):
        assert array.dtype == expected.dtype
        np.testing.assert_array_equal(array, expected)
    assert receive(file) == ({}, [])
    with pytest.raises(EOFError):
        receive(file)


@pytest.mark.slow
def test_a_message_that_breaks_off():
    file = io.BytesIO()
    send(file, {}, [np.zeros(10)])
    with pytest.raises(EOFError):
        receive(io.BytesIO(file.getvalue()[:-1]))
