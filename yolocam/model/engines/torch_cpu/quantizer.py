"""Quantises a running network: calibrates on its first images, then checks the result against fp32."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol

import torch
from torch import Tensor

from yolocam.errors import first_line_of
from yolocam.model.engines.torch_cpu.fused import FusedLayers
from yolocam.model.engines.torch_cpu.int8_ranges import RangeMemory, Ranges, fingerprint
from yolocam.model.engines.torch_cpu.quantized import QuantizedLayers, output_ranges
from yolocam.model.engines.validation import Agreement, compare
from yolocam.model.layers.darknet_network import DarknetNetwork

IMAGES = 16
EVERY = 4
"""One image is taken from every EVERY-th batch: neighbouring frames of a video look alike."""


class ByteLayers(Protocol):
    """A network in int8. Until `make_ready` is done for a size, it may run in float32 in its place."""

    @property
    def taken_up(self) -> bool:
        """Whether the last image ran in int8, or the first one will."""

    @property
    def refusal(self) -> str | None:
        """Why int8 is not possible after all, in a sentence."""

    def make_ready(self, size: tuple[int, int]) -> None:
        """Get ready for images of this height and width; RuntimeError where it can't be done."""

    def raw(self, x: Tensor) -> list[Tensor]:
        """float32 (B, channels, H, W), channels_last -> each head's raw (B, A * (5 + C), Gh, Gw)."""

    def close(self) -> None:
        """End its threads."""


class Quantizer:
    """Collects images, measures the value ranges of the layers on them, and compares int8 with fp32.

    It takes up the ranges of an earlier run at once, and compares when enough images have come. A thread
    of its own does the work on one core. `make` returns the layers for ranges; `layers` is set after success.
    `_lock` guards the images.
    """

    def __init__(
        self,
        network: DarknetNetwork,
        exact: FusedLayers,
        memory: RangeMemory | None = None,
        make: Callable[[Ranges], ByteLayers] | None = None,
    ) -> None:
        self.layers: ByteLayers | None = None
        self._refusal: str | None = None
        self._make = make or partial(QuantizedLayers, network)
        self._made: list[ByteLayers] = []
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
            self.layers = self._layers_of(ranges)

    @property
    def taken_up(self) -> bool:
        """Whether the network runs in int8 now."""
        layers = self.layers
        return layers is not None and layers.taken_up

    @property
    def refusal(self) -> str | None:
        """Why int8 is not used, in a sentence."""
        layers = self.layers
        return self._refusal or (None if layers is None else layers.refusal)

    def raw(self, x: Tensor) -> list[Tensor]:
        """float32 (B, channels, H, W), channels_last -> each head's raw (B, A * (5 + C), Gh, Gw)."""
        self.look(x)
        layers = self.layers
        return self._exact.raw(x) if layers is None else layers.raw(x)

    def look(self, x: Tensor) -> None:
        """Collect an image of a batch, float32 (B, channels, H, W); start measuring after IMAGES."""
        if self._thread is not None or self._closed.is_set():
            return
        with self._lock:
            self._batches += 1
            if self._batches % EVERY != 1:
                return
            self._images.append(x[:1].clone())  # the caller goes on to write its own
            if len(self._images) == IMAGES:
                images, self._images = self._images, []
                self._thread = threading.Thread(target=self._run, args=[images], name="quantize", daemon=True)
                self._thread.start()

    def calibrate(self, images: Sequence[Tensor]) -> None:
        """Measure on these images, each float32 (1, channels, H, W), and wait for the outcome."""
        self.layers = None
        with self._lock:
            self._thread = threading.Thread(target=self._run, args=[images], name="quantize", daemon=True)
            self._thread.start()
        self.wait()

    def wait(self) -> None:
        """Wait for a measurement that is under way."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """Stop at the next image, and wait for that."""
        self._closed.set()
        self.wait()
        for layers in self._made:
            layers.close()

    def _layers_of(self, ranges: Ranges) -> ByteLayers:
        layers = self._make(ranges)
        self._made.append(layers)
        return layers

    def _run(self, images: Sequence[Tensor]) -> None:
        torch.set_num_threads(1)  # the other cores go on serving in fp32
        torch.get_num_threads()  # from here on this thread keeps its number
        try:
            with torch.inference_mode():
                decided = self._check(self.layers, images) if self.layers else self._measure(images)
        except (RuntimeError, ValueError, MemoryError) as error:
            told = next((layers.refusal for layers in self._made if layers.refusal), None)
            self._refuse(told or f"int8 is not possible for {self._network.name}: {first_line_of(error)}")
            decided = True
        if not decided:
            with self._lock:
                self._thread = None  # the next images may show more

    def _check(self, layers: ByteLayers, images: Sequence[Tensor]) -> bool:
        """Keep the ranges of an earlier run if they suit these images, else measure anew."""
        agreement = self._compare(layers, images)
        return agreement.too_little or agreement.good or self._measure(images)

    def _measure(self, images: Sequence[Tensor]) -> bool:
        """Measure the ranges; returns False if the images show too few objects to judge them."""
        ranges = output_ranges(self._exact, self._until_closed(images))
        layers = self._layers_of(ranges)
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
        self._refusal = why
        self._memory.forget()

    def _compare(self, layers: ByteLayers, images: Sequence[Tensor]) -> Agreement:
        total = Agreement()
        for x in self._until_closed(images):
            size_hw = x.shape[2], x.shape[3]
            layers.make_ready(size_hw)
            total += compare(self._network.heads, self._exact.raw(x), layers.raw(x), size_hw)
        return total

    def _until_closed(self, images: Sequence[Tensor]) -> Iterator[Tensor]:
        """Yield the images; ends early once closed."""
        for x in images:
            if self._closed.is_set():
                return
            yield x
