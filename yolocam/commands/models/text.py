"""How a model is told: in words for people, as plain values for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yolocam.darknet.cfg_figures import read_figures
from yolocam.terminal import tell
from yolocam.zoo.entry import ModelEntry, Origin
from yolocam.zoo.library import Library
from yolocam.zoo.partial_download import PartFile

_ORIGINS: dict[Origin, tuple[str, str]] = {
    "shipped": ("included", "included, it ships with yolocam"),
    "downloaded": ("downloaded", "downloaded"),
    "placed": ("by hand", "put there by hand"),
    "copied": ("own, a copy", "your own, a copy"),
    "referenced": ("own, in place", "your own, used where the files lie"),
    "missing": ("not on disk", "not on this machine"),
}
"""Where a model's files are from: in a table, and at length."""


def megabytes(count: int | None) -> str:
    """Return a number of bytes as people read it; "" for None."""
    return "" if count is None else f"{count / 1e6:.1f} MB"


def input_size(entry: ModelEntry) -> tuple[int, int] | None:
    """Return width and height of the network's input; None where the cfg does not say."""
    if entry.figures is not None:
        return entry.figures.size, entry.figures.size
    found = read_figures(entry.cfg)
    return None if found.width is None or found.height is None else (found.width, found.height)


def size_words(size: tuple[int, int] | None) -> str:
    """Return an input size in pixels, a square one by its side; "" for None."""
    if size is None:
        return ""
    return str(size[0]) if size[0] == size[1] else f"{size[0]}x{size[1]}"


def origin_words(entry: ModelEntry, library: Library, *, short: bool) -> str:
    """Return where the files of a model are from, or what is missing of them."""
    if entry.lacking:
        return "files gone" if short else f"{entry.lacking[0].name} is gone"
    come = PartFile(library.folder / entry.weights_name).size if entry.origin == "missing" else 0
    if come:
        share = 100 * come // (entry.download_bytes or come)
        return f"{share} % there" if short else f"{megabytes(come)} of the weights have been downloaded"
    return _ORIGINS[entry.origin][0 if short else 1]


def as_json(entry: ModelEntry) -> dict[str, Any]:
    """Return what is known of a model, without reading its weights."""
    figures = entry.figures
    return {
        "name": entry.name,
        "own": entry.own,
        "origin": entry.origin,
        "ready": entry.ready,
        "size_wh": input_size(entry),
        "classes": entry.class_count,
        "ap50": None if figures is None else figures.ap50,
        "gflops": None if figures is None else figures.gflops,
        "fit": entry.fit,
        "licence": entry.licence,
        "cfg": str(entry.cfg),
        "weights": None if entry.weights is None else str(entry.weights),
        "names": None if entry.names is None else str(entry.names),
        "bytes": entry.bytes_on_disk,
        "download_bytes": entry.download_bytes,
        "addresses": entry.addresses,
        "sha256": entry.sha256,
        "sha1": entry.sha1,
        "pinned_sha256": entry.pinned,
        "lacking": [str(path) for path in entry.lacking],
    }


def warn(sentences: Sequence[str]) -> None:
    """Tell what is wrong, on standard error."""
    for sentence in sentences:
        tell(sentence)
