"""OpenVINO as an engine: processors, Intel's graphics cards and NPUs."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from yolocam.errors import DeviceError
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.device_choice import best_of_torch_on_cpu
from yolocam.model.engines.engine import Engine, EngineStatus
from yolocam.model.engines.exported.exported_network import ExportedNetwork, Form, Run
from yolocam.model.engines.exported.library_trial import usable
from yolocam.model.engines.task import EngineTask
from yolocam.model.layers.darknet_network import DarknetNetwork

_TYPES = {"fp32": "f32", "bf16": "bf16", "fp16": "f16"}


def resolve(task: EngineTask) -> EngineTask:
    """Return the task with a device that OpenVINO finds here; DeviceError.

    "auto" is the processor, in bfloat16 where that is quicker, and float16 on every other device. A precision
    that a processor lacks is refused: OpenVINO would compute in float32 under its name.
    """
    core = usable("openvino").Core()
    device = "cpu" if task.device == "auto" else task.device
    # A single card is listed as GPU, several as GPU.0, GPU.1.
    there = [name.lower().replace(".", ":") for name in core.available_devices]
    if device not in there and f"{device}:0" not in there:
        raise DeviceError(f"OpenVINO finds no device '{device}' here, only {', '.join(there)}")
    precision = task.precision
    if device != "cpu":
        return replace(task, device=device, precision="fp16" if precision == "auto" else precision)
    able = {name.lower() for name in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")}
    can = [name for name in _TYPES if name in able]
    if precision == "auto":
        best = best_of_torch_on_cpu()
        precision = best if best in can else "fp32"
    elif precision not in can:
        raise DeviceError(
            f"OpenVINO computes in {' or '.join(can)} on this processor, not in {precision}; take auto"
        )
    return replace(task, device=device, precision=precision)


def open_openvino(network: DarknetNetwork, task: EngineTask) -> Engine:
    """Return the engine for a task that is resolved."""
    return CpuEngine(
        OpenVinoNetwork(network, task.device, task.precision),
        torch.device("cpu"),
        task.streams if task.device == "cpu" else 1,
    )


class OpenVinoNetwork(ExportedNetwork):
    """Compiles a network by OpenVINO, in the precision of its status."""

    def __init__(self, network: DarknetNetwork, device: str, precision: str) -> None:
        super().__init__(network, EngineStatus(f"{device.upper()} (OpenVINO)", precision))
        self._core = usable("openvino").Core()
        self._device = device.upper().replace(":", ".")

    def _compile(self, model: bytes, form: Form) -> Run:
        batch, height, width, cores = form
        read = self._core.read_model(model)
        read.reshape([batch, height, width, 3])
        options: dict[str, Any] = {"INFERENCE_PRECISION_HINT": _TYPES[self.status.precision]}
        # One core each for batches side by side: OpenVINO then shares out its own threads.
        options["PERFORMANCE_HINT"] = "LATENCY" if cores > 1 else "THROUGHPUT"
        return partial(_infer, self._core.compile_model(read, self._device, options), threading.local())


def _infer(compiled: Any, own: Any, images: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Run one batch in a request of this thread's own."""
    if not hasattr(own, "request"):
        own.request = compiled.create_infer_request()
    found = own.request.infer({0: images}, share_inputs=True)
    return [np.array(found[number], np.float32) for number in range(len(compiled.outputs))]
