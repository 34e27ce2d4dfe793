"""The containers that films are written in, and how their muxers are set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

# While it is written the file consists of fragments that play by themselves, so that a crash leaves
# what there is; the muxer turns it into an ordinary MP4 at the end. The edit list (which needs the
# delayed index) lets the first image be at 0 although the encoder reorders.
_IN_FRAGMENTS: Mapping[str, str] = MappingProxyType(
    {"movflags": "hybrid_fragmented+delay_moov", "frag_duration": "500000", "use_editlist": "1"}
)


@dataclass(frozen=True, slots=True)
class Muxer:
    """FFmpeg's name of a muxer, its options, and whether it writes an index, which can be moved."""

    name: str
    options: Mapping[str, str]
    has_index: bool = False


_NONE: Mapping[str, str] = MappingProxyType({})
_MP4 = Muxer("mp4", _IN_FRAGMENTS, has_index=True)
_MUXERS: Mapping[str, Muxer] = MappingProxyType(
    {
        ".mp4": _MP4,
        ".mov": Muxer("mov", _IN_FRAGMENTS, has_index=True),
        ".mkv": Muxer("matroska", _NONE),
        ".ts": Muxer("mpegts", _NONE),
    }
)


def muxer_of(path: Path) -> Muxer:
    """Return the muxer for a file's ending; that of MP4 for every other ending."""
    return _MUXERS.get(path.suffix.lower(), _MP4)
