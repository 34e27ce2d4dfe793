"""The detection heads [yolo] and [region]: decode raw convolution outputs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Literal, Self

import torch
from torch import Tensor

from yolocam.darknet.cfg import Section
from yolocam.model.layers.layer import Layer, Place, Shape

MAX_CLASSES = 20_000
MAX_ANCHORS = 1000

LARGEST_EXPONENT = 20.0
"""exp() of more would only describe boxes far beyond any image, and soon be infinite."""


class Head(Layer, ABC):
    """Turns A * (5 + C) channels into rows of a table.

    `anchors` is float32 (A, 2), widths and heights in `anchor_unit`s. It stays float32 on whatever
    device or precision the network is moved to. `forward` gives the raw channels, of which `decode` makes
    the rows.
    """

    kind: Literal["yolo", "region"]
    new_coords = False
    softmax = False
    scale_x_y = 1.0
    anchors: Tensor

    def __init__(self, section: Section, place: Place, anchors: tuple[tuple[float, float], ...]) -> None:
        super().__init__(section, [place.previous])
        self.anchor_sizes = anchors
        self.num_anchors = len(anchors)
        self.num_classes = section.integer("classes", 20, low=1, high=MAX_CLASSES)
        self.register_buffer("anchors", torch.tensor(anchors, dtype=torch.float32), persistent=False)

    @property
    def channels(self) -> int:
        """A * (5 + C), the raw channels that `forward` gives."""
        return self.num_anchors * (5 + self.num_classes)

    @property
    def channels_before(self) -> int:
        """What the convolution before the head must have as filters."""
        return self.channels

    def out_shape(self, *shapes: Shape) -> Shape:
        """The grid of the input, which must have `channels_before` channels."""
        if shapes[0].channels != self.channels_before:
            raise self.section.error(
                f"[{self.section.name}] with {self.num_anchors} anchors and classes={self.num_classes} "
                f"expects filters={self.channels_before} in the layer before it, "
                f"found {shapes[0].channels}"
            )
        return shapes[0]._replace(channels=self.channels)

    def forward(self, x: Tensor) -> Tensor:
        """(B, A * (5 + C), Gh, Gw), unchanged."""
        return x

    def table(self, raw: Tensor) -> Tensor:
        """(B, A * (5 + C), Gh, Gw) -> (B, Gh * Gw * A, 5 + C): cells row by row, anchors innermost."""
        batch, _, grid_h, grid_w = raw.shape
        cells = raw.reshape(batch, self.num_anchors, 5 + self.num_classes, grid_h, grid_w)
        return cells.permute(0, 3, 4, 1, 2).reshape(batch, -1, 5 + self.num_classes)

    def decode(self, raw: Tensor, size_hw: tuple[int, int]) -> Tensor:
        """Return the table with boxes in input pixels and probabilities, float32 (B, Gh * Gw * A, 5 + C).

        `raw` is (B, A * (5 + C), Gh, Gw) in any precision, `size_hw` the size of the network's input.
        """
        grid_hw = raw.shape[2], raw.shape[3]
        rows = self.table(raw).float()
        index = torch.arange(rows.shape[1], device=raw.device)
        cell = index // self.num_anchors
        boxes = self.decode_boxes(
            rows[..., :4],
            cell % grid_hw[1],
            cell // grid_hw[1],
            index % self.num_anchors,
            grid_hw,
            size_hw,
        )
        return torch.cat((boxes, self.decode_scores(rows[..., 4:])), dim=-1)

    def decode_boxes(
        self,
        t_xywh: Tensor,
        cell_x: Tensor,
        cell_y: Tensor,
        anchor_index: Tensor,
        grid_hw: tuple[int, int],
        size_hw: tuple[int, int],
    ) -> Tensor:
        """Return float32 (..., N, 4): centre x, centre y, width, height in input pixels.

        `t_xywh` (..., N, 4) holds raw values, the other tensors (N,) say of which cell and anchor.
        x = (sigmoid(tx) s - (s - 1) / 2 + cell x) * stride, s = scale_x_y; w = exp(tw) * anchor w, or
        (2 tw)^2 * anchor w where `new_coords` and tx as it is where `new_coords` is set.
        """
        t_xywh = t_xywh.float()
        if self.new_coords:  # the convolution before the head has applied the logistic already
            centre, size = t_xywh[..., :2], (2.0 * t_xywh[..., 2:]).square()
        else:
            centre, size = _alike(_sigmoid_and_exp, t_xywh).split(2, dim=-1)
        if self.scale_x_y != 1.0:
            centre = centre * self.scale_x_y - (self.scale_x_y - 1.0) / 2.0
        centre = centre + torch.stack((cell_x, cell_y), dim=-1)
        size = size * self.anchors[anchor_index]
        stride_y, stride_x = size_hw[0] / grid_hw[0], size_hw[1] / grid_hw[1]
        unit = self.anchor_unit(stride_x, stride_y)
        return torch.cat((_times(centre, (stride_x, stride_y)), _times(size, unit)), dim=-1)

    def decode_scores(self, t: Tensor) -> Tensor:
        """Raw objectness and classes (..., 1 + C) -> probabilities, float32 (..., 1 + C)."""
        t = t.float()
        if self.new_coords:
            return t
        if self.softmax:
            classes = _alike(lambda x: torch.softmax(x, dim=-1), t[..., 1:])
            return torch.cat((_alike(torch.sigmoid, t[..., :1]), classes), dim=-1)
        return _alike(torch.sigmoid, t)

    @abstractmethod
    def anchor_unit(self, stride_x: float, stride_y: float) -> tuple[float, float]:
        """Return how many input pixels one unit of an anchor is, across and down."""

    def _apply(self, fn: Callable[..., Any], recurse: bool = True) -> Self:
        super()._apply(fn, recurse)
        # .half() and .to_empty() would leave rounded or undefined anchors behind.
        self.anchors = torch.tensor(self.anchor_sizes, dtype=torch.float32, device=self.anchors.device)
        return self


def _sigmoid_and_exp(t_xywh: Tensor) -> Tensor:
    centre, size = t_xywh.split(2, dim=-1)
    return torch.cat((torch.sigmoid(centre), torch.exp(size.clamp(max=LARGEST_EXPONENT))), dim=-1)


def _times(x: Tensor, factors: tuple[float, float]) -> Tensor:
    """Multiply the two columns of x; the factors become no tensor, whose copy a CUDA graph cannot record."""
    if factors[0] == factors[1]:
        return x if factors[0] == 1.0 else x * factors[0]
    return torch.stack((x[..., 0] * factors[0], x[..., 1] * factors[1]), dim=-1)


def _alike(function: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Return `function` of float32 `x`, each number independent of where it stands in the tensor.

    On the CPU the last few numbers of a run are computed by other code than those before them and may
    differ in the last bit, so a box would depend on how many others passed the threshold. Computed
    in double precision and rounded, they do not. An exported program has to do without: few of the
    processors that it may run on are quick in double precision.
    """
    if x.device.type == "cpu" and not torch.compiler.is_compiling():
        return function(x.double()).float()
    return function(x)


