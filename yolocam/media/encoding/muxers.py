"""The containers that films and recordings are written in, and how their muxers are set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

# While it is written the file consists of fragments that play by themselves, so that a crash leaves
# what there is: it takes a quarter of a second, and what the encoder has not got to. The muxer turns
# the file into an ordinary MP4 at the end.
_FRAGMENTS: Mapping[str, str] = MappingProxyType({"movflags": "hybrid_fragmented", "frag_duration": "250000"})
# The edit list (which needs the delayed index) lets the first image be at 0 although the encoder reorders.
_EDITED: Mapping[str, str] = MappingProxyType(
    {**_FRAGMENTS, "movflags": "hybrid_fragmented+delay_moov", "use_editlist": "1"}
)
# Every piece goes to the file at once, and little of the image is held back to wait for sound.
_AT_ONCE: Mapping[str, str] = MappingProxyType({"flush_packets": "1", "max_interleave_delta": "200000"})


@dataclass(frozen=True, slots=True)
class Muxer:
    """FFmpeg's name of a muxer, with its options for whole films and for what is recorded live.

    With `has_index` the file has an index, which can be moved to its front.
    """

    name: str
    film: Mapping[str, str]
    live: Mapping[str, str]
    has_index: bool = False


MP4 = Muxer("mp4", _EDITED, MappingProxyType({**_FRAGMENTS, **_AT_ONCE}), has_index=True)

# Each quarter of a second is complete in itself. At a clean end Matroska gets its index and duration; TS is
# packets, each complete in itself.
_CLUSTERS: Mapping[str, str] = MappingProxyType({"cluster_time_limit": "225", "flush_packets": "1"})
_PACKETS: Mapping[str, str] = MappingProxyType({"flush_packets": "1"})

_MUXERS: Mapping[str, Muxer] = MappingProxyType(
    {
        ".mp4": MP4,
        ".mkv": Muxer("matroska", _CLUSTERS, MappingProxyType({**_CLUSTERS, **_AT_ONCE})),
        ".mov": Muxer("mov", MP4.film, MP4.live, has_index=True),
        ".ts": Muxer("mpegts", _PACKETS, _AT_ONCE),
    }
)

SUFFIXES = tuple(_MUXERS)
"""The containers that can be written, by the ending of their files."""


def muxer_of(path: Path) -> Muxer:
    """Return the muxer for a file's ending; that of MP4 for every other ending."""
    return _MUXERS.get(path.suffix.lower(), MP4)
