"""The form of a network that is made for inference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

import torch
from torch import Tensor, nn

from yolocam.errors import ModelError
from yolocam.model.engines.compiled.compiled_builder import ByteBuilder, CompiledBuilder
from yolocam.model.engines.compiled.racing_builder import RacingBuilder
from yolocam.model.engines.device_choice import PRECISIONS, device_label
from yolocam.model.engines.engine import EngineStatus
from yolocam.model.engines.float16.builder import HalfBuilder
from yolocam.model.engines.kernel_builder import KernelBuilder
from yolocam.model.engines.torch_cpu.fused import Bfloat16Layers, FusedLayers, can_fuse
from yolocam.model.engines.torch_cpu.quantizer import Quantizer
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.grey import let_first_convolution_take_rgb, to_grey
from yolocam.model.layers.layer import Layer


class InferenceNetwork(nn.Module):
    """A network in the form in which it runs: takes frames as they are, gives the heads' raw numbers.

    It takes a loaded network over. Batch normalisation is folded into the convolutions, tensors are
    channels_last, weights are in `dtype`. Where the first layer allows it, its weights also do the division
    by 255, the exchange of red and blue, and the grey of a network with one channel: frames go straight
    into the first convolution. In float16 they only exchange the colours, as the smallest weights would
    be lost. On the CPU the layers run as `FusedLayers` if oneDNN can.

    With "int8", and with `kernels` (on the CPU), it may run by PyTorch in float32 at first; see `Quantizer`
    and `KernelBuilder` for when and how that changes. `image_count` and `measured` are as `EngineTask` has
    them.
    """

    def __init__(
        self,
        network: DarknetNetwork,
        device: torch.device,
        precision: str,
        *,
        image_count: int | None = None,
        kernels: bool = False,
        measured: bool = False,
    ) -> None:
        super().__init__()
        if network.net.channels not in (1, 3):
            raise ModelError(
                f"{network.name} takes images of {network.net.channels} channels, "
                "expected 3 (colour) or 1 (grey): that is all that can be made of a frame"
            )
        on_cpu = device.type == "cpu"
        exact = on_cpu and (kernels or precision == "fp16")
        self.dtype = torch.float32 if exact else PRECISIONS[precision]
        fold_batch_norm(network)
        self.scale = 1.0 / 255.0
        self.takes_bgr = _takes_image_alone(network)
        self._wants_grey = network.net.channels == 1 and not self.takes_bgr
        if self.takes_bgr:
            if network.net.channels == 1:
                let_first_convolution_take_rgb(network)
            first = cast(Convolutional, network.layers[0]).conv
            first.weight.data = first.weight.data.flip(1)
            if self.dtype != torch.float16:
                first.weight.data /= 255.0
                self.scale = 1.0
        self.network = network.to(device, self.dtype)
        _channels_last(network)
        self.heads = network.heads
        fused = FusedLayers(network) if on_cpu and can_fuse(self.dtype) else None
        self._raw: Callable[[Tensor], list[Tensor]] = fused.raw if fused else network.raw
        self._label = device_label(device)
        self._wish = precision
        self._asked_for = not measured
        self._better: Quantizer | KernelBuilder | None = None
        if fused and precision == "int8":
            by_kernels = partial(ByteBuilder, network, fused, image_count) if kernels else None
            self._better = Quantizer(network, fused, make=by_kernels)
        elif fused and precision == "fp16":
            self._better = HalfBuilder(network, fused, image_count)
        elif fused and kernels and measured:
            rival = Bfloat16Layers(network) if precision == "bf16" else fused
            self._better = RacingBuilder(network, rival, image_count, precision)
        elif fused and kernels:
            self._better = CompiledBuilder(network, fused, image_count, precision)
        if self._better is not None:
            self._raw = self._better.raw

    @property
    def precision(self) -> str:
        """What it runs in now."""
        changed = self._better is None or self._better.taken_up
        return self._wish if changed else "fp32"

    @property
    def settled(self) -> bool:
        """Whether it runs in the form in which it will go on."""
        return self._better is None or self._better.taken_up or self._better.refusal is not None

    @property
    def refusal(self) -> str | None:
        """Why it does not run in the precision that was asked for; None where it does, or may yet."""
        return self._better.refusal if self._better is not None and self._asked_for else None

    @property
    def status(self) -> EngineStatus:
        """Where and how it runs now."""
        return EngineStatus(
            self._label, self.precision, self.refusal, settled=self.settled, in_thread=self._label == "CPU"
        )

    def calibrate(self, images: Sequence[Tensor]) -> None:
        """Measure for int8 on these images, each as `forward` takes it, and wait for the outcome."""
        if isinstance(self._better, Quantizer):
            inputs = (self._as_input(x) for x in images)
            self._better.calibrate([to_grey(x) if self._wants_grey else x for x in inputs])

    def settle(self, images: Tensor) -> None:
        """Take up what is quicker now, where a live source needs it; images as `forward` takes them."""
        if isinstance(self._better, RacingBuilder):
            x = self._as_input(images)
            self._better.settle(to_grey(x) if self._wants_grey else x)

    def close(self) -> None:
        """End what is being prepared."""
        if self._better is not None:
            self._better.close()

    def forward(self, images: Tensor) -> list[Tensor]:
        """(B, H, W, 3) BGR in 0..255, fitted to the input -> raw (B, A * (5 + C), Gh, Gw) for each head.

        Bytes, or float32 where rounding to bytes would matter.
        """
        return self.through(self._raw, images)

    def through(self, raw: Callable[[Tensor], list[Tensor]], images: Tensor) -> list[Tensor]:
        """Do what `forward` does, with `raw` in the place of `DarknetNetwork.raw`."""
        x = self._as_input(images)
        return raw(to_grey(x) if self._wants_grey else x)

    def _as_input(self, images: Tensor) -> Tensor:
        x = images.permute(0, 3, 1, 2)  # already channels_last in memory
        if not self.takes_bgr:
            x = x.flip(1)
        x = x.to(self.dtype)
        return x if self.scale == 1.0 else x * self.scale


def fold_batch_norm(network: DarknetNetwork) -> None:
    """Put each batch normalisation into the convolution before it; the result is the same.

    y = (conv(x) - mean) / sqrt(var + eps) * gamma + beta, computed in float64.
    """
    for layer in network.layers:
        if isinstance(layer, Convolutional) and layer.bn is not None:
            bn, conv = layer.bn, layer.conv
            assert bn.running_var is not None and bn.running_mean is not None
            gain = bn.weight.double() / (bn.running_var.double() + bn.eps).sqrt()
            weight = conv.weight.double() * gain[:, None, None, None]
            bias = bn.bias.double() - bn.running_mean.double() * gain
            conv.weight = nn.Parameter(weight.float(), requires_grad=False)
            conv.bias = nn.Parameter(bias.float(), requires_grad=False)
            layer.bn = None


def _channels_last(network: DarknetNetwork) -> None:
    for parameter in network.parameters():
        if parameter.ndim == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)


def _takes_image_alone(network: DarknetNetwork) -> bool:
    """Whether the first layer is an ordinary convolution and the only one that sees the image."""
    first, *others = cast("list[Layer]", list(network.layers))
    if not isinstance(first, Convolutional) or first.conv.groups != 1:
        return False
    return not any(-1 in layer.sources for layer in others)