class YoloHead(Head):
    """[yolo] of v3 to v7: anchors in input pixels, independent classes."""

    kind = "yolo"

    def __init__(self, section: Section, place: Place) -> None:
        pairs = _anchor_pairs(section, largest=1e5)
        num = section.integer("num", len(pairs), low=1, high=MAX_ANCHORS)
        mask = section.integers("mask", low=0, high=num - 1)
        mask = tuple(range(num)) if mask is None else mask
        if max(mask) >= len(pairs):
            raise section.error(
                f"mask= names anchor {max(mask)}, but anchors= has {len(pairs)}, counted from 0", "mask"
            )
        super().__init__(section, place, tuple(pairs[i] for i in mask))
        self.scale_x_y = section.number_of("scale_x_y", 1.0, low=0.01, high=100.0)
        self.new_coords = section.flag("new_coords")

    def anchor_unit(self, stride_x: float, stride_y: float) -> tuple[float, float]:
        """Anchors are in pixels."""
        return 1.0, 1.0


class RegionHead(Head):
    """[region] of v2: anchors in cells, classes by softmax, or independent where `softmax` is off."""

    kind = "region"

    def __init__(self, section: Section, place: Place) -> None:
        section.refuse("background")
        if "tree" in section.options:
            raise section.error("a class tree (tree=) is not supported", "tree")
        section.integer("coords", 4, low=4, high=4)
        pairs = _anchor_pairs(section, largest=1e4)
        num = section.integer("num", 1, low=1, high=MAX_ANCHORS)
        if num > len(pairs):
            raise section.error(f"num={num}, but anchors= has {len(pairs)}", "num")
        super().__init__(section, place, pairs[:num])
        self.softmax = section.flag("softmax")

    def anchor_unit(self, stride_x: float, stride_y: float) -> tuple[float, float]:
        """Anchors are in cells."""
        return stride_x, stride_y


def _anchor_pairs(section: Section, largest: float) -> tuple[tuple[float, float], ...]:
    numbers = section.numbers("anchors", low=0.0, high=largest)
    if numbers is None:
        raise section.error(f"[{section.name}] has no anchors=")
    if len(numbers) % 2:
        raise section.error(f"anchors= has {len(numbers)} numbers, expected pairs", "anchors")
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))
