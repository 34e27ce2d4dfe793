"""Tells what the processor can do, as far as torch knows: looking at it by LLVM would take 0.1 s."""

from __future__ import annotations

import torch


def capabilities() -> dict[str, object]:
    """Return torch's names of instructions with whether they are there, and what the processor is called.

    A version of torch that cannot tell knows of none.
    """
    found: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return found
