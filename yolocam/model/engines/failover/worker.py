"""The worker process: runs a network until its standard input ends. See `worker_engine`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import torch

from yolocam.errors import YolocamError, first_line_of
from yolocam.frame import Image
from yolocam.letterbox import Placement
from yolocam.model import load_network
from yolocam.model.engines.choice import choose_engine, open_engine
from yolocam.model.engines.engine import Engine
from yolocam.model.engines.failover.device_lost import is_device_lost
from yolocam.model.engines.failover.ipc import receive, send
from yolocam.model.engines.out_of_memory import free_what_failed, is_out_of_memory, release_cached
from yolocam.model.engines.task import EngineTask
from yolocam.model.postprocess.rows import Thresholds


def main() -> None:
    """Load what the first message names, then answer every further one."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not get among the answers
    try:
        task, _ = receive(requests)
        engine = _load(task, answers)
        while engine is not None and _answer(engine, requests, answers):
            pass
    except (EOFError, OSError):
        return  # nobody is there any more


def _load(task: dict[str, Any], answers: IO[bytes]) -> Engine | None:
    try:
        wish = EngineTask(device=task["device"], precision=task["precision"])
        choose_engine("auto", wish)
        engine = open_engine("auto", load_network(Path(task["cfg"]), Path(task["weights"])), wish)
    except (YolocamError, RuntimeError, MemoryError) as error:
        send(answers, {"error": first_line_of(error), "kind": "lost"})
        return None
    send(answers, {"status": [engine.status.device, engine.status.precision]})
    return engine


def _answer(engine: Engine, requests: IO[bytes], answers: IO[bytes]) -> bool:
    """Do one batch; returns whether another one can be done."""
    header, images = receive(requests)
    places = [_placement(value) for value in header["places"]]
    limits = header["limits"]
    classes = limits.pop("classes")
    wanted = Thresholds(**limits, classes=None if classes is None else frozenset(classes))
    try:
        _run(engine, images, places, wanted, header["warm"], answers)
    except Exception as error:
        kind = "memory" if is_out_of_memory(error) else "lost" if is_device_lost(error) else "other"
        if kind == "memory" and torch.cuda.is_initialized():
            free_what_failed(error)
            release_cached(torch.device("cuda"))
        send(answers, {"error": first_line_of(error), "kind": kind})
        return kind != "lost"
    return True


def _run(
    engine: Engine,
    images: Sequence[Image],
    places: Sequence[Placement],
    limits: Thresholds,
    warm: bool,
    answers: IO[bytes],
) -> None:
    if warm:
        engine.warm(images[0], places[0], limits)
        send(answers, {})
        return
    rows, timing = engine.submit(images, places, limits).result()
    taken = [timing.prepare_ns, timing.network_ns, timing.postprocess_ns]
    send(answers, {"taken_ns": taken}, [rows])


def _placement(value: dict[str, Any]) -> Placement:
    return Placement(**{name: (pair[0], pair[1]) for name, pair in value.items()})
