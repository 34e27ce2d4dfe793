"""Which GPUs can be used: a card may be seen, and be too old for this PyTorch, filled or lost."""

from __future__ import annotations

import os

import torch

from yolocam.errors import first_line_of
from yolocam.model.engines.cuda.built_for import has_kernels
from yolocam.model.engines.failover.device_lost import is_device_lost
from yolocam.model.engines.out_of_memory import is_out_of_memory
from yolocam.model.engines.torch_build import install_for_old_card
from yolocam.system.graphics_cards import nvidia_card

NO_KERNELS = "no kernel image is available"
"""What CUDA says when the installed PyTorch was not built for a card."""

_NOT_LOST = (NO_KERNELS, "busy or unavailable")


def gpu_problem(index: int) -> str | None:
    """Return in a sentence why a GPU, counted from 0, cannot be used, or None; looks, then runs one kernel.

    None, too, for one that this process has used and lost: a new process may have it, see FailoverEngine.
    """
    used_before = torch.cuda.is_initialized()
    try:
        if not has_kernels(torch.cuda.get_device_capability(index), torch.cuda.get_arch_list()):
            return _too_old(index)
        run_one_kernel(index)
    except (RuntimeError, AssertionError) as error:
        lost = used_before and is_device_lost(error) and not any(sign in str(error) for sign in _NOT_LOST)
        return None if lost else _sentence(index, error)
    return None


def run_one_kernel(index: int) -> None:
    """Add two numbers on a GPU and wait for the sum; RuntimeError if that cannot be done."""
    one = torch.ones(1, device=torch.device("cuda", index))
    one.add_(1).item()


def usable_gpu(after: int = -1) -> tuple[int | None, str | None]:
    """Return the first GPU behind `after` that can be used, and why the one before it cannot.

    None for what is not.
    """
    first_problem = None
    for index in range(after + 1, torch.cuda.device_count() if torch.cuda.is_available() else 0):
        problem = gpu_problem(index)
        if problem is None:
            return index, first_problem
        first_problem = first_problem or problem
    return None, first_problem


def hidden_gpus() -> str | None:
    """Return in words what hides GPUs from this process, or None."""
    value = os.environ.get("CUDA_VISIBLE_DEVICES")
    return None if value is None else f"CUDA_VISIBLE_DEVICES is '{value}' and says which GPUs it sees"


def wrongly_hidden() -> str | None:
    """Return in a sentence why no GPU is seen though a list asks for some, or None.

    An empty list and -1 hide all GPUs on purpose. CUDA stops reading at the first entry that it
    does not know.
    """
    value = os.environ.get("CUDA_VISIBLE_DEVICES")
    if value is None or value.strip() in ("", "-1", "NoDevFiles") or torch.version.cuda is None:
        return None
    card = None if torch.cuda.is_available() else nvidia_card()
    if card is None or not card.has_driver:
        return None
    return f"CUDA_VISIBLE_DEVICES is '{value}' and names no GPU of this computer ({card.name})"


def _sentence(index: int, error: BaseException) -> str:
    if is_out_of_memory(error):
        return f"{_gpu(index)} has no free memory: another program fills it"
    if NO_KERNELS in str(error):
        return _too_old(index)
    return f"{_gpu(index)} does not answer ({first_line_of(error)})"


def _too_old(index: int) -> str:
    built = ", ".join(name.removeprefix("sm_") for name in torch.cuda.get_arch_list())
    text = f"{_gpu(index)} is one that this PyTorch has no kernels for: it is built for {built}"
    major, minor = torch.cuda.get_device_capability(index)
    command = install_for_old_card(major + minor / 10)
    return text if command is None else f"{text}; `{command}` installs one that has them"


def _gpu(index: int) -> str:
    name = gpu_name(index)
    return f"GPU {index} ({name})" if name else f"GPU {index}"


def gpu_name(index: int) -> str:
    """Return the card's own name; empty where the driver does not tell, as for one that is lost."""
    try:
        return torch.cuda.get_device_name(index).removeprefix("NVIDIA ")
    except (RuntimeError, AssertionError):
        return ""
