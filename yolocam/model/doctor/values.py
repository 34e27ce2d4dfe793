"""Compares the values of a weights file with the layers: which of them are impossible?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yolocam.darknet.weights_header import Header, file_size, read_header
from yolocam.errors import WeightsError, reason_of
from yolocam.model.layers.layer import Layer
from yolocam.model.layers.weights import layer_chunks, value_count

Values = NDArray[np.float32]

LARGEST = 1e9
"""No trained network has values near this; of bytes that are no float32 numbers, a third are beyond it."""

LEAST = 1e-12
"""Every trained network has a variance above this."""

ENOUGH = 4096
"""From so many values of a tensor on, all of them 0 is no chance."""


@dataclass(frozen=True, eq=False)
class WeightsFile:
    """A file on disk: its header, its `values` (mapped, not read), and how many bytes follow them."""

    path: Path
    header: Header
    size: int
    values: Values

    @property
    def rest(self) -> int:
        """Bytes after the last whole value, 0 to 3."""
        return (self.size - self.header.size) % 4

    def shifted(self, values: int) -> Values:
        """Return the values as they are when the header is so many values longer (1) or shorter (-1)."""
        offset = self.header.size + 4 * values
        return _mapped(self.path, offset, (self.size - offset) // 4)


def open_weights(path: Path) -> WeightsFile:
    """Map a weights file; WeightsError if it is another kind of file or cannot be read."""
    header = read_header(path)
    size = file_size(path)
    return WeightsFile(path, header, size, _mapped(path, header.size, (size - header.size) // 4))


class Tensor(NamedTuple):
    """One tensor of the file, and where it starts among the values."""

    layer: Layer
    name: str
    start: int
    length: int

    @property
    def end(self) -> int:
        """Where the next one starts."""
        return self.start + self.length


def tensors(layers: Sequence[Layer]) -> Iterator[Tensor]:
    """Yield the tensors of the layers in the order of the file."""
    start = 0
    for layer in layers:
        for chunk in layer_chunks(layer):
            yield Tensor(layer, chunk.name, start, chunk.tensor.numel())
            start += chunk.tensor.numel()


def first_nonsense(layers: Sequence[Layer], values: Values) -> Layer | None:
    """Return the first layer with impossible variances, None if the file has none.

    If the file was written for other layers, kernels or biases stand where variances are looked for, and
    about half of those are negative. Looks at little of the file.
    """
    for tensor in tensors(layers):
        if tensor.end > len(values):
            return None
        if tensor.name == "variances" and not _possible_variances(values[tensor.start : tensor.end]):
            return tensor.layer
    return None


def fits(layers: Sequence[Layer], values: Values) -> bool:
    """Whether a file with these values, to the last one, can have been written for these layers."""
    return sum(map(value_count, layers)) == len(values) and first_nonsense(layers, values) is None


class Spoiled(NamedTuple):
    """A tensor with values that cannot be, and what they are."""

    tensor: Tensor
    what: str


def first_spoiled(layers: Sequence[Layer], values: Values) -> Spoiled | None:
    """Read the whole file and return the first tensor whose values cannot be used."""
    for tensor in tensors(layers):
        low, high = _extremes(values[tensor.start : tensor.end])
        if not (np.isfinite(low) and np.isfinite(high)):
            return Spoiled(tensor, "values that are not finite numbers")
        if max(-low, high) > LARGEST:
            return Spoiled(tensor, f"values up to {max(-low, high):.0e}")
        if tensor.name == "variances" and low < 0:
            return Spoiled(tensor, "negative values")
    return None


def zeros_from(layers: Sequence[Layer], values: Values) -> Tensor | None:
    """Return the first of the tensors after which there are only zeros, itself included; None if none."""
    found: Tensor | None = None
    count = 0
    for tensor in reversed(list(tensors(layers))):
        if values[tensor.start : tensor.end].any():
            break
        found, count = tensor, count + tensor.length
    return found if count >= ENOUGH else None


def is_swapped(layers: Sequence[Layer], values: Values) -> bool:
    """Whether the values make sense with the four bytes of each in reverse order, and only so."""
    swapped = values.view(values.dtype.newbyteorder())
    if first_nonsense(layers, values) is None or first_nonsense(layers, swapped) is not None:
        return False
    # In reverse, NaN and infinity are numbers too, but next to nothing.
    return any(
        part.size and float(part.max()) > LEAST
        for part in (swapped[t.start : t.end] for t in tensors(layers) if t.name == "variances")
    )


def _possible_variances(values: Values) -> bool:
    low, high = _extremes(values)
    return low >= 0 and high <= LARGEST  # False for what is not a number


def _extremes(values: Values) -> tuple[float, float]:
    """Return the least and the largest value, not a number if one of the values is none."""
    with np.errstate(invalid="ignore"):
        return float(values.min()), float(values.max())


def _mapped(path: Path, offset: int, count: int) -> Values:
    if count < 1:
        return np.zeros(0, dtype="<f4")
    try:
        return np.memmap(path, dtype="<f4", mode="r", offset=offset, shape=(count,))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{path} cannot be read: {reason_of(error)}") from error
