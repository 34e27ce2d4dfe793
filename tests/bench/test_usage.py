"""What a piece of work takes is seen while it runs."""

import sys
import threading
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from support.eventually import eventually
from yolocam.bench.usage import gpu_percent_reader, resident_bytes, watch
from yolocam.model.engines.measure import GpuMemory


@pytest.mark.slow
def test_memory_that_is_given_back_is_seen_all_the_same(monkeypatch):
    before, looks = resident_bytes(), []
    monkeypatch.setattr(
        "yolocam.bench.usage.resident_bytes", lambda: looks.append(resident_bytes()) or looks[-1]
    )
    with watch() as usage:
        block = np.ones(100 << 20, np.uint8)
        seen = len(looks)
        eventually(lambda: len(looks) > seen + 1)
        del block
    assert usage.resident - before > 75 << 20
    assert (usage.allocated, usage.reserved, usage.gpu_percent) == (None, None, None)


def test_the_watching_ends_with_the_block_also_after_an_error():
    before = set(threading.enumerate())
    try:
        with watch():
            raise ValueError
    except ValueError:
        pass
    assert set(threading.enumerate()) <= before


def test_without_the_optional_library_the_figure_is_left_out(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pynvml", None)
    assert gpu_percent_reader(0) is None


class Nvml:
    """In place of pynvml: two cards, of which CUDA_VISIBLE_DEVICES hides the first."""

    def nvmlInit(self):
        pass

    def nvmlDeviceGetHandleByIndex(self, index):
        return ["GPU-a", "GPU-b"][index]

    def nvmlDeviceGetHandleByUUID(self, uuid):
        return uuid

    def nvmlDeviceGetUtilizationRates(self, handle):
        return SimpleNamespace(gpu={"GPU-a": 90, "GPU-b": 10}[handle])


def test_the_load_is_that_of_the_gpu_in_use(monkeypatch):
    monkeypatch.setitem(sys.modules, "pynvml", Nvml())
    properties = SimpleNamespace(uuid="b")
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda device: properties)
    memory = GpuMemory(torch.device("cuda", 0))
    assert gpu_percent_reader(memory.index, memory.uuid)() == 10
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda device: object())
    assert gpu_percent_reader(memory.index, memory.uuid)() == 90
