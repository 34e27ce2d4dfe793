"""Which GPUs can be used: a card may be seen, and be too old for this PyTorch, filled or lost."""

from __future__ import annotations

import os

import torch

from yolocam.errors import first_line_of
from yolocam.model.engines.failover.device_lost import is_device_lost
from yolocam.model.engines.out_of_memory import is_out_of_memory

NO_KERNELS = "no kernel image is available"
"""What CUDA says when the installed PyTorch was not built for a card."""


_NOT_LOST = (NO_KERNELS, "busy or unavailable")


def gpu_problem(index: int) -> str | None:
    """Run one kernel on a GPU, counted from 0; returns in a sentence why it cannot be used, or None.

    None, too, for one that this process has used and lost: a new process may have it, see FailoverEngine.
    """
    used_before = torch.cuda.is_initialized()
    try:
        run_one_kernel(index)
    except (RuntimeError, AssertionError) as error:
        lost = used_before and is_device_lost(error) and not any(sign in str(error) for sign in _NOT_LOST)
        return None if lost else _sentence(index, error)
    return None


def run_one_kernel(index: int) -> None:
    """Add two numbers on a GPU and wait for the sum; RuntimeError if that cannot be done."""
    one = torch.ones(1, device=torch.device("cuda", index))
    one.add_(1).item()


def usable_gpu() -> tuple[int | None, str | None]:
    """Return the first GPU that can be used, and why the one before it cannot; None for what is not."""
    first_problem = None
    for index in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        problem = gpu_problem(index)
        if problem is None:
            return index, first_problem
        first_problem = first_problem or problem
    return None, first_problem


def hidden_gpus() -> str | None:
    """Return in words what hides GPUs from this process, or None."""
    value = os.environ.get("CUDA_VISIBLE_DEVICES")
    return None if value is None else f"CUDA_VISIBLE_DEVICES is '{value}' and says which GPUs it sees"


def _sentence(index: int, error: BaseException) -> str:
    name = gpu_name(index)
    gpu = f"GPU {index} ({name})" if name else f"GPU {index}"
    if is_out_of_memory(error):
        return f"{gpu} has no free memory: another program fills it"
    if NO_KERNELS in str(error):
        built = ", ".join(name.removeprefix("sm_") for name in torch.cuda.get_arch_list())
        return f"{gpu} is one that this PyTorch has no kernels for: it is built for {built}"
    return f"{gpu} does not answer ({first_line_of(error)})"


def gpu_name(index: int) -> str:
    """Return the card's own name; empty where the driver does not tell, as for one that is lost."""
    try:
        return torch.cuda.get_device_name(index).removeprefix("NVIDIA ")
    except (RuntimeError, AssertionError):
        return ""
