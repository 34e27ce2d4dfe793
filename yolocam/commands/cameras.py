"""`yolocam cameras`: the connected cameras and how to open each."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.table import Table

from yolocam.pipeline.sources.devices import list_cameras


def run(args: argparse.Namespace) -> int:
    """Print the cameras; an empty list is no error."""
    console = Console()
    cameras = list_cameras()
    if not cameras:
        known = sys.platform.startswith("linux")
        console.print("no camera found" if known else "open a camera by its number: yolocam 0")
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Open with", "Name", "Id"):
        table.add_column(heading)
    for camera in cameras:
        table.add_row(f"yolocam camera:{camera.index}", camera.name, camera.id)
    console.print(table)
    return 0
