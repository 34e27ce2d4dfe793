"""Reads the few figures of a cfg that a list of models shows, without building the network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from yolocam.errors import ModelError
from yolocam.text_file import read_text

MAX_CFG_BYTES = 4 << 20
"""A cfg is small; of a larger file only the beginning is looked at."""

_HEADS = frozenset({"yolo", "region", "gaussian_yolo", "detection"})


@dataclass(frozen=True, slots=True)
class CfgFigures:
    """The number of classes and the input size of a network; None where the cfg does not say."""

    classes: int | None = None
    width: int | None = None
    height: int | None = None


def scan_cfg(path: Path) -> CfgFigures:
    """Return what a cfg says of classes and size; a file that cannot be read says nothing."""
    found: dict[str, int] = {}
    section = ""
    for line in _head(path):
        text = line.split("#")[0].split(";")[0].strip().lower()
        if text.startswith("["):
            section = text.strip("[] \t")
            continue
        pair = re.fullmatch(r"(classes|width|height)\s*=\s*(\d{1,9})", text)
        if pair is None:
            continue
        key, value = pair[1], int(pair[2])
        if key == "classes" and section in _HEADS:
            found[key] = value  # every head says the same
        elif key != "classes" and section in ("net", "network"):
            found[key] = value
    return CfgFigures(found.get("classes"), found.get("width"), found.get("height"))


def _head(path: Path) -> list[str]:
    try:
        return read_text(path, MAX_CFG_BYTES, "a cfg", ModelError, head_only=True).lines
    except ModelError:
        return []
