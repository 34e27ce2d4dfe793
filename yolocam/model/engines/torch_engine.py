"""The engines that PyTorch carries: which device and precision they take, and how they are made."""

from __future__ import annotations

from dataclasses import replace

import torch

from yolocam.errors import DeviceError
from yolocam.model.engines.compiled.compiled_builder import can_compile
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.cuda.graph_cache import CudaRecorder
from yolocam.model.engines.device_choice import (
    best_of_torch_on_cpu,
    left_out,
    resolve_device,
    resolve_precision,
)
from yolocam.model.engines.engine import Engine
from yolocam.model.engines.float16.builder import can_half
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.engines.task import EngineTask
from yolocam.model.engines.torch_cpu.quantized import can_quantize
from yolocam.model.layers.darknet_network import DarknetNetwork


def resolve_any(task: EngineTask) -> EngineTask:
    """Return the task with the device and precision that are best here; DeviceError."""
    device = resolve_device(task.device)
    precision = resolve_precision(task.precision, device, task.image_count)
    return replace(task, device=str(device), precision=precision)


def resolve(task: EngineTask) -> EngineTask:
    """Do the same for PyTorch's own layers, on whatever is no CUDA device; DeviceError."""
    wish = task.device
    if wish == "auto":
        wish = "mps" if torch.backends.mps.is_available() else "cpu"
    device = resolve_device(wish)
    if device.type == "cpu" and task.precision == "fp16":
        raise DeviceError("engine torch has no fp16 on a processor; take --engine kernels or auto")
    if device.type == "cpu" and task.precision == "int8" and not can_quantize():
        raise DeviceError("engine torch has int8 only on processors with VNNI; take --engine kernels or auto")
    if device.type == "cpu" and task.precision == "auto":
        return replace(task, device="cpu", precision=best_of_torch_on_cpu())
    return replace(task, device=str(device), precision=resolve_precision(task.precision, device))


def resolve_kernels(task: EngineTask) -> EngineTask:
    """Return the task for generated kernels; DeviceError where the processor cannot run them."""
    wish = task.precision
    if wish == "auto":
        wish = "fp16" if can_half() else "fp32"
    if wish in ("fp32", "bf16", "int8") and not can_compile():
        raise DeviceError("engine kernels needs an x86 processor with AVX2; take auto")
    return replace(task, device="cpu", precision=resolve_precision(wish, torch.device("cpu")))


def resolve_cuda(task: EngineTask) -> EngineTask:
    """Return the task for a CUDA device, of which "auto" means the first; DeviceError."""
    device = resolve_device("cuda" if task.device == "auto" else task.device)
    return replace(task, device=str(device), precision=resolve_precision(task.precision, device))


def open_torch(network: DarknetNetwork, task: EngineTask, *, kernels: bool = False) -> Engine:
    """Return the engine for a task that is resolved; it takes the network over."""
    device = torch.device(task.device)
    form = InferenceNetwork(network, device, task.precision, image_count=task.image_count, kernels=kernels,
        measured=task.measured,
    )  # fmt: skip
    if device.type == "cuda":
        return CudaEngine(form, device, CudaRecorder(device))
    streams = task.streams if device.type == "cpu" else 1
    return CpuEngine(form, device, streams, left_out=left_out(device, task.precision))
