"""Where a film can be cut: at key frames, found without decoding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.video.stream import VideoStream

from yolocam.media.clock_jumps import packets_of
from yolocam.media.containers import clock_may_jump, has_no_clock, open_media, video_stream_of
from yolocam.media.declared import SECOND_NS, ns_from_ticks
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS
from yolocam.media.pyav import fraction_of


@dataclass(frozen=True, slots=True)
class FilmPart:
    """A part of a film: the frames from index `first` on and before `end`, None up to the last.

    `first_ns` and `end_ns` are the media times of these two frames. It is decoded from one key frame earlier,
    of index `seek` at `seek_ns`: images at its start may build on those before it.
    """

    first: int
    first_ns: int
    end: int | None
    end_ns: int | None
    seek: int
    seek_ns: int


def film_parts(path: Path, longest_ns: int) -> tuple[FilmPart, ...]:
    """Return parts of a film of about `longest_ns` nanoseconds each, cut at key frames.

    Empty where it is no longer than that, or has no times by which its frames could be counted exactly: a
    broadcast whose clock may jump, a format without a clock, frames without a time. Reads the whole file.
    SourceError where it cannot be opened.
    """
    with open_media(path) as container:
        track = video_stream_of(container)
        if track is None or has_no_clock(container) or clock_may_jump(container):
            return ()
        base = fraction_of(track.time_base)
        if base is None or container.format.name == "avi":
            return ()
        found = _times(container, track)
        origin = track.start_time
    if found is None or origin is None:
        return ()
    times, keys = found
    return _parts(sorted(times), sorted(keys), origin, base, longest_ns)


def _times(container: InputContainer, track: VideoStream) -> tuple[list[int], list[int]] | None:
    """Return the times of all images and those of the key frames, in ticks; None where one has none."""
    times: list[int] = []
    keys: list[int] = []
    try:
        for packet in packets_of(container, track):
            if not packet.size:
                continue
            if packet.pts is None or packet.is_corrupt or packet.is_discard:
                return None
            times.append(packet.pts)
            if packet.is_keyframe:
                keys.append(packet.pts)
    except MEDIA_ERRORS:
        return None
    return times, keys


def _parts(
    times: Sequence[int], keys: Sequence[int], origin: int, base: Fraction, longest_ns: int
) -> tuple[FilmPart, ...]:
    if not keys or len(set(times)) < len(times) or not times[0] == keys[0] == origin:
        return ()
    span = Fraction(longest_ns, SECOND_NS) / base
    cuts = [0]  # positions in `keys`
    for position, key in enumerate(keys):
        if key - keys[cuts[-1]] >= span and times[-1] - key >= span / 2:
            cuts.append(position)
    if len(cuts) == 1:
        return ()
    places = {time: index for index, time in enumerate(times)}

    def at(cut: int) -> tuple[int, int]:
        return places[keys[cut]], ns_from_ticks(keys[cut] - origin, base)

    ends = [*(at(cut) for cut in cuts[1:]), (None, None)]
    return tuple(FilmPart(*at(cut), *end, *at(max(cut - 1, 0))) for cut, end in zip(cuts, ends, strict=True))
