"""How good recordings are to look, in a word: what it means for each codec."""

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
