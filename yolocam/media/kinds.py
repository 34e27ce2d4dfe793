"""What the ending of a file's name says it is. Its content is asked first: see `sniff`."""

from __future__ import annotations

import os
from typing import Literal

MediaKind = Literal["image", "video"]

IMAGE_SUFFIXES = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".jif",
        ".jps",
        ".mpo",
        ".png",
        ".apng",
        ".bmp",
        ".dib",
        ".webp",
        ".gif",
    }
    | {".tif", ".tiff", ".btf", ".tf8", ".pbm", ".pgm", ".ppm", ".pnm", ".avif"}
    | {".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx", ".heic", ".heif", ".hif"}
)
"""Some of them may move; that is seen in the file."""

VIDEO_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".qt", ".avi", ".divx", ".mkv", ".webm", ".mpg", ".mpeg", ".mpe", ".m1v", ".m2v"}
    | {".mpv", ".mts", ".m2ts", ".m2t", ".ts", ".tod", ".mod", ".vob", ".wmv", ".asf", ".flv", ".f4v", ".3gp"}
    | {
        ".3g2",
        ".ogv",
        ".ogm",
        ".rm",
        ".rmvb",
        ".mxf",
        ".dv",
        ".mjpg",
        ".mjpeg",
        ".ivf",
        ".y4m",
        ".nut",
        ".wtv",
    }
    | {".264", ".h264", ".avc", ".265", ".h265", ".hevc", ".266", ".h266", ".vvc", ".obu", ".heics"}
)

RAW_SUFFIXES = frozenset(
    {".dng", ".nef", ".nrw", ".cr2", ".cr3", ".crw", ".arw", ".srf", ".sr2", ".srw", ".orf", ".rw2", ".raf"}
    | {".pef", ".3fr", ".erf", ".kdc", ".dcr", ".mef", ".mos", ".iiq", ".x3f"}
)
"""What a camera's sensor saw. Most of them pose as TIFF, and show a small preview to whoever believes it."""

JPEG_FILMS = frozenset({".mjpg", ".mjpeg"})
"""One JPEG after the other: the first bytes are those of an image."""

SOUND_SUFFIXES = frozenset(
    {
        ".mp3",
        ".wav",
        ".m4a",
        ".m4b",
        ".aac",
        ".ac3",
        ".flac",
        ".ogg",
        ".oga",
        ".opus",
        ".wma",
        ".mka",
        ".weba",
    }
    | {".amr", ".aif", ".aiff", ".mid", ".midi"}
)


def suffix_of(file: str) -> str:
    """Return the ending of a name in lower case, with its dot."""
    return os.path.splitext(file)[1].lower()  # noqa: PTH122 - a Path for each of 100,000 files is slow


def media_kind(file: str) -> MediaKind | None:
    """Return what the ending says the file is; None if it is unknown."""
    suffix = suffix_of(file)
    if suffix in IMAGE_SUFFIXES:
        return "image"
    return "video" if suffix in VIDEO_SUFFIXES else None
