"""The memory of a GPU, asked of a torch that is told what to answer."""

import torch

from yolocam.model.engines.measure import GpuMemory, gpu_memory, torch_facts


def test_what_is_reserved_and_unused_is_available_too(monkeypatch):
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (1000, 8000))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda device: 500)
    monkeypatch.setattr(torch.cuda, "memory_allocated", lambda device: 200)
    assert GpuMemory(torch.device("cuda", 1)).available() == 1300
    assert GpuMemory(torch.device("cuda", 1)).index == 1


def test_peaks_are_those_since_the_beginning(monkeypatch):
    calls = []
    for name in ("synchronize", "reset_peak_memory_stats"):
        monkeypatch.setattr(torch.cuda, name, lambda device, name=name: calls.append(name))
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: calls.append("empty_cache"))
    monkeypatch.setattr(torch.cuda, "max_memory_allocated", lambda device: 3)
    monkeypatch.setattr(torch.cuda, "max_memory_reserved", lambda device: 5)
    memory = GpuMemory(torch.device("cuda", 0))
    memory.begin()
    assert calls == ["synchronize", "empty_cache", "reset_peak_memory_stats"]
    assert memory.peaks() == (3, 5) and calls[-1] == "synchronize"


def test_the_computers_own_memory_is_not_a_gpus():
    assert gpu_memory("cpu") is None


def test_facts():
    version, threads, _ = torch_facts()
    assert version == torch.__version__ and threads == torch.get_num_threads()
