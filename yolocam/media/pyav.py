"""PyAV as the rest of the program sees it; what differs between its releases 18 and 19 stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import IO, Any, Protocol, cast

import av
from av import VideoFrame
from av.codec.hwaccel import HWAccel
from av.container import InputContainer

__all__ = ["MAX_PIXELS", "Ratio", "VideoFrame", "fraction_of", "open_input"]

MAX_PIXELS = 16384 * 8640
"""Largest accepted frame of a video."""

_LOCAL_PROTOCOLS = "file,crypto"
"""What a file may make FFmpeg open: other files. A play list posing as a video must not reach the network."""

# PyAV 18 fails on a tag that is not UTF-8 unless told otherwise; later releases never do.
_ANY_TAGS: Mapping[str, Any] = (
    {"metadata_errors": "replace"} if int(av.__version__.split(".")[0]) < 19 else {}
)


class Ratio(Protocol):
    """A `Fraction` in PyAV 18, an `AVRational` in PyAV 19."""

    @property
    def numerator(self) -> int:
        """The number above the line."""

    @property
    def denominator(self) -> int:
        """The number below it; 0 where FFmpeg means infinite or undefined."""


class Readable(Protocol):
    """What bytes can be read from as from a file."""

    def read(self, size: int) -> bytes:
        """Return some bytes, `size` at most; none at the end."""


def open_input(
    address: str | Readable,
    container_options: Mapping[str, str] | None = None,
    timeout: tuple[float, float] | None = None,
    file_format: str | None = None,
    opener: Callable[[str, int, dict[str, str]], IO[bytes]] | None = None,
    hwaccel: HWAccel | None = None,
) -> InputContainer:
    """Open a file, an address, or what gives bytes, for reading, whatever the encoding of its tags.

    Only files can be opened by what is in it, unless the options have another `protocol_whitelist`, and no
    frame above MAX_PIXELS is decoded, not even to look what the file holds.
    `timeout` is the most seconds for opening and for one read, `file_format` FFmpeg's name for what it is
    where its own guess may be wrong. `opener` opens what is to be read, in FFmpeg's place: PyAV's `io_open`.
    `hwaccel` is what decodes its tracks. Raises av.FFmpegError, OSError, ValueError.
    """
    opened = av.open(
        address,
        "r",
        format=file_format,
        options={"max_pixels": str(MAX_PIXELS)},
        container_options={"protocol_whitelist": _LOCAL_PROTOCOLS, **(container_options or {})},
        timeout=timeout,
        io_open=opener,
        hwaccel=hwaccel,
        **_ANY_TAGS,
    )
    return cast(InputContainer, opened)


def fraction_of(ratio: Ratio | None) -> Fraction | None:
    """Return a rate, an aspect or a time base as an exact fraction; None where it is not set.

    PyAV 19's own ratios have none of Fraction's methods, and round what two of them give together.
    """
    if ratio is None or not ratio.numerator or not ratio.denominator:
        return None
    return Fraction(ratio.numerator, ratio.denominator)
