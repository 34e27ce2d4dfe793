"""Writes a network as PyTorch's exported program: its operations for one input size, no Python."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.export import Dim, ExportedProgram

from yolocam.model.layers.darknet_network import DarknetNetwork

DESCRIPTION = "yolocam.json"
"""The file within a .pt2 that holds the description."""

MOST = 4096
"""Bound that a batch of any size must have."""


@dataclass(frozen=True, slots=True)
class InputForm:
    """What an export takes: `batch` None is any number of images; width and height in pixels."""

    batch: int | None
    width: int
    height: int


def trace(network: DarknetNetwork, form: InputForm) -> ExportedProgram:
    """Return the program that makes the table of float32 (B, channels, H, W) in 0..1.

    ModelError where the network cannot take this size.
    """
    # A batch of 1 would be taken for a constant.
    x = torch.zeros(form.batch or 2, network.net.channels, form.height, form.width)
    network.check_input(x)
    batch = {0: Dim("batch", min=1, max=MOST)} if form.batch is None else None
    with quiet():
        return torch.export.export(network, (x,), dynamic_shapes=(batch,))


def rows(program: ExportedProgram) -> int:
    """Return how many rows the table of a traced program has."""
    (output,) = program.graph.find_nodes(op="output")
    (table,) = output.args[0]
    return int(table.meta["val"].shape[1])


def write_program(program: ExportedProgram, description: Mapping[str, str], path: Path) -> None:
    """Write a .pt2 file; `torch.export.load` gives the description with extra_files={DESCRIPTION: ""}."""
    with quiet(), path.open("wb") as file:
        torch.export.save(program, file, extra_files={DESCRIPTION: json.dumps(dict(description))})


def run_program(path: Path, x: Tensor) -> Tensor:
    """Return what a written program makes of `x`."""
    with quiet(), path.open("rb") as file:
        program = torch.export.load(file)
    module: Any = program.module()
    with torch.inference_mode():
        table: Tensor = module(x)
    return table


@contextmanager
def quiet() -> Iterator[None]:
    """Keep PyTorch's advice to its own developers from the terminal."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
