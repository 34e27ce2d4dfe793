"""`yolocam models`: which networks there are, and which can be used at once."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from rich.table import Table

from yolocam.commands.console import Console
from yolocam.commands.models.text import as_json, input_size, megabytes, origin_words, size_words, warn
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.library import Library


def run(args: argparse.Namespace) -> int:
    """Print every model with what is on disk, as a table or as one line of JSON."""
    library = Library()
    library.tidy()
    models = library.models()
    warn(library.warnings())
    if args.json:
        record = {"folder": str(library.folder), "models": [as_json(entry) for entry in models]}
        print(json.dumps(record))  # noqa: T201
        return 0
    console = Console()
    console.print(_table(models, library))
    missing = [entry for entry in models if not entry.own and not entry.ready]
    if missing:
        console.tell(f"\n`yolocam models download {missing[0].name}` brings one of them to {library.folder}")
    return 0


def _table(models: Sequence[ModelEntry], library: Library) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Model", overflow="fold")
    for heading in ("Input", "AP50", "GFLOPs", "Size"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Licence", no_wrap=True)
    table.add_column("Files")
    for entry in models:
        figures = entry.figures
        table.add_row(
            entry.name,
            size_words(input_size(entry)),
            "" if figures is None else f"{figures.ap50:.1f}",
            "" if figures is None else f"{figures.gflops:g}",
            megabytes(entry.bytes_on_disk or entry.download_bytes),
            entry.licence or "",
            origin_words(entry, library, short=True),
        )
    return table
