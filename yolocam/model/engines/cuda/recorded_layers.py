"""The layers of a network as a recording runs them: as few kernels as the installed libraries allow."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, cast

import torch
from torch import Tensor
from torch.nn import functional as F

from yolocam.model.engines.cuda.convolution_call import (
    BuiltCall,
    CallBuilder,
    ConvolutionCall,
    Operands,
    activated,
    call_of,
    in_float32,
    padded_operands,
)
from yolocam.model.layers import graph
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.heads import Head
from yolocam.model.layers.layer import Layer, Shape

_LOG = logging.getLogger("yolocam.model")

Step = Callable[..., Tensor]

ERRORS = {torch.float16: 2e-3, torch.bfloat16: 1.6e-2, torch.float32: 1e-4}
"""How far a result may be from float32's, as a share of the largest number: some of the last digits."""


class BiasActivate(Protocol):
    """What adds a bias and activates in place, as `bias_kernel.bias_activate` does."""

    def __call__(self, y: Tensor, bias: Tensor, activation: str, slope: float) -> None:
        """Change y."""


Measured = Callable[[BuiltCall, ConvolutionCall, Operands], float]


class RecordedLayers:
    """Makes for each recording the form in which it runs the layers of a network; see `layers_for`.

    A convolution, its bias and its activation are one call of `calls` where there is one whose numbers are
    those of float32; else two kernels where there is a `bias_activate`; else PyTorch's. Filters are padded as
    `padded_operands` says. `measured` says how far a call is from float32. What is made for a recording lives
    with it. Used by one thread at a time, the one that records.
    """

    def __init__(
        self,
        network: DarknetNetwork,
        calls: CallBuilder | None,
        bias_activate: BiasActivate | None,
        measured: Measured | None = None,
    ) -> None:
        self._network = network
        self._calls = calls
        self._bias_activate = bias_activate
        self._measured = measured or error_of
        self._layers = list(cast("Sequence[Layer]", network.layers))
        self._dead_after = graph.dead_after(self._layers)
        convolutions = [layer for layer in self._layers if isinstance(layer, Convolutional)]
        self._operands = {layer.number: padded_operands(layer.conv) for layer in convolutions}
        self._told = False

    def form(self) -> Callable[[Tensor], list[Tensor]]:
        """Return what does what `DarknetNetwork.raw` does, always at the size of its first input."""
        return _Form(self)

    def close(self) -> None:
        """Release what the library holds."""
        if self._calls is not None:
            self._calls.close()

    def steps(self, x: Tensor) -> list[Step]:
        """Prepare what each layer does to an image of this shape."""
        image = Shape(x.shape[1], x.shape[2], x.shape[3])
        shapes = [image, *graph.out_shapes(self._layers, image)]
        built: dict[ConvolutionCall, BuiltCall | None] = {}
        steps = [
            self._convolution(layer, len(x), shapes[layer.sources[0] + 1], built)
            if isinstance(layer, Convolutional)
            else layer
            for layer in self._layers
        ]
        taken = sum(call is not None for call in built.values())
        _LOG.debug("%d of %d kinds of convolution are one call of cuDNN", taken, len(built))
        return steps

    def outputs(self, steps: Sequence[Step], x: Tensor) -> list[Tensor]:
        """Run the layers; returns each head's raw numbers."""
        self._network.check_input(x)
        found = graph.run(self._layers, steps, self._dead_after, x)
        return [out for layer, out in found if isinstance(layer, Head)]

    def _convolution(
        self, layer: Convolutional, batch: int, shape: Shape, built: dict[ConvolutionCall, BuiltCall | None]
    ) -> Step:
        operands = self._operands[layer.number]
        call = call_of(layer, operands, batch, shape)
        if call is None:
            return layer
        if call not in built:
            built[call] = self._built(call, operands)
        one_call = built[call]
        if one_call is not None:
            return partial(_by_call, one_call, call, operands)
        if self._bias_activate is not None:
            return partial(_by_two_kernels, self._bias_activate, call, operands)
        return layer if operands.filters == len(operands.bias) else partial(_padded, call, operands)

    def _built(self, call: ConvolutionCall, operands: Operands) -> BuiltCall | None:
        """Return a call that gives what float32 gives, else None."""
        if self._calls is None:
            return None
        try:
            one_call = self._calls.build(call)
            error = self._measured(one_call, call, operands)
        except Exception as reason:  # whatever the library says: it does not have this one
            _LOG.debug("%s is not one call: %s", call, reason)
            return None
        if error <= ERRORS[call.dtype]:
            return one_call
        if not self._told:
            self._told = True
            _LOG.warning(
                "cuDNN's fused convolutions differ from float32 by %.1g on this GPU, and are left out", error
            )
        return None


