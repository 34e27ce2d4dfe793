"""A user's own models, of which no network is made."""

from __future__ import annotations

from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.library import Library

CFG = "[net]\nwidth=64\nheight=32\n[yolo]\nclasses={}\n"
"""A cfg of so many classes."""


def own(library: Library) -> list[ModelEntry]:
    return [entry for entry in library.models() if entry.own]
