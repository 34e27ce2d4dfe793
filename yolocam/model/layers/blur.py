"""`antialiasing=`: blurs an output of stride 1 before it is downsampled."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from yolocam.darknet.cfg import Section
from yolocam.model.layers.layer import Shape, not_empty


class Blur(nn.Module):
    """Darknet's fixed kernel for every channel, zeros around the image, then every `stride`-th pixel.

    It is 1 2 1 both ways, over 16 (`size` 3), or with `antialiasing=2` the mean of 2 x 2 pixels to the
    right and below (`size` 2). The first is the second done twice, so that neither needs weights.
    """

    def __init__(self, section: Section, size: int, stride: tuple[int, int]) -> None:
        super().__init__()
        self._section = section
        self.size = size
        self.stride = stride

    def out_shape(self, shape: Shape) -> Shape:
        """Darknet's convolution: (side + 2 padding - size) / stride + 1, rounded down."""
        padding = self.size // 2 if self.size == 3 else 0
        height, width = (
            (side + 2 * padding - self.size) // stride + 1
            for side, stride in zip(shape[1:], self.stride, strict=True)
        )
        return not_empty(self._section, shape, Shape(shape.channels, height, width))

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, H', W')."""
        if self.size == 3:
            x = F.avg_pool2d(x, 2, 1, padding=1)  # counts the zeros around
        return F.avg_pool2d(x, 2, self.stride)


def build_blur(section: Section, stride: tuple[int, int]) -> Blur | None:
    """Return what `antialiasing=` asks for, None without; the layer itself then has stride 1."""
    kind = section.integer("antialiasing", 0, low=0)
    return None if not kind else Blur(section, 2 if kind == 2 else 3, stride)
