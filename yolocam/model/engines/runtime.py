"""Device, precision, and the form of a network that is made for inference."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import cast

import torch
from torch import Tensor, nn

from yolocam.errors import DeviceError, ModelError
from yolocam.model.engines.cuda.usable import gpu_name, gpu_problem, hidden_gpus, usable_gpu
from yolocam.model.engines.engine import EngineStatus
from yolocam.model.engines.float16.builder import HalfBuilder, can_half, computes_half
from yolocam.model.engines.torch_build import unused_card
from yolocam.model.engines.torch_cpu.fused import FusedLayers, can_fuse
from yolocam.model.engines.torch_cpu.quantized import can_quantize
from yolocam.model.engines.torch_cpu.quantizer import Quantizer
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.grey import let_first_convolution_take_rgb, to_grey
from yolocam.model.layers.layer import Layer

PRECISIONS = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16, "int8": torch.float32}
"""Name -> the type of the numbers between the layers; those of int8 are bytes only where it pays."""


def resolve_device(name: str) -> torch.device:
    """Return the device for `auto`, `cpu`, `cuda`, `cuda:N` or `mps`; DeviceError if it is not here.

    `auto` and `cuda` are the first GPU on which a kernel runs.
    """
    if name == "auto":
        index, _ = usable_gpu()
        if index is not None:
            return torch.device("cuda", index)
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError:
        raise DeviceError(f"unknown device '{name}', expected auto, cpu, cuda, cuda:N or mps") from None
    if device.type == "cuda":
        return _cuda_device(name, device)
    if device.type == "mps" and not torch.backends.mps.is_available():
        raise DeviceError("device 'mps' needs an Apple GPU, and there is none here")
    if device.type not in ("cpu", "mps"):
        raise DeviceError(f"unknown device '{name}', expected auto, cpu, cuda, cuda:N or mps")
    return device


def _cuda_device(name: str, device: torch.device) -> torch.device:
    if not torch.cuda.is_available():
        reason = "found no GPU it can use" if torch.version.cuda else "is built without CUDA"
        advice = unused_card() or hidden_gpus()
        raise DeviceError(
            f"device '{name}' is not available: this PyTorch {reason}" + (f"; {advice}" if advice else "")
        )
    count = torch.cuda.device_count()
    if not 0 <= (device.index or 0) < count:  # torch keeps 8 bits, so that it may have become negative
        raise DeviceError(f"device '{name}' is not available: there are {count} GPUs, counted from 0")
    found, problem = (device.index, gpu_problem(device.index)) if device.index is not None else usable_gpu()
    if found is None or (device.index is not None and problem is not None):
        raise DeviceError(f"device '{name}' is not available: {problem}; take auto")
    return torch.device("cuda", found)


def unusable_gpu() -> str | None:
    """Return in a sentence why `auto` passes over a GPU, or None; None, too, where there is none."""
    index, problem = usable_gpu()
    if problem is None:
        return None
    return f"{problem}; the network runs on {'the CPU' if index is None else f'GPU {index}'} instead"


def resolve_precision(name: str, device: torch.device, image_count: int | None = None) -> str:
    """Return one of PRECISIONS for a wish that may be "auto"; DeviceError if the device can't.

    `image_count` is how many will be looked at, None where nobody knows.
    """
    if name == "auto":
        if device.type == "cuda":
            return "fp16"
        return _best_on_cpu(image_count) if device.type == "cpu" else "fp32"
    if name not in PRECISIONS:
        raise DeviceError(f"unknown precision '{name}', expected auto, {', '.join(PRECISIONS)}")
    if name == "fp16" and device.type == "cpu" and not can_half():
        raise DeviceError("precision fp16 needs a GPU, or a processor with AVX512-FP16; take auto")
    if name == "bf16" and device.type == "cuda" and torch.cuda.get_device_capability(device) < _BF16_SINCE:
        raise DeviceError(f"precision bf16 needs a GPU newer than {device_label(device)}; take fp16")
    if name == "int8" and (device.type != "cpu" or not can_quantize()):
        raise DeviceError("precision int8 needs a processor with VNNI; take auto")
    return name


_BF16_SINCE = (8, 0)
"""Compute capability from which a GPU multiplies bfloat16: Ampere."""

WORTH_KERNELS = 50
"""With fewer images, making the kernels for fp16 takes longer than it saves."""


def _best_on_cpu(image_count: int | None) -> str:
    # Before fp16, for AMX multiplies bfloat16 several times as fast as anything else does float16.
    best = best_of_torch_on_cpu()
    few = image_count is not None and image_count < WORTH_KERNELS
    return "fp16" if best == "fp32" and not few and can_half() else best


def best_of_torch_on_cpu() -> str:
    """Return the fastest precision that needs no kernels of our own."""
    return "bf16" if cpu_prefers_bf16() else "fp32"


def left_out(device: torch.device, precision: str) -> str | None:
    """Return what would be quicker than this precision if it were installed, in a sentence, or None."""
    if device.type != "cpu" or precision != "fp32" or not computes_half() or can_half():
        return None
    return "fp16, which is quicker here, is left out: llvmlite is not installed"


def cpu_prefers_bf16() -> bool:
    """Whether bfloat16 is clearly faster than float32 on this processor, by trying both once.

    Having the instructions says little: AMD's Zen 4 and 5 and Intel's AMX double the speed with
    them, Intel's AVX512-BF16 without AMX is slower than float32.
    """
    # Not public, so a version of torch that lacks them counts as "no".
    probes = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    has_bf16 = any(bool(getattr(torch.cpu, probe, bool)()) for probe in probes)
    return has_bf16 and _bf16_gain() > WORTHWHILE_GAIN


WORTHWHILE_GAIN = 1.15
"""How much faster bfloat16 has to be to be worth its rounding."""


@cache
def _bf16_gain() -> float:
    """Return how many times faster a convolution is in bfloat16, in this thread's own processor time.

    On one core: what else the machine is doing must not decide in which precision a network runs.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        times: dict[torch.dtype, list[int]] = {torch.float32: [], torch.bfloat16: []}
        with torch.inference_mode():
            for _ in range(8):  # in turn, so that both meet the same disturbances
                for dtype, taken in times.items():
                    taken.append(_time_convolution(dtype))
    finally:
        torch.set_num_threads(threads)
    return min(times[torch.float32]) / max(min(times[torch.bfloat16]), 1)