class _Form:
    """One recording's layers: prepared when they first run, which is before the recording begins."""

    def __init__(self, layers: RecordedLayers) -> None:
        self._layers = layers
        self._steps: list[Step] | None = None

    def __call__(self, x: Tensor) -> list[Tensor]:
        if self._steps is None:
            self._steps = self._layers.steps(x)
        return self._layers.outputs(self._steps, x)


def error_of(one_call: BuiltCall, call: ConvolutionCall, operands: Operands) -> float:
    """Return the largest distance of a call from float32 on random numbers, as a share of the largest one."""
    weight, bias = operands.weight, operands.bias
    generator = torch.Generator(weight.device).manual_seed(0)
    x = torch.rand(call.x_shape, generator=generator, device=weight.device).sub_(0.5).to(call.dtype)
    x = x.contiguous(memory_format=torch.channels_last)
    found = _by_call(one_call, call, operands, x)[:1].float()
    exact = in_float32(call, x[:1], weight, bias)[:, : operands.filters]
    return float(((found - exact).abs().max() / exact.abs().max().clamp(min=1e-6)).item())


def _by_call(one_call: BuiltCall, call: ConvolutionCall, operands: Operands, x: Tensor) -> Tensor:
    x = x.contiguous(memory_format=torch.channels_last)
    y = torch.empty(call.y_shape, dtype=call.dtype, device=x.device, memory_format=torch.channels_last)
    one_call(x, operands.weight, operands.bias, y)
    return y[:, : operands.filters]


def _by_two_kernels(
    bias_activate: BiasActivate, call: ConvolutionCall, operands: Operands, x: Tensor
) -> Tensor:
    y = F.conv2d(x, operands.weight, None, call.stride, call.padding, call.dilation)
    y = y.contiguous(memory_format=torch.channels_last)
    bias_activate(y, operands.bias, call.activation, call.slope)
    return y[:, : operands.filters]


def _padded(call: ConvolutionCall, operands: Operands, x: Tensor) -> Tensor:
    y = F.conv2d(x, operands.weight, operands.bias, call.stride, call.padding, call.dilation)
    return activated(y, call.activation, call.slope)[:, : operands.filters]


def layers_for(network: DarknetNetwork, device: torch.device) -> RecordedLayers | None:
    """Return the form of the layers for recordings on a device; None where PyTorch's layers serve."""
    if device.type != "cuda":
        return None
    with torch.cuda.device(device):  # Triton launches on the current one
        return RecordedLayers(network, _cudnn_calls(device), proved_bias(_triton_bias, device))


def _cudnn_calls(device: torch.device) -> CallBuilder | None:
    try:
        from yolocam.model.engines.cuda.cudnn_calls import CudnnCalls

        return CudnnCalls(device)
    except Exception as error:  # not installed, or without its library: the present form does it
        _LOG.debug("cuDNN's fused convolutions are left out: %s", error)
        return None


def _triton_bias() -> BiasActivate:
    from yolocam.model.engines.cuda.bias_kernel import bias_activate

    return bias_activate


def proved_bias(make: Callable[[], BiasActivate], device: torch.device) -> BiasActivate | None:
    """Return what `make` gives if its numbers are those of float32, else None."""
    try:
        made = make()
        generator = torch.Generator().manual_seed(0)
        x = torch.randn((1, 24, 5, 7), generator=generator).mul(9.0).to(device)
        bias = torch.randn(24, generator=generator).to(device)
        for name in ("linear", "leaky", "relu", "logistic", "swish", "mish"):
            y = x.clone(memory_format=torch.channels_last)
            made(y, bias, name, 0.1)
            if not torch.allclose(y, activated(x + bias.view(1, -1, 1, 1), name, 0.1), rtol=1e-4, atol=1e-4):
                raise ValueError(f"{name} comes out wrong")
        return made
    except Exception as error:  # no Triton, no compiler, an old driver: PyTorch does it
        _LOG.debug("bias and activation by one kernel are left out: %s", error)
        return None
