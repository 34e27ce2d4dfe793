"""`yolocam models info`: everything about one model."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from yolocam.commands.console import Console
from yolocam.commands.models.text import as_json, input_size, megabytes, origin_words, warn
from yolocam.darknet.names import read_names
from yolocam.errors import ModelError
from yolocam.zoo.checksums import caution, is_right
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.library import Library
from yolocam.zoo.partial_download import file_sha256

_NAMES_SHOWN = 8


def run(args: argparse.Namespace) -> int:
    """Print what is known of a model, in lines or as one line of JSON."""
    library = Library()
    entry = library.entry(args.name)
    digest = None if entry.weights is None else file_sha256(entry.weights)
    if args.json:
        record = {**as_json(entry), "class_names": _class_names(entry), "weights_sha256": digest}
        print(json.dumps(record))  # noqa: T201
        return 0
    console = Console()
    for label, text in _lines(entry, library, digest):
        console.tell(f"{label:<9} {text}")
    return 0


def _lines(entry: ModelEntry, library: Library, digest: str | None) -> Iterator[tuple[str, str]]:
    yield "model", entry.name
    yield "files", origin_words(entry, library, short=False)
    size = input_size(entry)
    if size is not None:
        yield "input", f"{size[0]} x {size[1]} pixels" + ("" if entry.fit is None else f", {entry.fit}")
    yield "classes", _classes(entry)
    if entry.figures is not None:
        yield "AP50", f"{entry.figures.ap50:.1f} on COCO at {entry.figures.size} x {entry.figures.size}"
        yield "cost", f"{entry.figures.gflops:g} GFLOPs an image"
    yield "licence", entry.licence or "unknown"
    yield "cfg", str(entry.cfg)
    yield "names", "none" if entry.names is None else str(entry.names)
    yield from _weights(entry, library, digest)
    for path in entry.lacking:
        yield "gone", str(path)


def _weights(entry: ModelEntry, library: Library, digest: str | None) -> Iterator[tuple[str, str]]:
    if entry.weights is not None:
        yield "weights", f"{entry.weights} ({megabytes(entry.bytes_on_disk)})"
    elif not entry.own:
        yield (
            "weights",
            f"{megabytes(entry.download_bytes)}: `yolocam models download {entry.name}` gets them,",
        )
        yield "", f"or put {entry.weights_name} into {library.folder}"
    if digest is not None:
        yield "sha256", f"{digest}{_verdict(entry, digest)}"
    if digest not in entry.sha256:
        yield from (("expected", sha256) for sha256 in entry.sha256)
    if digest != entry.pinned and entry.pinned is not None:
        yield "expected", f"{entry.pinned}, that of the first download"
    note = caution(entry)
    if note is not None:
        yield "checked", note
    yield from (("from", address) for address in entry.addresses)


def _verdict(entry: ModelEntry, digest: str) -> str:
    """Return whether the weights are those of a public model, in brackets; "" of a user's own."""
    if entry.own or entry.weights is None:
        return ""
    if entry.sha256:
        return f" ({'as' if digest in entry.sha256 else 'NOT as'} published)"
    if entry.sha1:
        return f" ({'as' if is_right(entry, entry.weights) else 'NOT as'} published)"
    if entry.pinned is not None:
        return f" ({'as' if digest == entry.pinned else 'NOT as'} first downloaded)"
    return " (none is published)"


def _classes(entry: ModelEntry) -> str:
    names = _class_names(entry)
    if names is None:
        return "no names" if entry.class_count is None else f"{entry.class_count}, no names"
    shown = ", ".join(names[:_NAMES_SHOWN])
    return f"{len(names)}: {shown}" + (", ..." if len(names) > _NAMES_SHOWN else "")


def _class_names(entry: ModelEntry) -> tuple[str, ...] | None:
    try:
        return None if entry.names is None else read_names(entry.names)
    except ModelError as error:
        warn([str(error)])
        return None
