"""OpenVINO as an engine; see `yolocam.model.engines.exported`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import EngineType, Need

if TYPE_CHECKING:
    from yolocam.model.engines.engine import Engine
    from yolocam.model.engines.task import EngineTask
    from yolocam.model.layers.darknet_network import DarknetNetwork


def _resolve(task: EngineTask) -> EngineTask:
    from yolocam.model.engines.exported.openvino_network import resolve

    return resolve(task)


def _open(network: DarknetNetwork, task: EngineTask) -> Engine:
    from yolocam.model.engines.exported.openvino_network import open_openvino

    return open_openvino(network, task)


OPENVINO = EngineType(
    name="openvino",
    title="OpenVINO",
    help="Intel's library: any x86 processor, Intel's graphics cards and NPUs.",
    needs=Need("openvino", "yolocam[openvino]"),
    devices=("cpu", "gpu", "npu"),
    precisions=("fp32", "bf16", "fp16"),
    resolve=_resolve,
    open=_open,
    rank=40,
)
