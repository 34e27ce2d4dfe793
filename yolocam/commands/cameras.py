"""`yolocam cameras`: the connected cameras and how to open each, or why there is none."""

from __future__ import annotations

import argparse

from rich.markup import escape
from rich.table import Table

from yolocam.commands.console import Console
from yolocam.pipeline.sources.live.devices import closed_to_us, list_cameras
from yolocam.selfcheck.camera_check import why_none

_WIDE = 1000


def run(args: argparse.Namespace) -> int:
    """Print the cameras; an empty list is no error."""
    console = Console()
    if not console.is_terminal:
        console.width = _WIDE  # who reads it from a pipe wants one line for each camera
    cameras = list_cameras()
    if not cameras:
        console.tell(why_none())
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Open with", "Name", "Id"):
        table.add_column(heading, overflow="fold")
    for camera in cameras:
        table.add_row(f"yolocam camera:{camera.index}", escape(camera.name), escape(camera.id))
    console.print(table)
    for camera in cameras:
        why = closed_to_us(camera)
        if why is not None:
            console.tell(f"{camera.name}: {why}")
    return 0
