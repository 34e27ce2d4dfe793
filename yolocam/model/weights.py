"""Reads a Darknet .weights file into a network; the file must be consumed to its last byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from yolocam.errors import WeightsError
from yolocam.model.convolution import Convolutional
from yolocam.model.layer import Layer
from yolocam.model.network import DarknetNetwork

_OTHER_FILES = (
    (b"PK\x03\x04", "a zip archive or PyTorch checkpoint"),
    (b"\x80\x02", "a Python pickle or PyTorch checkpoint"),
    (b"\x80\x03", "a Python pickle"),
    (b"\x80\x04", "a Python pickle"),
    (b"\x80\x05", "a Python pickle"),
    (b"version https://git-lfs", "a Git LFS pointer, not the file itself"),
    (b"<", "a web page"),
    (b"[net", "a cfg file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x1f\x8b", "a gzip archive"),
)
"""How other files that end up under this name begin."""


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
    for layer in _convolutions(network):
        if layer.bn is not None and layer.bn.num_batches_tracked is not None:
            layer.bn.num_batches_tracked.zero_()


def chunks(network: DarknetNetwork) -> Iterator[Chunk]:
    """Yield the network's tensors in the order of the file.

    For each convolution: bias, then with batch normalisation scale, mean and variance, then the kernel
    (out, in / groups, k, k).
    """
    for layer in _convolutions(network):
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


def _convolutions(network: DarknetNetwork) -> Iterator[Convolutional]:
    for layer in cast("Iterable[Layer]", network.layers):
        if isinstance(layer, Convolutional):
            yield layer


def _map_values(path: Path, network: DarknetNetwork) -> NDArray[np.float32]:
    try:
        if path.is_dir():
            raise WeightsError(f"{path} is a folder, expected a Darknet .weights file")
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise WeightsError(f"{path} is not a regular file, expected a Darknet .weights file")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(64)
        header = _header_bytes(path, start)
        if (size - header) % 4:
            raise WeightsError(
                f"{path} has {(size - header) % 4} bytes after its last whole value: "
                f"{size} bytes found, {_needed(network) * 4 + header} expected; a broken download?"
            )
        _check_length(path, network, (size - header) // 4)
        # Copy-on-write: torch wants a writable array, the file stays as it is.
        return np.memmap(path, dtype="<f4", mode="c", offset=header)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise WeightsError(f"{path} cannot be read: {reason}") from error


def _header_bytes(path: Path, start: bytes) -> int:
    """Return 20 where `seen` is a 64-bit number, which newer versions write, else 16."""
    if not start:
        raise WeightsError(f"{path} is empty, expected a Darknet .weights file")
    for magic, what in _OTHER_FILES:
        if start.lstrip().startswith(magic):
            raise WeightsError(f"{path} is {what}, expected a Darknet .weights file")
    if len(start) < 16:
        raise WeightsError(f"{path} ends within its header after {len(start)} bytes")
    major, minor, revision = (int(v) for v in np.frombuffer(start[:12], "<i4"))
    if not (0 <= major < 1000 and 0 <= minor < 1000 and 0 <= revision < 1_000_000):
        raise WeightsError(
            f"{path} starts with version {major}.{minor}.{revision}, expected a Darknet .weights file"
        )
    header = 20 if major * 10 + minor >= 2 else 16
    if len(start) < header:
        raise WeightsError(f"{path} ends within its header after {len(start)} bytes")
    return header


def _needed(network: DarknetNetwork) -> int:
    return sum(chunk.tensor.numel() for chunk in chunks(network))


def _check_length(path: Path, network: DarknetNetwork, found: int) -> None:
    needed = _needed(network)
    if found > needed:
        raise WeightsError(
            f"{path} has {found - needed} values more than {network.cfg.path.name} takes "
            f"({found} found, {needed} expected); {_likely_cause(network, found - needed)}"
        )
    if found == needed:
        return
    start = 0
    for layer in _convolutions(network):
        wanted = sum(chunk.tensor.numel() for chunk in chunks(network) if chunk.layer is layer)
        if start + wanted > found:
            raise WeightsError(
                f"{path} ends at layer {layer.number} ({network.cfg.path.name} line {layer.section.line}), "
                f"which wants {wanted} values where {found - start} are left ({found} found in all, {needed} "
                f"expected); {_likely_cause(network, found - needed)}"
            )
        start += wanted


def _likely_cause(network: DarknetNetwork, surplus: int) -> str:
    classes = _fitting_classes(network, surplus)
    if classes is not None:
        return f"it would fit a cfg with classes={classes}"
    if abs(surplus) == 1:
        return "its header has the other length"
    if surplus < 0:
        return "a download that broke off, a backbone only, or another cfg's weights?"
    return "another cfg's weights?"


def _fitting_classes(network: DarknetNetwork, surplus: int) -> int | None:
    """Return the number of classes with which the file would fit: the most common mistake."""
    per_class = 0
    for head in network.heads:
        before = cast("Layer", network.layers[head.number - 1])
        if not isinstance(before, Convolutional):
            return None
        kernel = before.conv.weight[0].numel()
        per_class += head.num_anchors * (kernel + (1 if before.bn is None else 4))
    classes = network.num_classes + surplus // per_class
    return classes if surplus % per_class == 0 and classes >= 1 else None


def _copy(path: Path, chunk: Chunk, values: NDArray[np.float32]) -> None:
    source = torch.from_numpy(values.astype(np.float32, copy=False)).view(chunk.tensor.shape)
    where = f"the {chunk.name} of layer {chunk.layer.number} (cfg line {chunk.layer.section.line})"
    if not torch.isfinite(source).all():
        raise WeightsError(f"{path} has values in {where} that are not finite numbers; a broken download?")
    if chunk.name == "variances" and bool((source < 0).any()):
        raise WeightsError(f"{path} has negative values in {where}: these are not this cfg's weights")
    with torch.no_grad():
        chunk.tensor.copy_(source)
