"""`yolocam models download`: brings public models to this machine."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from yolocam.commands.console import Console
from yolocam.commands.exit_status import EXIT_FAILED, EXIT_INTERRUPTED
from yolocam.commands.models.text import megabytes, warn
from yolocam.errors import DownloadError
from yolocam.zoo.checksums import caution
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.library import Library
from yolocam.zoo.partial_download import PartFile
from yolocam.zoo.weights_download import download


def run(args: argparse.Namespace) -> int:
    """Download the models that are named; returns 0, 1 if one of them could not be had, 130 after Ctrl-C."""
    library = Library()
    console = Console()
    failed = False
    for entry in _wanted(library, args.name):
        try:
            _fetch(entry, library, console)
        except DownloadError as error:
            warn([str(error)])
            failed = True
        except KeyboardInterrupt:
            come = PartFile(library.folder / entry.weights_name).size
            console.tell(f"{entry.name}: {megabytes(come)} are kept, the same command goes on from there")
            return EXIT_INTERRUPTED
    return EXIT_FAILED if failed else 0


def _wanted(library: Library, names: Sequence[str]) -> list[ModelEntry]:
    """Return the entries of the names, each once; ModelError for one that there is not."""
    if "all" in names:
        return [entry for entry in library.models() if not entry.own]
    return [library.entry(name) for name in dict.fromkeys(names)]


def _fetch(entry: ModelEntry, library: Library, console: Console) -> None:
    if entry.weights is not None:
        console.tell(f"{entry.name} is on this machine: {entry.weights}")
        return
    note = caution(entry)
    if note is not None:
        console.tell(f"{entry.name}: {note}")
    with _bar(console) as progress:
        come = PartFile(library.folder / entry.weights_name).size  # no part of the rate
        task = progress.add_task(entry.name, total=entry.download_bytes, completed=come)
        path = download(
            entry,
            library.folder,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    console.tell(f"{entry.name}: {megabytes(path.stat().st_size)} in {path}")


def _bar(console: Console) -> Progress:
    """Return a bar with the rate and the time left, shown on a terminal only."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
