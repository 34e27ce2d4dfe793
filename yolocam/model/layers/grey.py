"""Colours for networks of one channel: Darknet gives those the grey that OpenCV makes of an image.

AlexeyAB's Darknet reads images for `channels=1` with IMREAD_GRAYSCALE (image_opencv.cpp,
load_image_mat): 0.299 R + 0.587 G + 0.114 B, ITU-R BT.601. It rounds the result to bytes, which is left
out here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from torch import Tensor, nn

from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import DarknetNetwork

RGB_SHARES = (0.299, 0.587, 0.114)
"""How much red, green and blue count in the grey."""


def to_grey(rgb: Tensor) -> Tensor:
    """(B, 3, H, W) -> (B, 1, H, W)."""
    red, green, blue = RGB_SHARES
    return rgb[:, 0:1] * red + rgb[:, 1:2] * green + rgb[:, 2:3] * blue


def let_first_convolution_take_rgb(network: DarknetNetwork) -> None:
    """Put the shares of the colours into the weights of the first layer, which alone reads the image.

    A convolution is linear and what it pads with is black in both, so the result is the same.
    """
    conv = cast(Convolutional, network.layers[0]).conv
    shares = conv.weight.new_tensor(RGB_SHARES).view(1, 3, 1, 1)
    conv.weight = nn.Parameter(conv.weight * shares, requires_grad=False)
    conv.in_channels = 3
    network.net = replace(network.net, channels=3)
