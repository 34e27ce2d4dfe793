"""The [shortcut] section: adds outputs, optionally with weights."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from yolocam.darknet.cfg import Section, show
from yolocam.model.layers.activations import build_activation
from yolocam.model.layers.layer import Layer, Place, Shape

_PER_LAYER = ("per_feature", "per_layer")
_NORMALISATIONS = {"none": "none", "relu": "relu", "avg_relu": "relu", "softmax": "softmax"}
_EPSILON = 1e-4
"""Darknet adds it to the sum of the weights."""


class Shortcut(Layer):
    """[shortcut]: the previous output plus earlier ones; of unequal channels the common ones are added.

    With `weights_type=`, each is first multiplied by a weight, one for all its channels or one for each.
    `weights` float32 (inputs, 1 or C) are those of the file, None without.
    """

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous, *place.sources(section, "from")])
        kind = _chosen(section, "weights_type", ("none", *_PER_LAYER, "per_channel"))
        self._normalisation = _NORMALISATIONS[
            _chosen(section, "weights_normalization", tuple(_NORMALISATIONS))
        ]
        self.weights: nn.Parameter | None = None
        if kind != "none":
            each = 1 if kind in _PER_LAYER else place.shape(place.previous).channels
            self.weights = nn.Parameter(torch.ones(len(self.sources), each))
        self.activation = build_activation(section, "linear")

    def out_shape(self, *shapes: Shape) -> Shape:
        """The shape of the previous layer."""
        for number, shape in zip(self.sources, shapes, strict=True):
            if shape[1:] != shapes[0][1:]:
                raise self.section.error(
                    f"from= adds layer {number} ({shape}) to layer {self.sources[0]} ({shapes[0]}), "
                    "expected the same width and height",
                    "from",
                )
        return shapes[0]

    def forward(self, x: Tensor, *others: Tensor) -> Tensor:
        """(B, C, H, W) and several (B, C', H, W) -> (B, C, H, W)."""
        factors = self._factors(x.dtype)
        if factors is not None:
            x = x * factors[0]
        for number, other in enumerate(others, 1):
            common = min(x.shape[1], other.shape[1])
            part = other[:, :common]
            x = _add_first(x, part if factors is None else part * factors[number][:, :common])
        activated: Tensor = self.activation(x)
        return activated

    def _factors(self, dtype: torch.dtype) -> Tensor | None:
        """Return what each input is multiplied by, (inputs, 1, 1 or C, 1, 1); None for a sum without."""
        if self.weights is None:
            return None
        weights = self.weights.float()
        if self._normalisation == "relu":
            weights = weights.relu()
        elif self._normalisation == "softmax":
            weights = (weights - weights.amax(0)).exp()
        if self._normalisation != "none":
            weights = weights / (weights.sum(0) + _EPSILON)
        return weights.to(dtype)[:, None, :, None, None]


def is_plain(layer: Shortcut) -> bool:
    """Whether a shortcut only adds."""
    return layer.weights is None and isinstance(layer.activation, nn.Identity)


def _chosen(section: Section, key: str, known: tuple[str, ...]) -> str:
    value = section.text(key, "none")
    if value not in known:
        expected = ", ".join(known)
        raise section.error(f"{key}={show(value)[1:-1]} is unknown, expected one of {expected}", key)
    return value


def _add_first(x: Tensor, other: Tensor) -> Tensor:
    """Add to the first channels, as many as `other` has."""
    if other.shape[1] == x.shape[1]:
        return x + other
    common = other.shape[1]
    return torch.cat((x[:, :common] + other, x[:, common:]), dim=1)
