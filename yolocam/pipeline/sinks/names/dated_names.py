"""Names of the files that the window writes: dated, in the user's folders, never one that exists."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import platformdirs

RECORDING_PATTERN = "yolocam {date} {time}"
"""The usual name of a recording."""


def default_recording_path(
    now: datetime, folder: Path | None = None, pattern: str = RECORDING_PATTERN, suffix: str = ".mp4"
) -> Path:
    """Return a name such as `yolocam 2026-11-23 15-46-46.mp4`, in the Videos folder if none is given.

    {date} and {time} are replaced in `pattern`.
    """
    # No colons: Windows allows none in a file name.
    name = pattern.replace("{date}", f"{now:%Y-%m-%d}").replace("{time}", f"{now:%H-%M-%S}")
    return (folder or Path(platformdirs.user_videos_dir())) / f"{name}{suffix}"


def default_snapshot_path(now: datetime, folder: Path | None = None) -> Path:
    """Return a name such as `yolocam 2026-11-23 15-46-46.png`, in the Pictures folder if none is given."""
    return _dated(now, folder or Path(platformdirs.user_pictures_dir()), ".png")


def default_results_path(now: datetime, folder: Path | None = None) -> Path:
    """Return a name such as `yolocam 2026-11-23 15-46-46.jsonl`, in the Documents folder if none is given."""
    return _dated(now, folder or Path(platformdirs.user_documents_dir()), ".jsonl")


def default_rules_folder(folder: Path | None = None) -> Path:
    """Return the folder for what rules save, in the Videos folder if none is given."""
    return (folder or Path(platformdirs.user_videos_dir())) / "yolocam rules"


def _dated(now: datetime, folder: Path, suffix: str) -> Path:
    # No colons: Windows allows none in a file name.
    return folder / f"yolocam {now:%Y-%m-%d %H-%M-%S}{suffix}"


def numbered(path: Path) -> Iterator[Path]:
    """Yield `name.mp4`, `name (2).mp4`, `name (3).mp4` and so on."""
    yield path
    number = 2
    while True:
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1


def unused_path(path: Path, beside: Sequence[str] = ()) -> Path:
    """Return the first numbered form of `path` that does not exist, nor any file named beside it.

    `beside` are endings that replace the suffix, such as `.jsonl`.
    """
    for candidate in numbered(path):
        names = [candidate, *(sibling(candidate, ending) for ending in beside)]
        if not any(os.path.lexists(name) for name in names):  # also a link that leads nowhere
            return candidate
    raise AssertionError("numbers do not end")


def sibling(path: Path, ending: str) -> Path:
    """Return the file beside `path` whose name ends in `ending` in place of the suffix."""
    return path.with_name(path.stem + ending)


def part_path(path: Path, part: int) -> Path:
    """Return the name of the nth file of a recording: `name.mp4`, then `name.part2.mp4`."""
    return path if part == 1 else sibling(path, f".part{part}{path.suffix}")
