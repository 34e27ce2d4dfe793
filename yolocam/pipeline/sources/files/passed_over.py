"""Keeps account of what a listing leaves out, so that nothing is lost without a word."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from yolocam.media.kinds import SOUND_SUFFIXES, suffix_of

_OWN = "yolocam's own results"

_NOT_MEDIA = SOUND_SUFFIXES | frozenset(
    {".npy", ".npz", ".pt", ".pth", ".onnx", ".weights", ".safetensors", ".pkl", ".parquet", ".db", ".sqlite"}
    | {".pyc", ".so", ".dll", ".exe", ".ini", ".lnk", ".woff", ".ttf"}
)
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})


class PassedOver:
    """Counts the files that are passed over by their ending, and the folders that are not looked into."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._spelling: dict[str, str] = {}
        self._folders = 0

    def file(self, name: str, *, text: bool) -> None:
        """Count a file that is no media; texts and what belongs to programs are not worth words."""
        suffix = suffix_of(name)
        if (text and suffix != ".svg") or suffix in _NOT_MEDIA or os.path.basename(name).lower() in _SYSTEM:  # noqa: PTH119
            return
        self._count(suffix, os.path.splitext(name)[1] or "without an ending")  # noqa: PTH122 - as in `kinds`

    def own_results(self, count: int) -> None:
        """Count files that yolocam wrote itself."""
        if count:
            self._count(_OWN, _OWN, count)

    def folders(self, count: int) -> None:
        """Count sub-folders that are not looked into."""
        self._folders += count

    def _count(self, key: str, spelling: str, count: int = 1) -> None:
        self._spelling.setdefault(key, spelling)
        self._counts[key] = self._counts.get(key, 0) + count

    @property
    def words(self) -> str | None:
        """What was passed over: "5 files passed over: .HEIC (1), .psd (4)"; None if nothing was."""
        total = sum(self._counts.values())
        parts = []
        if total:
            kinds = ", ".join(
                f"{self._spelling[key]} ({count})" for key, count in sorted(self._counts.items())
            )
            parts.append(f"{total} {'file' if total == 1 else 'files'} passed over: {kinds}")
        if self._folders:
            folders = "1 sub-folder" if self._folders == 1 else f"{self._folders} sub-folders"
            parts.append(f"{folders} not looked into (use -r)")
        return "; ".join(parts) or None


def own_results(names: Sequence[str]) -> set[str]:
    """Return those names of files that yolocam gave to what it wrote about another one of them.

    Names are relative to the folder that is listed, with forward slashes: `det_dog.jpg`, `crops/dog/a_0.jpg`.
    """
    if not any("det_" in name.casefold() or "crops/" in name for name in names):
        return set()
    stems = {PurePosixPath(name).stem.casefold() for name in names if not _is_crop(PurePosixPath(name))}
    return {name for name in names if stems & set(_subjects(PurePosixPath(name)))}


def _is_crop(path: PurePosixPath) -> bool:
    return len(path.parts) > 2 and path.parts[-3] == "crops"


def _subjects(path: PurePosixPath) -> list[str]:
    """Return the stems a result may be about: `street_17_0` of the crops is of street_17 or of street."""
    stem = path.stem.casefold()
    if _is_crop(path):
        shorter = [re.sub(rf"(_\d+){{{count}}}$", "", stem) for count in (1, 2, 3)]
        return [text for text in shorter if text != stem]
    if not stem.startswith("det_"):
        return []
    stem = stem.removeprefix("det_")
    found = [stem, PurePosixPath(stem).stem]  # det_a.jp2.png is of a.jp2
    return found + [re.sub(r"_p?\d+$", "", text) for text in found]  # det_a_2.mp4 of another a, or of a page
