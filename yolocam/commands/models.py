"""`yolocam models`: which networks there are, and which can be used at once."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.table import Table

from yolocam.model.catalog import CATALOG, CatalogEntry, models_folder


def run(args: argparse.Namespace) -> int:
    """Print the catalogue with what is on disk."""
    console = Console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading, justify in (("Model", "left"), ("Input", "right"), ("AP50", "right"), ("GFLOPs", "right")):
        table.add_column(heading, justify="right" if justify == "right" else "left", no_wrap=True)
    table.add_column("Weights", overflow="fold")
    for entry in CATALOG.values():
        table.add_row(entry.name, str(entry.size), f"{entry.ap50:.1f}", f"{entry.gflops:g}", _weights(entry))
    console.print(table)
    console.print(f"\nPut further weights into {models_folder()}", highlight=False, soft_wrap=True)
    return 0


def _weights(entry: CatalogEntry) -> str:
    path = entry.weights_path()
    if path is None:
        return f"not here: {entry.addresses[0]}"
    return f"{path} ({path.stat().st_size / 1e6:.1f} MB)"
