"""Tells by a file's content whether it is an image or a video, whatever its name says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from yolocam.media.ffmpeg_errors import MEDIA_ERRORS
from yolocam.media.kinds import (
    JPEG_FILMS,
    RAW_SUFFIXES,
    SOUND_SUFFIXES,
    VIDEO_SUFFIXES,
    MediaKind,
    media_kind,
    suffix_of,
)
from yolocam.media.local_media import NotAFile, is_foreign_list, open_local
from yolocam.media.stills.formats import HEAD_BYTES, STRAY, image_format
from yolocam.media.stills.moving import MOVING_FORMATS, moves
from yolocam.media.stills.picture import HEADER_ERRORS
from yolocam.media.stills.tiff_directory import page_positions

TEXT_ART_FORMATS = frozenset({"tty", "bin", "xbin", "adf", "idf"})
"""Containers that libavformat sees in any text file: never a video that someone meant."""

_FILMS = re.compile(
    rb"....ftyp(?!M4[ABP] |crx )"  # MP4, MOV and their kin, without sound files and a camera's raw files
    rb"|....(?:moov|mdat|wide)"  # old MOV
    rb"|\x1a\x45\xdf\xa3"  # Matroska, WebM
    rb"|RIFF....AVI |FLV\x01|OggS|DKIF|YUV4MPEG2|\.RMF"
    rb"|\x30\x26\xb2\x75\x8e\x66\xcf\x11"  # ASF, WMV
    rb"|\x06\x0e\x2b\x34"  # MXF
    rb"|\x00\x00\x01[\xba\xb3]"  # MPEG
    rb"|\x00?\x00\x00\x01[\x09\x27\x67\x40\x46]"  # H.264 and H.265 without a container
    rb"|\x47.{187}\x47.{187}\x47|.{4}\x47.{191}\x47",  # MPEG-TS, M2TS
    re.DOTALL,
)


_NEXT_JPEG = b"\xff\xd9\xff\xd8\xff"
"""The end of a JPEG and the beginning of the next one: motion JPEG without a container."""

_SEVERAL_VIEWS = b"MPF\0"
"""The mark of a photo that is followed by other views of it."""

_MOST_OF_A_JPEG = 32 << 20

_WEAKLY_KNOWN = {
    "mpeg": re.compile(rb"\x00\x00\x01\xba"),
    "mpegvideo": re.compile(rb"\x00\x00\x01\xb3"),
    "h264": re.compile(rb"\x00?\x00\x00\x01[\x09\x27\x67]"),
    "hevc": re.compile(rb"\x00?\x00\x00\x01[\x40\x46]"),
}
"""Films of which FFmpeg is less sure than that a name such as `a.jpg` is that of an image."""


@dataclass(frozen=True, slots=True)
class Content:
    """What lies in a file. `kind` is None where it is neither image nor film.

    `pages` is how many images a file holds; `text` says that it is one, as far as it was read.
    """

    kind: MediaKind | None
    pages: int = 1
    text: bool = False


def look_into(file: str) -> Content:
    """Tell what a file is by its first bytes, and by its ending where they say nothing.

    Reads HEAD_BYTES, and more only of formats that may hold several images or frames. A file that cannot be
    read is what its name says: the reason is told when its turn comes.
    """
    suffix = suffix_of(file)
    if suffix in RAW_SUFFIXES or suffix in SOUND_SUFFIXES:
        return Content(None)
    try:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - a Path for each of 100,000 files is slow
            head = opened.read(HEAD_BYTES)
            name = image_format(head) or image_format(head.lstrip(STRAY))
            if name is not None and suffix not in JPEG_FILMS:
                return _picture(opened, head, name, suffix in VIDEO_SUFFIXES)
    except OSError:
        head = b""
    kind = media_kind(file)
    if kind != "video" and _FILMS.match(head):
        kind = "video"
    return Content(kind, text=_is_text(head))


def _picture(file: FileIO, head: bytes, name: str, called_film: bool) -> Content:
    if name == "TIFF":
        return Content("image", pages=max(sum(1 for _ in page_positions(file)), 1))
    if name == "JPEG" and called_film:
        data = head + file.read(_MOST_OF_A_JPEG)
        return Content("video" if _NEXT_JPEG in data and _SEVERAL_VIEWS not in data[:65536] else "image")
    try:
        return Content("video" if name in MOVING_FORMATS and moves(file, head, name) else "image")
    except HEADER_ERRORS:  # damaged: told when its turn comes
        return Content("image")


def _is_text(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or not any(byte < 9 for byte in head)


def film_format(path: Path) -> str | None:
    """Return FFmpeg's name for a film that is called like an image; None where FFmpeg finds out."""
    if media_kind(path.name) != "image":
        return None
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return None
    return next((name for name, pattern in _WEAKLY_KNOWN.items() if pattern.match(head)), None)


def sniff_kind(path: Path) -> MediaKind | None:
    """Return what FFmpeg makes of a file whose first bytes and name say nothing; None if it is no video.

    A play list that cannot be played counts as a video: opening it tells why.
    """
    try:
        if is_foreign_list(path):
            return "video"
        with open_local(path) as container:
            video = bool(container.streams.video) and container.format.name not in TEXT_ART_FORMATS
    except NotAFile:
        return "video"
    except MEDIA_ERRORS:
        return None
    return "video" if video else None
