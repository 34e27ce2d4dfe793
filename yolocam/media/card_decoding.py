"""Decodes on a graphics card: opening a file for it, and the images that stay in the card's memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from av.codec.hwaccel import HWAccel, hwdevices_available
from av.video.reformatter import ColorRange, Colorspace

from yolocam.errors import reason_of
from yolocam.frame import Colours, Image, publish
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS
from yolocam.media.pyav import VideoFrame
from yolocam.media.upright import UprightPictures

_BT709 = 1
_BT601 = (5, 6)


class CardRefused(Exception):
    """The card does not go on decoding a file; the words say why."""


def card_decoder(card: int) -> HWAccel:
    """Return what `open_media` takes to decode on an NVIDIA card, counted from 0; CardRefused.

    Frames stay on the card, in the context that PyTorch uses as well. A track that the card cannot decode is
    decoded by the processor from its first frame on.
    """
    if "cuda" not in hwdevices_available():
        raise CardRefused("this FFmpeg is built without it")
    return HWAccel("cuda", str(card), allow_software_fallback=True, is_hw_owned=True)


def not_opened(error: BaseException) -> CardRefused:
    """Return why no decoder opens, most often for want of a card or its driver."""
    return CardRefused(f"no decoder of NVIDIA's opens here: {refused(error)}")


def refused(error: BaseException) -> CardRefused:
    """Return a library's error as CardRefused."""
    return CardRefused(reason_of(error))


def lies_on_card(frame: VideoFrame) -> bool:
    """Whether the decoder left a frame in a card's memory."""
    return frame.format.name == "cuda"


def planes_format(frame: VideoFrame) -> str:
    """Return the name of the format that a frame has on its card."""
    return "" if frame.sw_format is None else frame.sw_format.name


class DecodedImage:
    """A frame in a card's memory; fits `CardImage`.

    `again` makes the image anew where the card no longer gives it, as after a sleep.
    """

    def __init__(
        self, frame: VideoFrame, upright: UprightPictures, colours: Colours, again: Callable[[], Image]
    ) -> None:
        self.size_wh = frame.width, frame.height
        self.colours = colours
        self._frame = frame
        self._upright = upright
        self._again = again
        self._image: Image | None = None
        self._lock = threading.Lock()

    @property
    def planes(self) -> tuple[Any, Any]:
        """Brightness and colour differences."""
        first, second = self._frame.planes[:2]
        return first, second

    def host(self) -> Image:
        """Bring the image over, once."""
        with self._lock:
            if self._image is None:
                try:
                    image = self._upright.picture(self._frame)
                except MEDIA_ERRORS:
                    image = self._again()
                self._image = publish(image)
            return self._image


def on_card(frame: VideoFrame, upright: UprightPictures, again: Callable[[], Image]) -> DecodedImage | None:
    """Return a frame's image where it lies; None where it has to be made on the processor.

    Of 8 bits, upright, of the size of the first frame, even, and in colours that the letterbox knows.
    """
    colours = _colours(frame, upright)
    alike = (frame.width, frame.height) == upright.size_wh and not upright.turns
    even = frame.width % 2 == frame.height % 2 == 0
    if colours is None or not (alike and even) or planes_format(frame) != "nv12":
        return None
    return DecodedImage(frame, upright, colours, again)


def _colours(frame: VideoFrame, upright: UprightPictures) -> Colours | None:
    space = upright.assumed_colours(frame)
    full = frame.color_range == ColorRange.JPEG
    if space is Colorspace.ITU709 or frame.colorspace == _BT709:
        return Colours(bt709=True, full_range=full)
    known = frame.colorspace in _BT601 or upright.unnamed_colours(frame)
    return Colours(bt709=False, full_range=full) if known else None
