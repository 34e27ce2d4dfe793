"""How good recordings and streams are to look, in a word, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PRESETS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "small": MappingProxyType({"h264": 28, "hevc": 30, "av1": 42, "mpeg4": 10}),
        "balanced": MappingProxyType({"h264": 21, "hevc": 25, "av1": 32, "mpeg4": 5}),
        "best": MappingProxyType({"h264": 16, "hevc": 19, "av1": 22, "mpeg4": 2}),
    }
)
"""Constant quality by preset and codec."""

STREAM_PRESETS: Mapping[str, tuple[int, tuple[int, int] | None]] = MappingProxyType(
    {"small": (1_000_000, (854, 480)), "balanced": (2_500_000, None), "best": (6_000_000, None)}
)
"""Bits per second of a stream by preset, and the largest size in pixels, None for any."""


def stream_preset(name: str, source_wh: tuple[int, int] | None) -> tuple[int, tuple[int, int] | None]:
    """Return the bits per second of a preset, and the size in pixels, None for that of the source."""
    bitrate, largest = STREAM_PRESETS[name]
    fits = largest is None or (source_wh is not None and all(map(int.__le__, source_wh, largest)))
    return bitrate, None if fits else largest
