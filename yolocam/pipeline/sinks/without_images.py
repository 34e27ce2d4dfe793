"""Results whose images are not needed any more: they keep their size and take no memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from yolocam.frame import Image, Rendered, publish


def blank_image(size_wh: tuple[int, int]) -> Image:
    """Return a published image of a size, all of whose pixels are one number in memory."""
    width, height = size_wh
    return publish(np.broadcast_to(np.uint8(0), (height, width, 3)))


def without_images(item: Rendered) -> Rendered:
    """Return a result whose frame has a blank image; one on a graphics card is not brought over for that."""
    frame = replace(item.frame, image=blank_image(item.frame.size_wh))
    return Rendered(replace(item.detected, frame=frame), None)
