"""Quantises a running network: calibrates on its first images, then checks the result against fp32."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from yolocam.model.engines.torch_cpu.fused import FusedLayers
from yolocam.model.engines.torch_cpu.int8_ranges import RangeMemory, fingerprint
from yolocam.model.engines.torch_cpu.quantized import QuantizedLayers, output_ranges
from yolocam.model.engines.validation import Agreement, compare
from yolocam.model.layers.darknet_network import DarknetNetwork

IMAGES = 16
EVERY = 4
"""One in so many batches gives a picture: neighbours in a video look alike."""


class Quantizer:
    """Collects pictures, measures on them what bytes have to span, and compares the results.

    What was found in an earlier run is taken at once, and compared when there are pictures. The work
    is done by a thread of its own on one core. `layers` is there once it has gone well; `refusal` says
    in a sentence why it has not. `_lock` guards the pictures.
    """

    def __init__(
        self, network: DarknetNetwork, exact: FusedLayers, memory: RangeMemory | None = None
    ) -> None:
        self.layers: QuantizedLayers | None = None
        self.refusal: str | None = None
        self._network = network
        self._exact = exact
        self._lock = threading.Lock()
        self._images: list[Tensor] = []
        self._batches = 0
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._memory = memory or RangeMemory(fingerprint(network.parameters()), len(network.layers))
        ranges = self._memory.get()
        if ranges is not None:
            self.layers = QuantizedLayers(network, ranges)

    @property
    def taken_up(self) -> bool:
        """Whether pictures run in int8."""
        return self.layers is not None

    def raw(self, x: Tensor) -> list[Tensor]:
        """float32 (B, channels, H, W), channels_last -> each head's raw (B, A * (5 + C), Gh, Gw)."""
        self.look(x)
        layers = self.layers
        return self._exact.raw(x) if layers is None else layers.raw(x)

    def look(self, x: Tensor) -> None:
        """Be shown a batch, float32 (B, channels, H, W), on its way to the network."""
        if self._thread is not None or self._closed.is_set():
            return
        with self._lock:
            self._batches += 1
            if self._batches % EVERY != 1:
                return
            self._images.append(x[:1].clone())
            if len(self._images) == IMAGES:
                images, self._images = self._images, []
                self._thread = threading.Thread(target=self._run, args=[images], name="quantize", daemon=True)
                self._thread.start()

    def calibrate(self, images: Sequence[Tensor]) -> None:
        """Measure on these pictures, each float32 (1, channels, H, W), and wait for the outcome."""
        self.layers = None
        with self._lock:
            self._thread = threading.Thread(target=self._run, args=[images], name="quantize", daemon=True)
            self._thread.start()
        self.wait()

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

    def _run(self, images: Sequence[Tensor]) -> None:
        torch.set_num_threads(1)
        torch.get_num_threads()  # from here on this thread keeps its number
        try:
            with torch.inference_mode():
                decided = self._check(self.layers, images) if self.layers else self._measure(images)
        except (RuntimeError, ValueError) as error:
            self._refuse(f"int8 is not possible for {self._network.name}: {str(error).splitlines()[0]}")
            decided = True
        if not decided:
            with self._lock:
                self._thread = None  # the next pictures may show more

    def _check(self, layers: QuantizedLayers, images: Sequence[Tensor]) -> bool:
        """See whether ranges of an earlier run do for these pictures, else measure anew."""
        agreement = self._compare(layers, images)
        return agreement.too_little or agreement.good or self._measure(images)

    def _measure(self, images: Sequence[Tensor]) -> bool:
        """Find the ranges; returns False if the pictures show too little to tell what they are worth."""
        ranges = output_ranges(self._exact, self._until_closed(images))
        layers = QuantizedLayers(self._network, ranges)
        agreement = self._compare(layers, images)
        if self._closed.is_set() or agreement.too_little:
            return False
        if agreement.good:
            self.layers = layers
            self._memory.put(ranges)
        else:
            self._refuse(agreement.refusal)
        return True

    def _refuse(self, why: str) -> None:
        self.layers = None
        self.refusal = why
        self._memory.forget()

    def _compare(self, layers: QuantizedLayers, images: Sequence[Tensor]) -> Agreement:
        total = Agreement()
        for x in self._until_closed(images):
            size_hw = x.shape[2], x.shape[3]
            total += compare(self._network.heads, self._exact.raw(x), layers.raw(x), size_hw)
        return total

    def _until_closed(self, images: Sequence[Tensor]) -> Iterator[Tensor]:
        """Yield the pictures; ends early once closed."""
        for x in images:
            if self._closed.is_set():
                return
            yield x
