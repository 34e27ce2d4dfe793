"""PyTorch as an engine: on the CPU, and on Apple's GPUs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import EngineType

if TYPE_CHECKING:
    from yolocam.model.engines.engine import Engine
    from yolocam.model.engines.task import EngineTask
    from yolocam.model.layers.darknet_network import DarknetNetwork


def _resolve(task: EngineTask) -> EngineTask:
    from yolocam.model.engines.torch_engine import resolve

    return resolve(task)


def _open(network: DarknetNetwork, task: EngineTask) -> Engine:
    from yolocam.model.engines.torch_engine import open_torch

    return open_torch(network, task)


TORCH = EngineType(
    name="torch", title="PyTorch", help="PyTorch's own layers, with oneDNN on the processor.",
    devices=("cpu", "mps"),
    precisions=("fp32", "bf16", "int8", "fp16"), resolve=_resolve, open=_open, rank=10,
)  # fmt: skip
