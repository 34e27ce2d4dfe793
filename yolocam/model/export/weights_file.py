"""Writes a network's values as a Darknet .weights file, as they were read."""

from __future__ import annotations

from pathlib import Path

from yolocam.darknet.weights_header import read_header
from yolocam.errors import ModelError
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.weights import chunks

_BLOCK = 1 << 20


def write_weights(network: DarknetNetwork, source: Path, path: Path) -> None:
    """Write what `load_weights` read from `source`, with its header: version and images `seen`.

    The network must still have its batch normalisation.
    """
    with source.open("rb") as file:
        header = file.read(read_header(source).size)
    with path.open("wb") as file:
        file.write(header)
        for chunk in chunks(network):
            file.write(chunk.tensor.detach().cpu().numpy().astype("<f4", copy=False).tobytes())


def check_weights(source: Path, path: Path) -> None:
    """Raise ModelError unless both files have the same bytes."""
    with source.open("rb") as before, path.open("rb") as after:
        position = 0
        while True:
            wanted, found = before.read(_BLOCK), after.read(_BLOCK)
            if wanted != found:
                raise ModelError(f"the written file differs from {source} after byte {position}")
            if not wanted:
                return
            position += len(wanted)
