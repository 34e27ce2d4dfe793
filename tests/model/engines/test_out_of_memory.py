"""A lack of memory is told from other failures, on every device."""

import weakref

import numpy as np
import pytest
import torch

from yolocam.assets import asset
from yolocam.errors import OutOfMemoryError
from yolocam.model import detector as detector_module
from yolocam.model.detector import load_detector
from yolocam.model.engines.engine import EngineStatus
from yolocam.model.engines.out_of_memory import is_out_of_memory, release_cached
from yolocam.zoo.library import find_model


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError(
            "[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory: you tried"
        ),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes."),
        RuntimeError("std::bad_alloc"),
        RuntimeError("GET was unable to find an engine to execute this computation"),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"),
    ],
)
def test_lack_of_memory(error):
    assert is_out_of_memory(error)


def test_what_torch_says_here():
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 60, dtype=torch.uint8)
    assert is_out_of_memory(caught.value)


@pytest.mark.parametrize(
    "error", [RuntimeError("shape '[2]' is invalid"), ValueError("out of memory"), OSError()]
)
def test_other_failures(error):
    assert not is_out_of_memory(error)


def test_the_computers_own_memory_has_nothing_to_release():
    release_cached(torch.device("cpu"))


def test_a_gpu_gives_back_page_locked_memory_too(monkeypatch):
    given = []
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: given.append("device"))
    monkeypatch.setattr(torch.accelerator, "empty_host_cache", lambda: given.append("host"))
    release_cached(torch.device("cuda", 0))
    assert given == ["device", "host"]


class Tensors:
    """What a batch has on the device."""


@pytest.mark.slow
@pytest.mark.parametrize("when", ["submit", "result"])
def test_what_failed_is_freed_before_the_memory_is_given_back(detector, monkeypatch, when):
    made, alive = [], []

    class ExhaustedEngine:
        slots = 1
        status = EngineStatus("RTX 1", "fp16")

        def submit(self, images, places, limits):
            if when == "submit":
                self.result()
            return self

        def result(self):
            tensors = Tensors()
            made.append(weakref.ref(tensors))
            raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(detector, "_engine", ExhaustedEngine())
    monkeypatch.setattr(detector_module, "release_cached", lambda device: alive.append(made[-1]()))
    with pytest.raises(OutOfMemoryError):
        detector.detect([np.zeros((8, 8, 3), np.uint8)])
    assert alive == [None]


class FailingEngine:
    slots = 1
    status = EngineStatus("CPU", "fp32")

    def __init__(self, error, when):
        self.error, self.when = error, when

    def submit(self, images, places, limits):
        if self.when == "submit":
            raise self.error
        return self

    def result(self):
        raise self.error

    def close(self):
        pass


@pytest.fixture(scope="module")
def detector():
    files = find_model("yolov3-tiny")
    made = load_detector(asset("models/yolov3-tiny.cfg"), files.weights, files.class_names, device="cpu")
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.parametrize("when", ["submit", "result"])
@pytest.mark.parametrize("error", [RuntimeError("DefaultCPUAllocator: can't allocate memory"), MemoryError()])
def test_a_detector_says_what_did_not_fit(detector, monkeypatch, when, error):
    monkeypatch.setattr(detector, "_engine", FailingEngine(error, when))
    with pytest.raises(OutOfMemoryError, match="yolov3-tiny with 3 images of 416x416"):
        detector.detect([np.zeros((8, 8, 3), np.uint8)] * 3)


@pytest.mark.slow
@pytest.mark.parametrize("when", ["submit", "result"])
def test_a_detector_leaves_other_errors_as_they_are(detector, monkeypatch, when):
    error = RuntimeError("something else")
    monkeypatch.setattr(detector, "_engine", FailingEngine(error, when))
    with pytest.raises(RuntimeError) as caught:
        detector.detect([np.zeros((8, 8, 3), np.uint8)])
    assert caught.value is error
