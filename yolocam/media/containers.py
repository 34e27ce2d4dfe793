"""Opens audio and video files, and tells what can be relied on in a container: its tracks and its clock."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import cast

import av
from av.codec.hwaccel import HWAccel
from av.container import InputContainer
from av.format import Flags
from av.stream import Disposition
from av.video.stream import VideoStream

from yolocam.errors import SourceError
from yolocam.files.input_file import check_regular
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS, reason
from yolocam.media.local_media import is_foreign_list, open_local
from yolocam.media.sniff import TEXT_ART_FORMATS, film_format

_PREVIEW = Disposition.timed_thumbnails | Disposition.still_image | Disposition.dependent
"""Tracks that go with another one: previews for a player's time line, stills, layers on top."""

_BOX_HEADER = 8
_LARGE_BOX = 1
_MAX_BOXES = 1000


def open_media(path: Path, hwaccel: HWAccel | None = None) -> InputContainer:
    """Open an audio or video file; SourceError when it cannot be opened or is no such file.

    With a `hwaccel` its errors come as they are.
    """
    check_regular(path, "a video", SourceError)
    try:
        if is_foreign_list(path):
            raise SourceError(
                f"{path} is a play list of FFmpeg's, which is not read; name the videos themselves, or put "
                "their paths into a .txt file, one on each line"
            )
        container = open_local(path, film_format(path), hwaccel)
    except MEDIA_ERRORS as error:
        if hwaccel is not None:
            raise
        raise SourceError(f"{path} cannot be opened as a video: {_why_not(path, error)}") from error
    if container.format.name in TEXT_ART_FORMATS:
        container.close()
        raise SourceError(f"{path} is text, expected a video")
    return container


def video_stream_of(container: InputContainer) -> VideoStream | None:
    """Return the video track to show: the default one, then the largest; None if there is none.

    Cover images are never shown; previews and tracks that cannot be decoded only if nothing else is there.
    """
    tracks = [track for track in container.streams.video if not track.disposition & Disposition.attached_pic]
    return max(tracks, key=_rank, default=None)  # of equals the first


def has_no_clock(container: InputContainer) -> bool:
    """Whether the format holds no times at all, so that FFmpeg makes them up from a rate."""
    return _is_flagged(container, Flags.no_timestamps)


def clock_may_jump(container: InputContainer) -> bool:
    """Whether times may break off and go on elsewhere, as in broadcasts that were joined or recorded."""
    return _is_flagged(container, Flags.ts_discont) and not has_no_clock(container)


def _is_flagged(container: InputContainer, flag: Flags) -> bool:
    return bool(container.format.flags & cast(int, flag.value))


def _rank(track: VideoStream) -> tuple[bool, bool, bool, int]:
    disposition = track.disposition
    return (
        _pixels(track) is not None,
        not disposition & _PREVIEW,
        bool(disposition & Disposition.default),
        _pixels(track) or 0,
    )


def _pixels(track: VideoStream) -> int | None:
    """Return how many pixels an image has; None if the track cannot be decoded."""
    try:
        return track.codec_context.width * track.codec_context.height
    except (AttributeError, ValueError, TypeError):
        return None


def _why_not(path: Path, error: Exception) -> str:
    """Return the reason for a file that cannot be opened, from its content where that says more."""
    if not isinstance(error, av.error.InvalidDataError | av.error.EOFError):
        return reason(error)
    with contextlib.suppress(OSError, ValueError):
        if path.stat().st_size == 0:
            return "it is empty"
        if _index_is_missing(path):
            return (
                "unfinished recording: its index is missing; copy it again from where it was recorded, or "
                "repair it with a program that takes a whole recording of the same camera as a pattern"
            )
    return reason(error)


def _index_is_missing(path: Path) -> bool:
    """Whether it is an MP4 or MOV file without its `moov` box (ISO 14496-12), which is written last."""
    kinds: set[bytes] = set()
    at = 0
    with path.open("rb") as file:
        for _ in range(_MAX_BOXES):
            file.seek(at)
            head = file.read(2 * _BOX_HEADER)
            length = int.from_bytes(head[:4])
            if length == _LARGE_BOX:
                length = int.from_bytes(head[8:16])
            kinds.add(head[4:8])
            if length < _BOX_HEADER:
                break  # the end, or 0: this box goes up to the end
            at += length
    return b"moov" not in kinds and bool(kinds & {b"ftyp", b"mdat"})
