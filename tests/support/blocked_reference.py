"""What operations of `kernels.blocked` give, by numpy in float64: slow and plain."""

import numpy as np

from yolocam.model.engines.kernels.blocked import operations as ops


def results_of(network, images):
    """(B, H, W, C) -> (B, h, w, c) of each output."""
    found = []
    for operation in network.operations:
        sources = [found[source] for source in operation.sources]
        result = images.astype(np.float64) if isinstance(operation, ops.Input) else _of(operation, sources)
        channels, height, width = operation.shape
        assert result.shape[1:] == (height, width, channels), operation
        found.append(result)
    return [found[number] for number in network.outputs]


def _of(operation, sources):
    first = sources[0]
    if isinstance(operation, ops.Convolution):
        taps = _windows(first, operation, operation.weight.shape[2], operation.stride, operation.padding)
        total = np.einsum("bhwijc,fcij->bhwf", taps, operation.weight.astype(np.float64)) + operation.bias
        return _activated(total, operation)
    if isinstance(operation, ops.Depthwise):
        size, stride = operation.weight.shape[1], (operation.stride, operation.stride)
        taps = _windows(first, operation, size, stride, operation.padding)
        total = np.einsum("bhwijc,cij->bhwc", taps, operation.weight.astype(np.float64)) + operation.bias
        return _activated(total, operation)
    if isinstance(operation, ops.Pool):
        taps = _windows(first, operation, operation.size, operation.stride, operation.before, -np.inf)
        return taps.max((3, 4))
    if isinstance(operation, ops.Upsample):
        return first.repeat(operation.times, 1).repeat(operation.times, 2)
    if isinstance(operation, ops.Join):
        return np.concatenate(sources, 3)
    if isinstance(operation, ops.Part):
        return first[..., operation.first : operation.first + operation.shape[0]]
    return sources[0] + sources[1] if isinstance(operation, ops.Sum) else operation.run(sources)


def _windows(image, operation, size, stride, before, outside=0.0):
    """(B, h, w, size, size, C): what lies in the window of each result."""
    _, height, width = operation.shape
    behind = size + max(stride)
    padded = np.pad(image, ((0, 0), (before, behind), (before, behind), (0, 0)), constant_values=outside)
    rows = np.arange(height)[:, None] * stride[0] + np.arange(size)
    columns = np.arange(width)[:, None] * stride[1] + np.arange(size)
    return padded[:, rows[:, None, :, None], columns[None, :, None, :]]


def _activated(x, operation):
    if operation.activation == "leaky":
        return np.where(x > 0, x, x * operation.slope)
    logistic = 1 / (1 + np.exp(-x))
    curves = {"logistic": logistic, "swish": x * logistic, "mish": x * np.tanh(np.log1p(np.exp(x)))}
    return curves[operation.activation]
