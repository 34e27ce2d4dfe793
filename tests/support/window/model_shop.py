"""Models for tests of the window: a public one behind a server, and files of a user's own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from support.darknet.darknet_files import TINY, cfg_file, weights_file
from support.servers.file_server import BODY, FileServer
from yolocam.zoo.catalog import CATALOG

PUBLIC = "yolov4-tiny"
FLOATS = 194
"""How many values the weights of TINY hold: 4*(4 + 27) for its first layer, 14*(1 + 4) for its second."""


def publish(monkeypatch, server: FileServer, name: str = PUBLIC) -> None:
    """Let a public model be BODY, and come from this server."""
    digest = hashlib.sha256(BODY).hexdigest()
    entry = replace(CATALOG[name], addresses=(server.address,), sha256=(digest,), bytes=len(BODY))
    monkeypatch.setitem(CATALOG, name, entry)


def own_model(folder: Path, *, floats: int = FLOATS, names: bool = True) -> Path:
    """Write a small network of two classes, its weights and its names; returns the folder."""
    folder.mkdir()
    cfg_file(folder, TINY, "herd.cfg")
    values = np.random.default_rng(3).uniform(0.1, 0.5, floats)
    weights_file(folder, values).rename(folder / "herd.weights")
    if names:
        (folder / "herd.names").write_text("cow\nsheep\n", encoding="utf-8")
    return folder
