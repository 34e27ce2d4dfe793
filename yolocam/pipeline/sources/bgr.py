"""Decoded video frames as pictures."""

from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import Colorspace, VideoReformatter

from yolocam.frame import Image

HD_LINES = 720
"""From this height on, a video that does not name its colours is BT.709, as players assume."""

_UNSPECIFIED_COLOURS = 2


def to_bgr(reformatter: VideoReformatter, frame: av.VideoFrame, size_wh: tuple[int, int]) -> Image:
    """Return a frame scaled to `size_wh` as uint8 (H, W, 3), BGR."""
    hd = frame.colorspace == _UNSPECIFIED_COLOURS and frame.height >= HD_LINES
    converted = reformatter.reformat(
        frame, *size_wh, "bgr24", src_colorspace=Colorspace.ITU709 if hd else None
    )
    return np.asarray(converted.to_ndarray(), np.uint8)
