"""Counts the frames before a time in a video whose rate varies, without decoding them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from yolocam.errors import SourceError
from yolocam.media.clock_jumps import packets_of
from yolocam.media.containers import open_media, video_stream_of
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS

_LATE_S = 2
"""A frame may stand so many seconds later in the file than its time says."""


def frames_before(path: Path, pts_ns: int) -> int | None:
    """Return how many frames of a file are shown before a media time.

    None where that follows from the rate, which is constant, or cannot be said. Reads the file up to there.
    """
    try:
        container = open_media(path)
    except SourceError:
        return None
    with container:
        stream = video_stream_of(container)
        if stream is None or stream.time_base is None or stream.average_rate == stream.guessed_rate:
            return None
        target = Fraction(pts_ns, 10**9) / stream.time_base + (stream.start_time or 0)
        enough = target + _LATE_S / stream.time_base
        count = 0
        try:
            for packet in packets_of(container, stream):
                if packet.pts is None:
                    return count if not packet.size else None
                if packet.dts is not None and packet.dts > enough:
                    break
                # Times were rounded to nanoseconds on their way here.
                count += packet.pts < target - Fraction(1, 2) and not packet.is_discard
        except MEDIA_ERRORS:
            return None
        return count
