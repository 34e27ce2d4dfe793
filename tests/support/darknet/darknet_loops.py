"""Layers of AlexeyAB's Darknet, written out in numpy, value by value, from their definitions."""

import itertools

import numpy as np

EPSILON = 1e-4


def convolution(x, kernel, stride, padding, groups=1):
    """Zeros around; x (B, C, H, W), kernel (out, C / groups, k, k), stride (down, across)."""
    batch, _, height, width = x.shape
    out, per_group, size, _ = kernel.shape
    sides = [(side + 2 * padding - size) // s + 1 for side, s in zip((height, width), stride, strict=True)]
    result = np.zeros((batch, out, *sides))
    for f, i, j in itertools.product(range(out), *map(range, sides)):
        first = f // (out // groups) * per_group
        for c, n, m in itertools.product(range(per_group), range(size), range(size)):
            row, column = i * stride[0] + n - padding, j * stride[1] + m - padding
            if 0 <= row < height and 0 <= column < width:
                result[:, f, i, j] += x[:, first + c, row, column] * kernel[f, c, n, m]
    return result


def blur(x, kind, stride):
    """What antialiasing=`kind` puts after a layer: one fixed kernel for each channel."""
    kernel = np.full((2, 2), 1 / 4) if kind == 2 else np.outer([1, 2, 1], [1, 2, 1]) / 16
    channels = x.shape[1]
    kernels = np.broadcast_to(kernel, (channels, 1, *kernel.shape))
    return convolution(x, kernels, stride, 0 if kind == 2 else 1, groups=channels)


def pool(x, size, stride, padding, combine):
    """Windows start at -(padding // 2); `combine` gets the values of the picture in one window, (B, C, N)."""
    height, width = x.shape[2:]
    sides = [(side + padding - size) // s + 1 for side, s in zip((height, width), stride, strict=True)]
    result = np.zeros((*x.shape[:2], *sides))
    for i, j in itertools.product(*map(range, sides)):
        rows = [i * stride[0] + n - padding // 2 for n in range(size)]
        columns = [j * stride[1] + m - padding // 2 for m in range(size)]
        inside = [
            x[:, :, row, column]
            for row, column in itertools.product(rows, columns)
            if 0 <= row < height and 0 <= column < width
        ]
        result[:, :, i, j] = combine(np.stack(inside, axis=-1))
    return result


def depth_pool(x, out_channels):
    """Channel g is the largest of channels g, g + out_channels, ..."""
    return np.stack([x[:, g::out_channels].max(1) for g in range(out_channels)], axis=1)


def weighted_sum(inputs, weights, normalisation):
    """Sum of layers for every value of the first; weights (layers,) or (layers, C of the first)."""
    first = inputs[0]
    result = np.zeros(first.shape)
    for index in np.ndindex(first.shape):
        channel = index[1]
        own = [w if np.ndim(w) == 0 else w[channel] for w in weights]
        if normalisation == "relu":
            own = [max(w, 0.0) for w in own]
        elif normalisation == "softmax":
            own = [np.exp(w - max(own)) for w in own]
        total = 1.0 if normalisation == "none" else EPSILON + sum(own)
        for layer, weight in zip(inputs, own, strict=True):
            if channel < layer.shape[1]:
                result[index] += layer[index] * weight / total
    return result


def normalised(x, kind):
    """The channels of each pixel as parts of a sum."""
    result = np.zeros(x.shape)
    for b, i, j in itertools.product(range(x.shape[0]), range(x.shape[2]), range(x.shape[3])):
        values = x[b, :, i, j].astype(np.float64)
        if kind == "normalize_channels":
            powers = values.clip(0)
        else:
            powers = np.exp(values - (values.max() if kind.endswith("maxval") else 0.0))
        result[b, :, i, j] = powers / (EPSILON + powers.sum())
    return result
