"""Switches a network on the CPU to generated kernels: when they are compiled, and who waits for them."""

from __future__ import annotations

import contextlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import torch
from torch import Tensor

from yolocam.errors import first_line_of
from yolocam.model.engines.kernels.geometry import AnyGeometry
from yolocam.model.engines.kernels.kernels import Compile
from yolocam.model.engines.kernels.maker import KernelMaker
from yolocam.model.engines.torch_cpu.fused import FusedLayers
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.system.helper_process import can_start

Size = tuple[int, int]
"""Height and width of the network's input."""

Answer = TypeVar("Answer")


class KernelLayers(Protocol):
    """The layers of a network by kernels, for each input size that was prepared."""

    def prepared(self, size: Size) -> bool:
        """Whether `raw` has an answer for images of this size."""

    def prepare(self, size: Size, compile_: Compile | None) -> bool:
        """Get ready for a size, by kernels of an earlier run or by `compile_`.

        Returns whether it has been done. In one thread at a time. Raises RuntimeError, ValueError or OSError
        where it can't be done.
        """

    def raw(self, x: Tensor) -> list[Tensor] | None:
        """float32 (B, channels, H, W), channels_last -> each head's raw float32; None if not prepared."""

    def close(self) -> None:
        """End the threads."""


class KernelBuilder(ABC):
    """Runs a network by PyTorch, and by kernels for each image size whose kernels are ready.

    Kernels of an earlier run are ready at a size's first image. Others are compiled from its second image on,
    in a process of its own while PyTorch serves: for a single image it would not pay. With an
    `image_count` (see `EngineTask`) images wait for them, so that every image of a file is treated alike.
    `maker` is that process. `refusal` says in a sentence why kernels are not possible. `_lock` guards
    `_thread` and `_looked_for`.
    """

    wish: str
    """What is told to be impossible where kernels are."""

    waits_for_kept = True
    """Whether the first image of a size waits until kernels of an earlier run are ready."""

    def __init__(self, network: DarknetNetwork, exact: FusedLayers, image_count: int | None) -> None:
        self.refusal: str | None = None
        self._waits = image_count is not None  # a live source must not
        self._network = network
        self._exact = exact
        self._layers: KernelLayers | None = None  # once its first size is asked for
        self.maker = KernelMaker()
        self._closed = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._looked_for: set[Size] = set()
        self._seen: Size | None = None

    @property
    def taken_up(self) -> bool:
        """Whether images of the last size run by kernels; all do where they wait for it."""
        if self.refusal is not None:
            return False
        return self._waits or (self._seen is not None and self._ready(self._seen))

    def raw(self, x: Tensor) -> list[Tensor]:
        """float32 (B, channels, H, W), channels_last -> each head's raw float32 (B, A * (5 + C), Gh, Gw)."""
        size = x.shape[2], x.shape[3]
        if self._lacks(size):
            self._network.check_input(x)
            self._ask_for(size)
        self._seen = size
        layers = self._layers
        found = None if layers is None or self.refusal is not None else layers.raw(x)
        if found is None:
            return self._exact.raw(x)
        self.refusal = self._problem(found)
        return found if self.refusal is None else self._exact.raw(x)

    def make_ready(self, size: Size) -> None:
        """Do what `make` does; RuntimeError where it can't be done."""
        self.make(size)
        if self.refusal is not None:
            raise RuntimeError(self.refusal)

    def close(self) -> None:
        """Stop compiling, and end the threads."""
        self._closed = True
        self.maker.close()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()
        if self._layers is not None:
            self._layers.close()

    @abstractmethod
    def _open(self) -> KernelLayers:
        """Return the layers, none of whose sizes is prepared."""

    def done_beside(self, elsewhere: Callable[[], Answer], here: Callable[[], Answer]) -> Answer:
        """Do something here if a caller waits, in another process while images are served."""
        if not self._waits and can_start():
            with contextlib.suppress(OSError):  # no process to be had
                return elsewhere()
        return here()

    def _problem(self, _: Sequence[Tensor]) -> str | None:
        """Return why a result shows that kernels cannot go on, in a sentence."""
        return None

    def _ready(self, size: Size) -> bool:
        return self._layers is not None and self._layers.prepared(size)

    def _lacks(self, size: Size) -> bool:
        return self.refusal is None and not self._closed and not self._ready(size)

    def _ask_for(self, size: Size) -> None:
        """Start preparing a size unless another one is under way; wait only for what is soon done."""
        while self._lacks(size):
            # The first time only the disk is asked, which is quick; the second time kernels are compiled.
            first = size not in self._looked_for
            thread, started = self._start(size, make=self._waits or not first)
            if self._waits or (first and started and self.waits_for_kept):
                thread.join()
            if not self._waits:
                return

    def make(self, size: Size) -> None:
        """Make the kernels of a size now, and wait for them; `refusal` says where that was not possible."""
        while self._lacks(size):
            self._start(size, make=True)[0].join()

    def _start(self, size: Size, *, make: bool) -> tuple[threading.Thread, bool]:
        """Return the thread that prepares sizes, and whether it has been started for this one."""
        with self._lock:
            busy = self._thread is not None and self._thread.is_alive()
            if not busy:
                self._looked_for.add(size)
                self._thread = threading.Thread(
                    target=self._prepare, args=[size, make], name="kernels", daemon=True
                )
                self._thread.start()
            assert self._thread is not None
            return self._thread, not busy

    def _prepare(self, size: Size, make: bool) -> None:
        # torch keeps its number of threads here: to change it would slow the products of all threads (MKL).
        try:
            self._layers = self._layers or self._open()
            with torch.inference_mode():
                self._layers.prepare(size, self._compile if make else None)
        except Exception as error:  # whatever llvmlite raises: images would wait for ever
            if not self._closed:
                reason = first_line_of(error)
                self.refusal = f"{self.wish} not possible for {self._network.name}: {reason}"

    def _compile(self, geometries: Sequence[AnyGeometry]) -> bytes:
        def here() -> bytes:
            from yolocam.model.engines.kernels.compiler import compile_kernels

            return compile_kernels(geometries)

        return self.done_beside(lambda: self.maker.compile(geometries), here)
