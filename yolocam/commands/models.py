"""`yolocam models`: which networks there are, and which can be used at once."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.table import Table

from yolocam.assets import asset
from yolocam.zoo.catalog import CATALOG, CatalogEntry, models_folder


def run(args: argparse.Namespace) -> int:
    """Print the catalogue with what is on disk."""
    console = Console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Model", no_wrap=True)
    for heading in ("Input", "AP50", "GFLOPs"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Weights")
    for entry in CATALOG.values():
        table.add_row(entry.name, str(entry.size), f"{entry.ap50:.1f}", f"{entry.gflops:g}", _weights(entry))
    console.print(table)
    missing = [entry for entry in CATALOG.values() if entry.weights_path(models_folder()) is None]
    if missing:
        lines = [f"\nPut the weights you want into {models_folder()}:"]
        lines += [f"  {entry.addresses[0]}" for entry in missing]
        console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)
    return 0


def _weights(entry: CatalogEntry) -> str:
    path = entry.weights_path(models_folder())
    if path is None:
        return "not on disk"
    shipped = "ships with yolocam" if path.is_relative_to(asset("models")) else str(path.parent)
    return f"{path.stat().st_size / 1e6:.1f} MB, {shipped}"
