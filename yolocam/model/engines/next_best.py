"""Opens the engine for a wish that is "auto": where a network does not fit into a GPU, the next place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import torch

from yolocam.errors import YolocamError
from yolocam.model import load_network
from yolocam.model.engines.choice import choose_engine, device_name, open_engine
from yolocam.model.engines.cuda.usable import usable_gpu
from yolocam.model.engines.engine import Engine
from yolocam.model.engines.out_of_memory import free_what_failed, is_out_of_memory, release_cached
from yolocam.model.engines.task import EngineTask
from yolocam.model.layers.darknet_network import DarknetNetwork


def open_or_next(name: str, network: DarknetNetwork, task: EngineTask) -> tuple[Engine, str | None]:
    """Return the engine that a task asks for, and in a sentence why it is not where it should be.

    Where nobody chose a device, a network that the first GPU has no room for goes to the next one, then to
    the CPU: it is loaded once more, since it lies half on the card. Raises what `open_engine` does.
    """
    try:
        return open_engine(name, network, task), None
    except (RuntimeError, MemoryError) as error:
        full = choose_engine(name, task)[1].device
        free_choice = (name, task.device) == ("auto", "auto") and full.startswith("cuda")
        if task.files is None or not free_choice or not is_out_of_memory(error):
            raise
        free_what_failed(error)  # or the card would keep what had found room
    release_cached(torch.device(full))
    engine = _elsewhere(task.files, task, full)
    where = engine.status.device
    return engine, (
        f"{device_name(full)} has too little free memory for {network.name}, which another program may "
        f"fill: the network runs on {'the CPU' if where == 'CPU' else where} instead"
    )


def _elsewhere(files: tuple[Path, Path], task: EngineTask, full: str) -> Engine:
    for device in _other_gpus(full):
        try:
            return open_engine("auto", load_network(*files), replace(task, device=device))
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            free_what_failed(error)
        release_cached(torch.device(device))
    try:
        return open_engine("auto", load_network(*files), replace(task, device="cpu"))
    except YolocamError:  # a precision that only cards compute in
        return open_engine("auto", load_network(*files), replace(task, device="cpu", precision="auto"))


def _other_gpus(full: str) -> Iterator[str]:
    index = torch.device(full).index or 0
    while True:
        found, _ = usable_gpu(index)
        if found is None:
            return
        yield f"cuda:{found}"
        index = found
