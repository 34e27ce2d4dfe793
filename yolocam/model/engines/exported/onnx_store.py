"""Exported networks on disk: an export takes seconds, and needs packages that are slow to import."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import torch

from yolocam import __version__
from yolocam.files.cache import cache_folder
from yolocam.files.private_store import PrivateStore, digest_of_files
from yolocam.model import export, layers
from yolocam.model.export.frames_to_heads import onnx_of
from yolocam.model.layers.darknet_network import DarknetNetwork

MOST_FILES = 16
MOST_BYTES = 1 << 30
"""In all: four of YOLOv3 or thirty of YOLOv3-tiny, one for each network and size."""


class OnnxStore:
    """The ONNX models of one network, one for each input size; they take batches of any size."""

    def __init__(self, network: DarknetNetwork, folder: Path | None = None) -> None:
        self._network = network
        self._store = PrivateStore(folder or cache_folder() / "onnx", ".onnx", MOST_FILES, MOST_BYTES)
        self._identity = ""

    def model(self, height: int, width: int) -> bytes:
        """Return the model from disk, or export it and keep it; raises what `onnx_of` does."""
        self._identity = self._identity or _identity(self._network)
        key = f"{_makers()} {self._identity} {width}x{height}"
        model = self._store.get(key)
        if model is None:
            model = onnx_of(self._network, height, width)
            self._store.put(key, model)
        return model


def _identity(network: DarknetNetwork) -> str:
    """Return a hash of the cfg and of every weight as it was loaded, not of files that may have changed."""
    found = hashlib.blake2b(digest_size=16)
    for section in (network.cfg.net, *network.cfg.layers):
        options = {key: option.value for key, option in section.options.items()}
        found.update(f"[{section.name}] {options}\n".encode())
    for name, tensor in network.state_dict().items():
        found.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}\n".encode())
        found.update(tensor.detach().contiguous().numpy().data)
    return found.hexdigest()


@cache
def _makers() -> str:
    """Return a text that differs whenever what makes the models differs."""
    folders = (Path(path) for room in (export, layers) for path in room.__path__)
    return f"{__version__} torch {torch.__version__} {digest_of_files(*folders)}"