def _time_convolution(dtype: torch.dtype) -> int:
    """Return the nanoseconds of one convolution as in the middle of YOLOv3-tiny."""
    x = torch.ones(1, 64, 52, 52, dtype=dtype).contiguous(memory_format=torch.channels_last)
    kernel = torch.ones(128, 64, 3, 3, dtype=dtype).contiguous(memory_format=torch.channels_last)
    started = time.thread_time_ns()
    torch.nn.functional.conv2d(x, kernel, padding=1)
    return time.thread_time_ns() - started


def device_label(device: torch.device) -> str:
    """Return a short name for people: "CPU" or the GPU's own."""
    if device.type == "cuda":
        return gpu_name(device.index or 0) or f"GPU {device.index or 0}"
    return device.type.upper()


class InferenceNetwork(nn.Module):
    """A network in the form in which it runs: takes frames as they are, gives the heads' raw numbers.

    It takes a loaded network over. Batch normalisation is folded into the convolutions, tensors are
    channels_last, weights are in `dtype`. Where the first layer allows it, its weights also do the division
    by 255, the exchange of red and blue, and the grey of a network with one channel: frames go straight
    into the first convolution. In float16 they only exchange the colours, as the smallest weights would
    be lost. On the CPU the layers run as `FusedLayers` if oneDNN can.

    With "int8", and with "fp16" on the CPU, it may run in float32 at first; see `Quantizer` and
    `HalfBuilder` for when and how that changes. `image_count` is as `EngineTask` has it.
    """

    def __init__(
        self, network: DarknetNetwork, device: torch.device, precision: str, *, image_count: int | None = None
    ) -> None:
        super().__init__()
        if network.net.channels not in (1, 3):
            raise ModelError(
                f"{network.name} takes images of {network.net.channels} channels, "
                "expected 3 (colour) or 1 (grey): that is all that can be made of a frame"
            )
        on_cpu = device.type == "cpu"
        self.dtype = torch.float32 if on_cpu and precision == "fp16" else PRECISIONS[precision]
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
        self._device = device
        self._wish = precision
        self._better: Quantizer | HalfBuilder | None = None
        if fused and precision == "int8":
            self._better = Quantizer(network, fused)
        elif fused and precision == "fp16":
            self._better = HalfBuilder(network, fused, image_count)
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
        return None if self._better is None else self._better.refusal

    @property
    def status(self) -> EngineStatus:
        """Where and how it runs now."""
        return EngineStatus(device_label(self._device), self.precision, self.refusal, settled=self.settled)

    def calibrate(self, images: Sequence[Tensor]) -> None:
        """Measure for int8 on these images, each as `forward` takes it, and wait for the outcome."""
        if isinstance(self._better, Quantizer):
            inputs = (self._as_input(x) for x in images)
            self._better.calibrate([to_grey(x) if self._wants_grey else x for x in inputs])

    def close(self) -> None:
        """End what is being prepared."""
        if self._better is not None:
            self._better.close()

    def forward(self, images: Tensor) -> list[Tensor]:
        """(B, H, W, 3) BGR in 0..255, fitted to the input -> raw (B, A * (5 + C), Gh, Gw) for each head.

        Bytes, or float32 where rounding to bytes would matter.
        """
        return self._run(self._as_input(images))

    def _as_input(self, images: Tensor) -> Tensor:
        x = images.permute(0, 3, 1, 2)  # already channels_last in memory
        if not self.takes_bgr:
            x = x.flip(1)
        x = x.to(self.dtype)
        return x if self.scale == 1.0 else x * self.scale

    def _run(self, x: Tensor) -> list[Tensor]:
        if self._wants_grey:
            x = to_grey(x)
        return self._raw(x)


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
