"""Recognises a GPU that is lost: no further call of this process on it will survive."""

from __future__ import annotations

import torch

from yolocam.model.engines.out_of_memory import is_out_of_memory

_LOST = ("CUDA error", "Triton Error [CUDA]", "CUDNN_STATUS_")
"""What PyTorch, Triton and cuDNN say of a context that answers nothing more."""

_UNFIT = (
    "no kernel image is available",
    "STATUS_ARCH_MISMATCH",
    "STATUS_NOT_SUPPORTED",
    "SUBLIBRARY_LOADING_FAILED",
    "SUBLIBRARY_VERSION_MISMATCH",
)
"""What CUDA's libraries say of a card that they were not built for, or of a part of theirs that is absent."""


class DeviceLost(RuntimeError):
    """The device answers nothing any more."""


def is_unfit(error: BaseException) -> bool:
    """Whether a GPU cannot do what was asked, and could not in another process either."""
    return isinstance(error, RuntimeError) and any(sign in str(error) for sign in _UNFIT)


def is_device_lost(error: BaseException) -> bool:
    """Whether a GPU has failed in a way that no further call on it will survive."""
    if isinstance(error, DeviceLost):
        return True
    if is_out_of_memory(error) or is_unfit(error):
        return False
    if "captur" in str(error).lower():
        return False  # a graph could not be recorded, which ends with the recording
    accelerator_error = getattr(torch, "AcceleratorError", None)  # since PyTorch 2.8
    if accelerator_error is not None and isinstance(error, accelerator_error):
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error) for sign in _LOST)
