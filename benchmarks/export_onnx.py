"""Exports a network to ONNX: RGB float32 (1, 3, H, W) in 0..1 -> the heads' raw numbers.

usage: export_onnx.py CFG WEIGHTS OUT    (with the package onnx on the path)
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from yolocam.model import load_network
from yolocam.model.layers.darknet_network import DarknetNetwork


class _Raw(nn.Module):
    def __init__(self, network: DarknetNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """(1, 3, H, W) -> one (1, A * (5 + C), Gh, Gw) for each head."""
        return tuple(self.network.raw(x))


def export(cfg: Path, weights: Path, out: Path) -> None:
    """Write the file, for the cfg's own size and one image."""
    network = load_network(cfg, weights)
    x = torch.zeros(1, 3, network.net.height, network.net.width)
    names = [f"head{number}" for number in range(len(network.heads))]
    warnings.simplefilter("ignore")
    torch.onnx.export(
        _Raw(network), (x,), str(out), dynamo=False, opset_version=13,
        input_names=["images"], output_names=names,
    )  # fmt: skip


if __name__ == "__main__":
    export(*map(Path, sys.argv[1:4]))
