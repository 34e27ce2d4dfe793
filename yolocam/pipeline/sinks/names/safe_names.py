"""File names that every file system takes: characters, reserved words, length, and when two are the same."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

LONGEST_NAME = 255
"""Bytes of UTF-8 in one name: the limit of ext4, XFS and Btrfs; NTFS and APFS allow more, never less."""

_SHORTEST_LIMIT = 100
"""Below this a system's own limit is not believed."""

_FORBIDDEN = re.compile('[<>:"\\\\|?*\x00-\x1f\x7f\ud800-\udfff]')
"""What Windows and FAT refuse, and bytes that are no text, which macOS and FAT refuse."""

_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)", re.IGNORECASE)
"""Names that Windows takes for devices, whatever extension they have."""

_HASH_BYTES = 6


def safe_name(name: str) -> str:
    """Return a name that every file system takes and that stays inside its folder; `/` is kept."""
    return "/".join(safe_part(part) for part in name.split("/") if part) or "unnamed"


def safe_part(part: str) -> str:
    """Return one part of such a name."""
    part = _FORBIDDEN.sub("_", part).rstrip(" .") or "_"
    return f"_{part}" if _DEVICES.match(part) else part


def same_name_key(name: str) -> str:
    """Return what two names have in common if some file system takes them for one.

    Windows and macOS know no case, macOS no difference between a letter with an accent and a letter and an
    accent.
    """
    if name.isascii():
        return name.lower()
    plain = unicodedata.normalize("NFD", name).upper().casefold()  # ı is I where only capitals are compared
    return unicodedata.normalize("NFD", plain)


def shortened(part: str, room: int) -> str:
    """Return a name of at most `room` bytes.

    One that is longer ends in a hash of the whole, which keeps it different from others.
    """
    data = part.encode()
    if len(data) <= room:
        return part
    mark = "~" + hashlib.blake2s(data, digest_size=_HASH_BYTES).hexdigest()
    return data[: max(room - len(mark), 0)].decode(errors="ignore").rstrip(" .") + mark


def longest_name(folder: Path) -> int:
    """Return how many bytes a name in a folder may have; an encrypted folder may allow only 143."""
    try:
        limit = os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):  # Windows has no such call
        return LONGEST_NAME
    return min(limit, LONGEST_NAME) if limit >= _SHORTEST_LIMIT else LONGEST_NAME
