"""Which cards a PyTorch has kernels for, by the names that it was compiled with."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAME = re.compile(r"(sm|compute)_(\d+)(\d)([af]?)")


def has_kernels(capability: tuple[int, int], built: Sequence[str]) -> bool:
    """Whether one of `built`, as `torch.cuda.get_arch_list` has them, runs on a card.

    Finished kernels, `sm_86`, run on cards of the same first number with the same second one or a
    higher one, those with a letter on no other card; `compute_90` is translated by the driver for every later
    card. A list that holds no known name says nothing, and counts as yes.
    """
    found = [match for name in built if (match := _NAME.fullmatch(name))]
    return not found or any(_runs(match, capability) for match in found)


def _runs(match: re.Match[str], capability: tuple[int, int]) -> bool:
    kind, major, minor, exact = match.groups()
    made = int(major), int(minor)
    if exact == "a":
        return capability == made
    if kind == "sm" or exact:
        return capability[0] == made[0] and capability[1] >= made[1]
    return capability >= made
