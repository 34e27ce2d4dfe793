"""The images of one video track as they are to be shown: colours, turn, size, shape of their pixels."""

from __future__ import annotations

import threading
from fractions import Fraction

import av
import numpy as np
from av.video.reformatter import Colorspace, VideoReformatter
from av.video.stream import VideoStream

from yolocam.frame import Image
from yolocam.media.orientation import Orientation, orientation_of
from yolocam.media.pyav import fraction_of

HD_LINES = 720
"""From this height on, a video that does not name its colours is BT.709, as players assume."""

_UNSPECIFIED_COLOURS = 2


class UprightPictures:
    """Makes images of decoded frames; what the first frame and its track say holds for all of them.

    `size_wh` is that of the upright image, and `pixel_aspect` the width of its pixels over their
    height, None where they are square. One frame is made an image of at a time.
    """

    def __init__(self, first: av.VideoFrame, stream: VideoStream) -> None:
        self._orientation = orientation_of(first, stream)
        self._reformatter = VideoReformatter()
        self._lock = threading.Lock()  # frames that lie on a card are made images of on any thread
        self.decoded_wh = first.width, first.height
        aspect = _pixel_aspect(stream)
        turned = self._orientation.transpose
        self.pixel_aspect = 1 / aspect if aspect is not None and turned else aspect
        self.size_wh = self.decoded_wh[::-1] if turned else self.decoded_wh

    def picture(self, frame: av.VideoFrame) -> Image:
        """Return a frame as uint8 (H, W, 3), BGR, upright; one of another size is scaled to the first's."""
        with self._lock:
            converted = self._reformatter.reformat(
                frame, *self.decoded_wh, "bgr24", src_colorspace=self.assumed_colours(frame)
            )
        return self._orientation.apply(np.asarray(converted.to_ndarray(), np.uint8))

    @property
    def turns(self) -> bool:
        """Whether a decoded frame does not lie upright."""
        return self._orientation != Orientation()

    def assumed_colours(self, frame: av.VideoFrame) -> Colorspace | None:
        """Return the colours that a frame is taken to have against FFmpeg's own belief, else None."""
        hd = self.unnamed_colours(frame) and frame.height >= HD_LINES
        return Colorspace.ITU709 if hd else None

    def unnamed_colours(self, frame: av.VideoFrame) -> bool:
        """Whether a frame does not say what its numbers mean."""
        return frame.colorspace == _UNSPECIFIED_COLOURS


def _pixel_aspect(stream: VideoStream) -> Fraction | None:
    for ratio in (stream.sample_aspect_ratio, stream.codec_context.sample_aspect_ratio):
        aspect = fraction_of(ratio)
        if aspect is not None and aspect > 0:
            return None if aspect == 1 else aspect
    return None
