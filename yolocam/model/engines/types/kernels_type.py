"""Generated kernels as an engine: float16 on processors that compute in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import EngineType, Need

if TYPE_CHECKING:
    from yolocam.model.engines.engine import Engine
    from yolocam.model.engines.task import EngineTask
    from yolocam.model.layers.darknet_network import DarknetNetwork


def _resolve(task: EngineTask) -> EngineTask:
    from yolocam.model.engines.torch_engine import resolve_kernels

    return resolve_kernels(task)


def _open(network: DarknetNetwork, task: EngineTask) -> Engine:
    from yolocam.model.engines.torch_engine import open_torch

    return open_torch(network, task)


KERNELS = EngineType(
    name="kernels", title="Generated kernels",
    help="Code made for the network's own shapes, in float16, on processors with AVX512-FP16.",
    needs=Need("llvmlite", "llvmlite"), precisions=("fp16",), resolve=_resolve, open=_open, rank=20,
)  # fmt: skip
