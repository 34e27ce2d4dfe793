"""Recognises a lack of memory: torch has one exception for GPUs and none for the CPU."""

from __future__ import annotations

import traceback

import torch

_SIGNS = (
    "allocate memory",
    "not enough memory",
    "bad_alloc",
    "out of memory",
    "alloc_cpu",
    "unable to find an engine to execute this computation",
    "status_alloc_failed",
)
"""What torch's CPU allocator (Linux, Windows), C++ and oneDNN say, in lower case; then cuDNN, which finds no
algorithm whose workspace fits, and its like with cuBLAS."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether this is a lack of memory of the computer or of a GPU."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error).lower() for sign in _SIGNS)


def free_what_failed(error: BaseException) -> None:
    """Clear the frames that an error holds: with them go the tensors of the work that did not fit."""
    link: BaseException | None = error
    while link is not None:
        traceback.clear_frames(link.__traceback__)
        link = link.__cause__ or link.__context__


def release_cached(device: torch.device) -> None:
    """Give back what the device's allocator keeps for later, page-locked memory of the host too."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.accelerator.empty_host_cache()
