"""The platform's cache folder, for what yolocam can make again."""

from __future__ import annotations

import contextlib
import math
import os
import stat
from pathlib import Path

from platformdirs import user_cache_path


def cache_folder() -> Path:
    """Return it, `~/.cache/yolocam` on Linux; it may not exist yet."""
    return user_cache_path("yolocam", appauthor=False)


def keep_newest(folder: Path, most_files: int, most_bytes: float = math.inf) -> None:
    """Remove all but the files of a folder that were written last; what cannot be removed stays.

    Those that stay are `most_files`, and have `most_bytes` in all, at most.
    """
    with contextlib.suppress(OSError):
        files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        total = 0
        for number, path in enumerate(files):
            total += path.stat().st_size
            if number >= most_files or total > most_bytes:
                path.unlink(missing_ok=True)


def make_private(folder: Path) -> bool:
    """Make a folder into which nobody but this user can write or look; returns whether it is one.

    One that is there and open to others stays as it is, for who knows what they have put there. Windows keeps
    the folders of its users apart by itself.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return is_private(folder)
    except OSError:
        return False


def is_private(folder: Path) -> bool:
    """Whether nobody but this user can write into a folder, or look; OSError if there is none."""
    found = folder.lstat()
    if os.name != "posix":
        return stat.S_ISDIR(found.st_mode)
    return stat.S_ISDIR(found.st_mode) and belongs_to_us(found, closed_to=0o077)


def belongs_to_us(found: os.stat_result, closed_to: int) -> bool:
    """Whether this user owns a file or folder, and nobody else has one of the rights `closed_to` (POSIX)."""
    return found.st_uid == os.geteuid() and not found.st_mode & closed_to
