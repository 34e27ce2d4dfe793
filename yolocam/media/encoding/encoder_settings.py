"""How videos are compressed: what can be chosen, and within which bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, get_args

from yolocam.errors import SettingsError

Codec = Literal["h264", "hevc", "av1", "mpeg4"]

Container = Literal["mp4", "mkv", "mov", "ts"]

CONTAINERS: tuple[Container, ...] = get_args(Container)

QUALITY_RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"h264": (0, 51), "hevc": (0, 51), "av1": (0, 63), "mpeg4": (1, 31)}
)
"""The scale of constant quality by codec, from best to smallest file."""

CODECS: tuple[Codec, ...] = get_args(Codec)

BITRATES = (10_000, 1_000_000_000)
"""Bits per second: below, no encoder makes an image; above, no disk keeps up."""

STREAM_BITRATES = (500_000, 51_000_000)
"""Bits per second of a live stream: what the services take."""

SIDES = (16, 16384)
"""Pixels of a side that encoders take."""


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """How images are compressed; SettingsError where that cannot be.

    `codec`: "auto" is H.264, or MPEG-4 part 2 where no encoder of H.264 works. `quality` is the constant
    quality on the scale of the codec, None its usual one; `bitrate` in bits per second replaces it. `size_wh`
    is the output size in pixels, None the source's; a side that is 0 follows from the shape of the source.
    `keyframe_s` is the longest time between key frames in seconds, None the encoder's own. `fps` is the rate
    of a live stream, None the source's; files keep at most so many images a second. With `constant_rate` the
    bitrate is kept at every moment, also where the images need less: servers of live streams ask for that.
    `encoder` is FFmpeg's name of the one to take, or a family such as "nvenc"; None is the first that works.
    `baseline` keeps H.264 to its baseline profile, which every browser decodes live. `container` is the
    kind of file where its name does not say it, None for MP4.

    With `low_latency` the encoder holds nothing back: what was encoded can be on disk before the next frame
    comes. With `hardware` the encoders of graphics cards come first, where they are proved to work; without,
    last.
    """

    codec: Codec | Literal["auto"] = "auto"
    quality: int | None = None
    bitrate: int | None = None
    size_wh: tuple[int, int] | None = None
    keyframe_s: float | None = None
    low_latency: bool = False
    hardware: bool = False
    encoder: str | None = None
    fps: Fraction | None = None
    constant_rate: bool = False
    baseline: bool = False
    container: Container | None = None

    def __post_init__(self) -> None:
        if self.quality is not None and self.bitrate is not None:
            raise SettingsError("quality and bitrate do not go together: each decides the size of the file")
        scale = "h264" if self.codec == "auto" else self.codec
        best, worst = QUALITY_RANGES[scale]
        if self.quality is not None and not best <= self.quality <= worst:
            raise SettingsError(
                f"the quality is {self.quality}, expected {best} (best) to {worst} (smallest) for {scale}"
            )
        if self.bitrate is not None and not BITRATES[0] <= self.bitrate <= BITRATES[1]:
            raise SettingsError(
                f"the bitrate is {self.bitrate}, expected {BITRATES[0]} to {BITRATES[1]} bits per second"
            )
        if self.size_wh is not None:
            _check_size(*self.size_wh)
        if self.codec == "av1" and self.container in ("mov", "ts"):
            raise SettingsError(f"{self.container} files hold no av1, expected mp4 or mkv")

    def output_size(self, source_wh: tuple[int, int]) -> tuple[int, int]:
        """Return width and height of the encoded images, both even: yuv420p has one colour for 2x2 pixels."""
        width, height = self.size_wh or source_wh
        source_width, source_height = source_wh
        if not width:
            width = max(2 * round(height * source_width / source_height / 2), 2)
        if not height:
            height = max(2 * round(width * source_height / source_width / 2), 2)
        return width + width % 2, height + height % 2


def _check_size(width: int, height: int) -> None:
    given = [side for side in (width, height) if side]
    if not given or any(side % 2 or not SIDES[0] <= side <= SIDES[1] for side in given):
        raise SettingsError(
            f"the output size is {width or ''}x{height or ''}, "
            f"expected even numbers from {SIDES[0]} to {SIDES[1]}, such as 1280x720"
        )


FILE = EncoderSettings(hardware=True)
"""For files that are made from files: nobody waits for a single frame."""

LIVE = EncoderSettings(keyframe_s=1.0, low_latency=True, hardware=True)
"""For recordings of what is shown: a crash costs little, and seeking in them is quick."""

STREAM = EncoderSettings(
    codec="h264", bitrate=2_500_000, keyframe_s=2.0, low_latency=True, hardware=True, constant_rate=True
)
"""For live streams to a server."""
