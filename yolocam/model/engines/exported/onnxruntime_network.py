"""ONNX Runtime as an engine: processors, and the devices that its installed build has providers for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from yolocam.errors import DeviceError
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.engine import Engine, EngineStatus
from yolocam.model.engines.exported.exported_network import ExportedNetwork, Form, Run
from yolocam.model.engines.exported.library_trial import usable
from yolocam.model.engines.task import EngineTask
from yolocam.model.export.onnx_file import INPUT
from yolocam.model.layers.darknet_network import DarknetNetwork

_PROVIDERS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
}
"""Device as `--device` has it -> the provider that runs on it."""


def resolve(task: EngineTask) -> EngineTask:
    """Return the task with a device that the installed build serves; DeviceError. "auto" is the processor."""
    device = "cpu" if task.device == "auto" else task.device
    kind, _, number = device.partition(":")
    there = usable("onnxruntime").get_available_providers()
    if _PROVIDERS[kind] not in there or (number and not (kind == "cuda" and number.isdecimal())):
        served = ", ".join(name for name, provider in _PROVIDERS.items() if provider in there)
        raise DeviceError(f"this ONNX Runtime serves no device '{device}', only {served}")
    return replace(task, device=device, precision="fp32")


def open_onnxruntime(network: DarknetNetwork, task: EngineTask) -> Engine:
    """Return the engine for a task that is resolved."""
    return CpuEngine(
        OnnxRuntimeNetwork(network, task.device),
        torch.device("cpu"),
        task.streams if task.device == "cpu" else 1,
    )


class OnnxRuntimeNetwork(ExportedNetwork):
    """A network that ONNX Runtime runs, in float32."""

    def __init__(self, network: DarknetNetwork, device: str) -> None:
        super().__init__(network, EngineStatus(f"{device.upper()} (ONNX Runtime)", "fp32"))
        self._device = device
        kind, _, number = device.partition(":")
        self._provider = _PROVIDERS[kind], {"device_id": number} if number else {}

    def _compile(self, model: bytes, form: Form) -> Run:
        onnxruntime = usable("onnxruntime")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = form[-1]
        # Threads that look for work while they wait would take the cores of decoder and encoder.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3  # its warnings are for its developers
        session = onnxruntime.InferenceSession(model, options, providers=[self._provider])
        if self._provider[0] not in session.get_providers():  # it goes over to the processor by itself
            raise DeviceError(f"ONNX Runtime cannot use '{self._device}' here; take device cpu")
        return partial(_run, session)


def _run(session: Any, images: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    found: list[NDArray[np.float32]] = session.run(None, {INPUT: images})
    return found
