"""Networks with seeded weights and batch normalisation folded, as engines take them."""

import torch

from support.darknet.darknet_files import HEAD, build, cfg_file, seeded, weights_file
from support.darknet.wiring import NET, Wiring
from yolocam.model import load_network
from yolocam.model.engines.runtime import fold_batch_norm


def folded_network(folder, text):
    """Return the network of a cfg text; its files stay in the folder."""
    network = load_network(cfg_file(folder, text), weights_file(folder, seeded(build(folder, text), 0)))
    fold_batch_norm(network)
    return network


def any_network(folder, data):
    """Draw a network for 32 x 32 pixels: returns it, its cfg, two images, and each head's raw numbers."""
    text = NET + Wiring(data).text + HEAD
    network = folded_network(folder, text)
    images = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(1))
    return network, text, images, network.raw(images)
