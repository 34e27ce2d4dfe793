"""Makes the engine for a CUDA device, with failover where the network can be loaded once more."""

from __future__ import annotations

from functools import partial

import torch

from yolocam.model import load_network
from yolocam.model.engines.choice import open_engine
from yolocam.model.engines.device_choice import device_label
from yolocam.model.engines.engine import Engine, EngineStatus
from yolocam.model.engines.failover.device_lost import is_device_lost
from yolocam.model.engines.failover.failover import FailoverEngine
from yolocam.model.engines.failover.lost_engine import LostEngine
from yolocam.model.engines.failover.worker_engine import WorkerEngine, WorkerTask
from yolocam.model.engines.task import EngineTask
from yolocam.model.engines.torch_engine import open_torch
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.system.helper_process import can_start


def open_guarded(network: DarknetNetwork, task: EngineTask) -> Engine:
    """Return the engine; without the `files` of the task it is not guarded.

    Where another network lost the device before, this one begins where a lost one goes on.
    """
    if task.files is None:
        return open_torch(network, task)
    try:
        engine = open_torch(network, task)
    except RuntimeError as error:
        if not is_device_lost(error):
            raise
        status = EngineStatus(device_label(torch.device(task.device)), task.precision)
        engine = LostEngine(str(error), status)
    again = WorkerTask(*task.files, task.device, task.precision)
    restart = partial(WorkerEngine, again) if can_start() else None
    return FailoverEngine(engine, engine.status.device, partial(_open_on_cpu, again), restart)


def _open_on_cpu(task: WorkerTask) -> Engine:
    """Load the network once more: nothing can be copied from a GPU that has failed."""
    return open_engine("auto", load_network(task.cfg, task.weights), EngineTask(device="cpu"))
