"""`yolocam cameras`: the connected cameras and how to open each, or why there is none."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from yolocam.pipeline.sources.devices import (
    CameraDevice,
    can_list_cameras,
    closed_to_us,
    list_cameras,
)


def run(args: argparse.Namespace) -> int:
    """Print the cameras; an empty list is no error."""
    console = Console()
    cameras = list_cameras()
    if not cameras:
        console.print(why_none(), highlight=False, markup=False, soft_wrap=True)
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Open with", "Name", "Id"):
        table.add_column(heading, overflow="fold")
    for camera in cameras:
        table.add_row(f"yolocam camera:{camera.index}", camera.name, camera.id)
    console.print(table)
    for sentence in refusals(cameras):
        console.print(sentence, highlight=False, markup=False, soft_wrap=True)
    return 0


def refusals(cameras: list[CameraDevice]) -> list[str]:
    """Return a sentence for each camera that this user may not open."""
    return [f"{camera.name}: {why}" for camera in cameras if (why := closed_to_us(camera)) is not None]


def why_none() -> str:
    """Return a sentence or two on why no camera is listed here, and what to do about it."""
    if not can_list_cameras():
        return "cameras cannot be listed here; open one by its number: yolocam 0"
    if sys.platform == "darwin":
        return (
            "no camera found: plug one in, and allow this terminal to use it "
            "(System Settings > Privacy & Security > Camera)"
        )
    if sys.platform == "win32":
        return "no camera found: plug one in, and let desktop apps use it (Settings > Privacy > Camera)"
    if "microsoft" in _text(Path("/proc/sys/kernel/osrelease")).lower():
        return (
            "no camera found: WSL hands none on by itself, `usbipd attach --wsl --busid ID` on Windows does"
        )
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return "no camera found: hand it to this container when you start it, with --device /dev/video0"
    return (
        "no camera found: plug one in and look again; if the system does not know it either "
        "(`ls /dev/video*`), its driver is missing"
    )


def _text(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
