"""Makes the workers that were asked for, each with its share of the cores or its GPU."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from yolocam.commands.detect.workers.local_worker import LocalWorker
from yolocam.commands.detect.workers.worker_protocol import Worker
from yolocam.system.core_shares import usable_cores
from yolocam.system.graphics_cards import graphics_cards

_VISIBLE = "CUDA_VISIBLE_DEVICES"


@contextmanager
def made_workers(args: argparse.Namespace, device: str, order: dict[str, Any]) -> Iterator[Sequence[Worker]]:
    """Yield workers to be opened; `device` is that of the settings. A YolocamError where there are none."""
    if args.cluster is None:
        yield local_workers(args.workers, device, order)
        return
    from yolocam.commands.detect.workers.ray_cluster import connected, shares
    from yolocam.commands.detect.workers.ray_worker import RayWorker

    with connected(args.cluster) as ray:
        each = shares(ray.nodes(), args.workers, with_gpus=_takes_cuda(device))
        order = {**order, "cores": each.cores}
        yield [RayWorker(str(number + 1), ray, order, each) for number in range(each.count)]


def local_workers(count: int, device: str, order: dict[str, Any]) -> list[LocalWorker]:
    """Return workers on this machine, which share its cores; its GPUs are dealt out in turn."""
    cores = max(usable_cores() // count, 1)
    cards = _cards() if _takes_cuda(device) else []
    workers = []
    for number in range(count):
        # Numerical libraries read this when they are loaded; yolocam sets its own threads later.
        environment = {"OMP_NUM_THREADS": str(cores)}
        if len(cards) > 1:
            environment[_VISIBLE] = cards[number % len(cards)]
        workers.append(LocalWorker(str(number + 1), {**order, "cores": cores}, environment))
    return workers


def _takes_cuda(device: str) -> bool:
    return device in ("auto", "cuda")


def _cards() -> list[str]:
    """Return the GPUs of this machine that may be used, as CUDA is told of them."""
    visible = os.environ.get(_VISIBLE)
    if visible is not None:
        return [one.strip() for one in visible.split(",") if one.strip()]
    cards = [card for card in graphics_cards() if card.maker == "NVIDIA" and card.has_driver]
    return [str(number) for number in range(len(cards))]
