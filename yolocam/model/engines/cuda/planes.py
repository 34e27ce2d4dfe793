"""Images that a decoder left on a card, as tensors over the same memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils.dlpack import from_dlpack

from yolocam.frame import CardImage

Planes = tuple[Tensor, Tensor]
"""uint8 (H, W) brightness and (H/2, W/2, 2) colour differences."""


def planes_on(images: Sequence[CardImage], device: torch.device) -> list[Planes] | None:
    """Return the planes of images; None where one of them lies elsewhere or cannot be looked at."""
    try:
        found = [(_tensor(first), _tensor(second)) for first, second in (image.planes for image in images)]
    except (RuntimeError, TypeError, ValueError, BufferError):
        return None
    here = all(plane.device == device and plane.dtype == torch.uint8 for pair in found for plane in pair)
    return found if here else None


def _tensor(plane: Any) -> Tensor:
    # The capsule itself: PyAV's planes know no stream, which PyTorch would name. The engine waits for it.
    tensor: Tensor = from_dlpack(plane.__dlpack__())
    return tensor
