"""Which device and which precision a network runs on, from what was asked for and what is there."""

from __future__ import annotations

import time
from functools import cache

import torch

from yolocam.errors import DeviceError
from yolocam.model.engines.compiled.compiled_builder import can_compile
from yolocam.model.engines.cuda.usable import gpu_name, gpu_problem, hidden_gpus, usable_gpu, wrongly_hidden
from yolocam.model.engines.float16.builder import can_half, computes_half
from yolocam.model.engines.torch_build import unused_card
from yolocam.model.engines.torch_cpu.quantized import can_quantize

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
    _check_number(name, device)
    if ":" not in name:
        found, problem = usable_gpu()
        if found is None:
            raise DeviceError(f"device '{name}' is not available: {problem}; take auto")
        return torch.device("cuda", found)
    problem = gpu_problem(device.index)
    if problem is not None:
        other, _ = usable_gpu()
        instead = "auto" if other is None else f"cuda:{other}"
        raise DeviceError(f"device '{name}' is not available: {problem}; take {instead}")
    return device


def _check_number(name: str, device: torch.device) -> None:
    count = torch.cuda.device_count()
    if 0 <= (device.index or 0) < count:  # torch keeps 8 bits, so that it may have become negative
        return
    there = "there is 1 GPU, cuda:0" if count == 1 else f"there are {count} GPUs, counted from 0"
    if torch.cuda.get_device_name(0).find(" MIG ") >= 0:
        there += "; a program sees one MIG slice at a time, and CUDA_VISIBLE_DEVICES says which"
    elif (hidden := hidden_gpus()) is not None:
        there += f"; {hidden}"
    raise DeviceError(f"device '{name}' is not available: {there}")


def unusable_gpu() -> str | None:
    """Return in a sentence why `auto` passes over a GPU, or None; None, too, where there is none."""
    index, problem = usable_gpu()
    problem = problem or wrongly_hidden()
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
    if name == "int8" and (device.type != "cpu" or not (can_quantize() or can_compile())):
        raise DeviceError(
            "precision int8 needs an x86 processor with AVX2 and llvmlite, or one with VNNI; take auto"
        )
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
