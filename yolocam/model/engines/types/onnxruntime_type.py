"""ONNX Runtime as an engine; see `yolocam.model.engines.exported`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import EngineType, Need

if TYPE_CHECKING:
    from yolocam.model.engines.engine import Engine
    from yolocam.model.engines.task import EngineTask
    from yolocam.model.layers.darknet_network import DarknetNetwork


def _resolve(task: EngineTask) -> EngineTask:
    from yolocam.model.engines.exported.onnxruntime_network import resolve

    return resolve(task)


def _open(network: DarknetNetwork, task: EngineTask) -> Engine:
    from yolocam.model.engines.exported.onnxruntime_network import open_onnxruntime

    return open_onnxruntime(network, task)


ONNXRUNTIME = EngineType(
    name="onnxruntime",
    title="ONNX Runtime",
    help="Microsoft's library: processors, and what its installed build serves.",
    needs=Need("onnxruntime", "yolocam[onnxruntime]"),
    devices=("cpu", "cuda", "directml", "coreml"),
    resolve=_resolve,
    open=_open,
    rank=50,
)
