"""A lack of memory is told from other failures, on every device."""

import pytest
import torch

from yolocam.model.out_of_memory import is_out_of_memory, release_cached


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
