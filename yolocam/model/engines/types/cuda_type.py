"""CUDA as an engine: streams, recorded graphs, and failover to another process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import EngineType

if TYPE_CHECKING:
    from yolocam.model.engines.engine import Engine
    from yolocam.model.engines.task import EngineTask
    from yolocam.model.layers.darknet_network import DarknetNetwork


def _resolve(task: EngineTask) -> EngineTask:
    from yolocam.model.engines.torch_engine import resolve_cuda

    return resolve_cuda(task)


def _open(network: DarknetNetwork, task: EngineTask) -> Engine:
    from yolocam.model.engines.failover.guarded import open_guarded

    return open_guarded(network, task)


CUDA = EngineType(
    name="cuda", title="CUDA", help="PyTorch on an NVIDIA card, each network one recorded graph.",
    devices=("cuda",), precisions=("fp16", "bf16", "fp32"), resolve=_resolve, open=_open, rank=30,
)  # fmt: skip
