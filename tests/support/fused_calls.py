"""Convolution, bias and activation as one call, and as two kernels, by PyTorch in a library's place."""

import torch

from yolocam.model.engines.cuda.convolution_call import activated, in_float32


class Emulated:
    """In place of cuDNN: float32 inside, rounded once; counts what it built and ran."""

    def __init__(self, wrong=0.0, refuses=()):
        self.wrong, self.refuses = wrong, refuses
        self.built, self.ran, self.closed = [], 0, 0

    def build(self, call):
        if call.activation in self.refuses:
            raise RuntimeError("No valid engine configs")
        self.built.append(call)

        def run(x, weight, bias, y):
            self.ran += 1
            assert tuple(x.shape) == call.x_shape and tuple(y.shape) == call.y_shape
            assert x.is_contiguous(memory_format=torch.channels_last)
            assert y.is_contiguous(memory_format=torch.channels_last)
            y.copy_(in_float32(call, x, weight, bias) + self.wrong)

        return run

    def close(self):
        self.closed += 1


def in_place(y, bias, activation, slope):
    """What the Triton kernel does."""
    y.copy_(activated(y.float() + bias.float().view(1, -1, 1, 1), activation, slope))
