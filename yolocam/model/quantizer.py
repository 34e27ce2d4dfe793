"""How a running network comes to be quantised: on the first pictures it sees, and only if it stays good."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from yolocam.model.boxes import pairwise_iou
from yolocam.model.heads import Head
from yolocam.model.network import DarknetNetwork
from yolocam.model.postprocess import Thresholds, postprocess
from yolocam.model.quantized import QuantizedLayers, output_ranges

Raw = Callable[[Tensor], list[Tensor]]
"""float32 (B, channels, H, W) -> each head's raw (B, A * (5 + C), Gh, Gw)."""

PICTURES = 16
EVERY = 4
"""One in so many batches gives a picture: neighbours in a video look alike."""

SURE = 0.35
SAME = 0.9
"""Objects at least this sure are compared; boxes of one class that overlap this much are the same."""

LEAST_AGREEMENT = 0.95
ENOUGH_OBJECTS = 10


class Quantizer:
    """Collects pictures, measures on them what bytes have to span, and compares the results.

    The work is done by a thread of its own on one core. `layers` is there once it has gone well;
    `refusal` says in a sentence why it has not. `_lock` guards the pictures.
    """

    def __init__(self, network: DarknetNetwork, exact: Raw) -> None:
        self.layers: QuantizedLayers | None = None
        self.refusal: str | None = None
        self._network = network
        self._exact = exact
        self._lock = threading.Lock()
        self._pictures: list[Tensor] = []
        self._batches = 0
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def look(self, x: Tensor) -> None:
        """Be shown a batch, float32 (B, channels, H, W), on its way to the network."""
        with self._lock:
            if self._thread is not None or self._closed.is_set():
                return
            self._batches += 1
            if self._batches % EVERY != 1:
                return
            self._pictures.append(x[:1].clone())
            if len(self._pictures) == PICTURES:
                self._thread = threading.Thread(target=self._run, name="quantize", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Wait until the pictures collected so far are dealt with."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """Stop at the next picture, and wait for that."""
        self._closed.set()
        self.wait()

    def _run(self) -> None:
        torch.set_num_threads(1)
        torch.get_num_threads()  # from here on this thread keeps its number
        try:
            with torch.inference_mode():
                self._quantize(self._pictures)
        except (RuntimeError, ValueError) as error:
            self.refusal = f"int8 is not possible for {self._network.name}: {str(error).splitlines()[0]}"
        with self._lock:
            self._pictures = []
            if self.layers is None and self.refusal is None:
                self._thread = None  # too little to be seen: the next pictures may show more

    def _quantize(self, pictures: Sequence[Tensor]) -> None:
        layers = QuantizedLayers(self._network, output_ranges(self._network, self._until_closed(pictures)))
        counts = np.zeros(3, np.int64)
        for x in self._until_closed(pictures):
            size_hw = x.shape[2], x.shape[3]
            counts += compare(self._network.heads, self._exact(x), layers.raw(x), size_hw)
        wanted, found, extra = counts.tolist()
        if self._closed.is_set() or wanted < ENOUGH_OBJECTS:
            return
        if min(found, wanted - extra) < LEAST_AGREEMENT * wanted:
            self.refusal = (
                f"int8 finds {found / wanted:.1%} of what fp32 finds here, and {extra / wanted:.1%} more; "
                f"expected {LEAST_AGREEMENT:.0%} and at most {1 - LEAST_AGREEMENT:.0%}, so fp32 it stays"
            )
        else:
            self.layers = layers

    def _until_closed(self, pictures: Sequence[Tensor]) -> Iterator[Tensor]:
        """Yield the pictures; ends early once closed."""
        for x in pictures:
            if self._closed.is_set():
                return
            yield x


def compare(
    heads: Sequence[Head], exact: Sequence[Tensor], other: Sequence[Tensor], size_hw: tuple[int, int]
) -> tuple[int, int, int]:
    """Return how many sure objects `exact` has, how many of them `other` has, and how many it has besides."""
    a, b = (postprocess(heads, raw, size_hw, Thresholds()) for raw in (exact, other))
    wanted, found = _count(a, b)
    total, known = _count(b, a)
    return wanted, found, total - known


def _count(rows: Tensor, among: Tensor) -> tuple[int, int]:
    """Return the sure rows, and how many of them are in `among`: (N, 8) and (M, 8)."""
    sure = rows[rows[:, 5] * rows[:, 6] >= SURE]
    same = pairwise_iou(sure[:, 1:5], among[:, 1:5]) > SAME
    for column in (0, 7):  # picture and class
        same &= sure[:, column].unsqueeze(1) == among[:, column]
    return len(sure), int(same.any(dim=1).sum())
