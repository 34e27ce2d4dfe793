"""Makes the workers that were asked for, each with its share of the cores or its GPU."""

from __future__ import annotations

import argparse
import os
from typing import Any

from yolocam.commands.detect.workers.local_worker import LocalWorker
from yolocam.commands.detect.workers.worker_protocol import Worker
from yolocam.system.core_shares import usable_cores
from yolocam.system.graphics_cards import graphics_cards

_VISIBLE = "CUDA_VISIBLE_DEVICES"


def make_workers(args: argparse.Namespace, device: str, order: dict[str, Any]) -> list[Worker]:
    """Return workers to be opened; `device` is that of the settings."""
    count = args.workers
    cores = max(usable_cores() // count, 1)
    cards = _cards() if device in ("auto", "cuda") else []
    workers: list[Worker] = []
    for number in range(count):
        # Numerical libraries read this when they are loaded; yolocam sets its own threads later.
        environment = {"OMP_NUM_THREADS": str(cores)}
        if len(cards) > 1:
            environment[_VISIBLE] = cards[number % len(cards)]
        workers.append(LocalWorker(str(number + 1), {**order, "cores": cores}, environment))
    return workers


def _cards() -> list[str]:
    """Return the GPUs of this machine that may be used, as CUDA is told of them."""
    visible = os.environ.get(_VISIBLE)
    if visible is not None:
        return [one.strip() for one in visible.split(",") if one.strip()]
    cards = [card for card in graphics_cards() if card.maker == "NVIDIA" and card.has_driver]
    return [str(number) for number in range(len(cards))]
