"""Recognises a GPU that is lost: no further call of this process on it will survive."""

from __future__ import annotations

import torch

from yolocam.model.engines.out_of_memory import is_out_of_memory


class DeviceLost(RuntimeError):
    """The device answers nothing any more."""


def is_device_lost(error: BaseException) -> bool:
    """Whether a GPU has failed in a way that no further call on it will survive."""
    if isinstance(error, DeviceLost):
        return True
    if is_out_of_memory(error):
        return False
    if "captur" in str(error).lower():
        return False  # a graph could not be recorded, which ends with the recording
    accelerator_error = getattr(torch, "AcceleratorError", None)  # since PyTorch 2.8
    if accelerator_error is not None and isinstance(error, accelerator_error):
        return True
    return isinstance(error, RuntimeError) and "CUDA error" in str(error)
