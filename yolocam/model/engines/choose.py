"""Which engine runs a network on which device."""

from __future__ import annotations

import torch

from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.cuda.graph_cache import CudaRecorder
from yolocam.model.engines.engine import CpuEngine, Engine
from yolocam.model.engines.runtime import InferenceNetwork


def engine_for(network: InferenceNetwork, device: torch.device, streams: int) -> Engine:
    """Return the engine for a device; `streams` side by side count on the CPU only."""
    if device.type == "cuda":
        return CudaEngine(network, device, CudaRecorder(device))
    return CpuEngine(network, device, streams if device.type == "cpu" else 1)
