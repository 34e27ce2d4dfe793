"""Separates model files from other things that are dropped on the window."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from yolocam.media.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES

MODEL_SUFFIXES = (".cfg", ".weights", ".names", ".data")
"""Suffixes of the files of a Darknet model: network, weights, class names, and the file that names them."""

_DESCRIBES = frozenset({".cfg", ".data"})
_SHOWN = frozenset(IMAGE_SUFFIXES | VIDEO_SUFFIXES)


def split_drop(addresses: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Return the files that belong to a model, and the addresses of everything else."""
    files = [Path(address) for address in addresses if address.lower().endswith(MODEL_SUFFIXES)]
    others = [address for address in addresses if not address.lower().endswith(MODEL_SUFFIXES)]
    return files, others


def may_be_folder(address: str) -> bool:
    """Whether an address could be a folder, judged by its text only."""
    return "://" not in address and Path(address).suffix.lower() not in _SHOWN


def holds_model(folder: Path) -> bool:
    """Whether a folder is a model rather than a collection of images. Reads the folder, which may take time.

    A folder with weights and a network is a model, even beside images (Darknet leaves its charts there). A
    folder without images and videos is a model if it has any file of one.
    """
    found: set[str] = set()
    try:
        with os.scandir(folder) as items:
            for item in items:
                found.add(Path(item.name).suffix.lower())
                if ".weights" in found and found & _DESCRIBES:
                    return True
    except OSError:  # opening it will say what is wrong
        return False
    return not found & _SHOWN and bool(found & {".weights", *_DESCRIBES})
