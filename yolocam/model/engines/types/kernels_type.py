"""Generated kernels as an engine: x86 processors with AVX2, and those that compute in fp16."""

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

    return open_torch(network, task, kernels=True)


KERNELS = EngineType(
    name="kernels", title="Generated kernels",
    help="Code made on this machine: x86 processors with AVX2, in float16 those with AVX512-FP16.",
    needs=Need("llvmlite", "llvmlite"), precisions=("fp32", "bf16", "fp16", "int8"),
    resolve=_resolve, open=_open, rank=20,
)  # fmt: skip
