"""Darknet detectors in PyTorch: the only part of yolocam that imports torch.

network = load_network("yolov3.cfg", "yolov3.weights")
table = network(images)  # float32 (B, 3, H, W), RGB in 0..1 -> (B, rows, 5 + C)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.model.engines.thread_budget import share_the_cores

if TYPE_CHECKING:
    from yolocam.model.layers.darknet_network import DarknetNetwork

__all__ = ["load_network"]

share_the_cores()  # whatever of this package imports torch comes after


def load_network(cfg_path: str | Path, weights_path: str | Path) -> DarknetNetwork:
    """Return the network of a .cfg with the values of a .weights file, in eval mode, on the CPU.

    The table's rows and columns are described at `DarknetNetwork.forward`. No gradients are kept.
    Raises CfgError or WeightsError when a file cannot be read or the two do not fit.
    """
    # torch takes a second to import; whoever reads only a .cfg should not wait for it.
    from yolocam.darknet.cfg import parse_cfg
    from yolocam.model.layers.darknet_network import DarknetNetwork
    from yolocam.model.layers.weights import load_weights

    network = DarknetNetwork(parse_cfg(cfg_path))
    load_weights(network, weights_path)
    return network.requires_grad_(False).eval()
