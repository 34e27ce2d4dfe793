"""Loads a Darknet .weights file into a network, to the last byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from yolocam.darknet.weights_header import file_size, read_header
from yolocam.errors import WeightsError, reason_of
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.heads import Head
from yolocam.model.layers.layer import Layer
from yolocam.model.layers.shortcut import Shortcut

_MORE = " ('yolocam models check' tells more)"


class Chunk(NamedTuple):
    """One tensor of the file, in the order in which Darknet writes them."""

    layer: Layer
    name: str
    tensor: Tensor


def load_weights(network: DarknetNetwork, path: str | Path) -> None:
    """Copy the float32 values of a .weights file into `network`, which may be on the meta device.

    A network on the meta device gets its memory on the CPU, after the file's length was checked.
    Raises WeightsError when the file is no Darknet weights file, does not fit the network, or holds
    values that are not finite; the network is then of no use.
    """
    path = Path(path)
    values = _map_values(path, network)
    if any(tensor.is_meta for _, _, tensor in chunks(network)):
        # What network.to_empty() does, without the half second of imports that empty_like needs for it.
        network._apply(lambda tensor: torch.empty(tensor.shape, dtype=tensor.dtype))
    start = 0
    for chunk in chunks(network):
        end = start + chunk.tensor.numel()
        _copy(path, chunk, values[start:end])
        start = end
    _share(network)
    for layer in _convolutions(network):
        if layer.bn is not None and layer.bn.num_batches_tracked is not None:
            layer.bn.num_batches_tracked.zero_()


def chunks(network: DarknetNetwork) -> Iterator[Chunk]:
    """Yield the network's tensors in the order of the file."""
    for layer in cast("Iterable[Layer]", network.layers):
        yield from layer_chunks(layer)


def layer_chunks(layer: Layer) -> Iterator[Chunk]:
    """Yield the tensors of one layer in the order of the file.

    For a convolution: bias, then with batch normalisation scale, mean and variance, then the kernel
    (out, in / groups, k, k); nothing for one that shares them with another. A shortcut has its weights.
    """
    if isinstance(layer, Shortcut) and layer.weights is not None:
        yield Chunk(layer, "weights", layer.weights)
    if not isinstance(layer, Convolutional) or layer.shares is not None:
        return
    if layer.bn is not None:
        mean, variance = layer.bn.running_mean, layer.bn.running_var
        assert mean is not None and variance is not None
        yield Chunk(layer, "biases", layer.bn.bias)
        yield Chunk(layer, "scales", layer.bn.weight)
        yield Chunk(layer, "means", mean)
        yield Chunk(layer, "variances", variance)
    elif layer.conv.bias is not None:
        yield Chunk(layer, "biases", layer.conv.bias)
    yield Chunk(layer, "kernel", layer.conv.weight)


def value_count(layer: Layer) -> int:
    """Return how many float32 values the file has for a layer."""
    return sum(chunk.tensor.numel() for chunk in layer_chunks(layer))


def _convolutions(network: DarknetNetwork) -> Iterator[Convolutional]:
    for layer in cast("Iterable[Layer]", network.layers):
        if isinstance(layer, Convolutional):
            yield layer


def _share(network: DarknetNetwork) -> None:
    """Give convolutions that share weights what has been read for the layer they name."""
    for layer in _convolutions(network):
        if layer.shares is not None:
            owner = cast(Convolutional, network.layers[layer.shares])
            layer.conv.load_state_dict(owner.conv.state_dict())
            if layer.bn is not None and owner.bn is not None:
                layer.bn.load_state_dict(owner.bn.state_dict())


def _map_values(path: Path, network: DarknetNetwork) -> NDArray[np.float32]:
    header = read_header(path)
    found, rest = divmod(file_size(path) - header.size, 4)
    if rest:
        raise WeightsError(
            f"{path} has {rest} bytes after its last whole value: {found * 4 + rest + header.size} bytes "
            f"found, {_needed(network) * 4 + header.size} expected; a broken download?{_MORE}"
        )
    _check_length(path, network, found)
    try:
        # Copy-on-write: torch wants a writable array, the file stays as it is.
        return np.memmap(path, dtype="<f4", mode="c", offset=header.size)
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise WeightsError(f"{path} cannot be read: {reason}") from error


def _needed(network: DarknetNetwork) -> int:
    return sum(chunk.tensor.numel() for chunk in chunks(network))


def _check_length(path: Path, network: DarknetNetwork, found: int) -> None:
    needed = _needed(network)
    if found > needed:
        raise WeightsError(
            f"{path} has {found - needed} values more than {network.cfg.path.name} takes "
            f"({found} found, {needed} expected); {_likely_cause(network, found - needed)}{_MORE}"
        )
    if found == needed:
        return
    start = 0
    for layer in cast("Iterable[Layer]", network.layers):
        wanted = value_count(layer)
        if start + wanted > found:
            raise WeightsError(
                f"{path} ends at layer {layer.number} ({network.cfg.path.name} line {layer.section.line}), "
                f"which wants {wanted} values where {found - start} are left ({found} found in all, {needed} "
                f"expected); {_likely_cause(network, found - needed)}{_MORE}"
            )
        start += wanted


def _likely_cause(network: DarknetNetwork, surplus: int) -> str:
    classes = fitting_classes(list(cast("Iterable[Layer]", network.layers)), _needed(network) + surplus)
    if classes is not None:
        return f"it would fit a cfg with classes={classes}"
    if abs(surplus) == 1:
        return "its header has the other length"
    if surplus < 0:
        return "a download that broke off, a backbone only, or another cfg's weights?"
    return "another cfg's weights?"


def fitting_classes(layers: Sequence[Layer], count: int) -> int | None:
    """Return the number of classes with which a file of `count` values would fit: the most common mistake."""
    per_class = 0
    for head in (layer for layer in layers if isinstance(layer, Head)):
        before = layers[head.number - 1]
        if not isinstance(before, Convolutional):
            return None
        per_filter = before.conv.weight[0].numel() + (1 if before.bn is None else 4)
        per_class += head.num_anchors * per_filter
        count += head.num_anchors * per_filter * head.num_classes
    classes, rest = divmod(count - sum(map(value_count, layers)), per_class or 1)
    return classes if per_class and not rest and classes >= 1 else None


def _copy(path: Path, chunk: Chunk, values: NDArray[np.float32]) -> None:
    source = torch.from_numpy(values.astype(np.float32, copy=False)).view(chunk.tensor.shape)
    where = f"the {chunk.name} of layer {chunk.layer.number} (cfg line {chunk.layer.section.line})"
    if not torch.isfinite(source).all():
        raise WeightsError(
            f"{path} has values in {where} that are not finite numbers; a broken download?{_MORE}"
        )
    if chunk.name == "variances" and bool((source < 0).any()):
        raise WeightsError(f"{path} has negative values in {where}: these are not this cfg's weights{_MORE}")
    with torch.no_grad():
        chunk.tensor.copy_(source)
