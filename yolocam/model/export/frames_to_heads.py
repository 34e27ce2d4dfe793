"""The network as other engines run it, as ONNX in memory: fitted frames in, the heads' raw numbers out."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from yolocam.model.export.onnx_file import INPUT, check_can_write, made_onnx
from yolocam.model.export.program import MOST, quiet
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.grey import to_grey


class FramesToHeads(nn.Module):
    """float32 (B, H, W, 3) BGR in 0..255 -> raw (B, A * (5 + C), Gh, Gw) for each head."""

    def __init__(self, network: DarknetNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        """Exchange red and blue, and scale to 0..1, within the exported network."""
        x = images.permute(0, 3, 1, 2).flip(1) / 255.0
        if self.network.net.channels == 1:
            x = to_grey(x)
        return tuple(self.network.raw(x))


def onnx_of(network: DarknetNetwork, height: int, width: int) -> bytes:
    """Return an ONNX model for one input size and a batch of any size.

    ModelError where a package is missing, the size does not fit, or the model is too large for ONNX.
    """
    check_can_write()
    images = torch.zeros(2, height, width, 3)  # a batch of 1 would be taken for a constant
    batch = {0: torch.export.Dim("batch", min=1, max=MOST)}
    # Tensors made in inference mode, in which frames are run, cannot be traced.
    with torch.inference_mode(False), quiet():
        program = torch.export.export(FramesToHeads(network), (images,), dynamic_shapes=(batch,))
    outputs = [f"head{number}" for number in range(len(network.heads))]
    model: bytes = made_onnx(program, INPUT, outputs).SerializeToString()
    return model
