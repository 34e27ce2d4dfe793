"""Switches a network on the CPU to float16: when its kernels are compiled, and who waits for them."""

from __future__ import annotations

import contextlib
import importlib.util
import math
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from yolocam.errors import first_line_of
from yolocam.model.engines.kernels.geometry import AnyGeometry
from yolocam.model.engines.kernels.maker import KernelMaker
from yolocam.model.engines.torch_cpu.fused import FusedLayers, can_fuse
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.system.helper_process import can_start

if TYPE_CHECKING:
    from yolocam.model.engines.float16.float16_network import HalfLayers, Size


def computes_half() -> bool:
    """Whether this processor computes in float16 (AVX512-FP16)."""
    # A version of torch that cannot tell counts as "no": looking at the processor by LLVM takes 0.1 s.
    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(capabilities.get("avx512_fp16")) and bool(capabilities.get("avx512_vl"))


def can_half() -> bool:
    """Whether it does, and what makes the kernels is installed."""
    return computes_half() and can_fuse(torch.float32) and importlib.util.find_spec("llvmlite") is not None


class HalfBuilder:
    """Runs a network in float32, and in float16 for each image size whose kernels are ready.

    Kernels of an earlier run are ready at a size's first image. Others are compiled from its second image on,
    in a process of its own while float32 serves: for a single image it would not pay. With an
    `image_count` (see `EngineTask`) images wait for them, so that every image of a file is treated alike.
    `refusal` says in a sentence why float16 is not possible. `_lock` guards `_thread` and `_looked_for`.
    """

    def __init__(self, network: DarknetNetwork, exact: FusedLayers, image_count: int | None) -> None:
        self.refusal: str | None = None
        self._waits = image_count is not None  # a live source must not
        self._network = network
        self._exact = exact
        self._half: HalfLayers | None = None  # once its first size is asked for
        self._maker = KernelMaker()
        self._closed = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._looked_for: set[Size] = set()
        self._seen: Size | None = None

    @property
    def taken_up(self) -> bool:
        """Whether images of the last size run in float16; all do where they wait for it."""
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
        half = self._half
        found = None if half is None or self.refusal is not None else half.raw(x)
        if found is None:
            return self._exact.raw(x)
        # One sum tells of any overflow: infinity and NaN survive an addition.
        if all(math.isfinite(float(out.sum())) for out in found):
            return found
        self.refusal = (
            f"fp16 is not possible for {self._network.name}: "
            "its numbers get larger than 65504, the largest of fp16, so fp32 goes on"
        )
        return self._exact.raw(x)

    def close(self) -> None:
        """Stop compiling, and end the threads."""
        self._closed = True
        self._maker.close()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()
        if self._half is not None:
            self._half.close()

    def _ready(self, size: Size) -> bool:
        return self._half is not None and self._half.prepared(size)

    def _lacks(self, size: Size) -> bool:
        return self.refusal is None and not self._closed and not self._ready(size)

    def _ask_for(self, size: Size) -> None:
        """Start preparing a size unless another one is under way; wait only for what is soon done."""
        while self._lacks(size):
            with self._lock:
                busy = self._thread is not None and self._thread.is_alive()
                # The first time only the disk is asked, which is quick; the second time kernels are compiled.
                first = size not in self._looked_for
                if not busy:
                    self._looked_for.add(size)
                    make = self._waits or not first
                    self._thread = threading.Thread(
                        target=self._prepare, args=[size, make], name="kernels", daemon=True
                    )
                    self._thread.start()
                thread = self._thread
            assert thread is not None
            if self._waits or (first and not busy):
                thread.join()
            if not self._waits:
                return

    def _prepare(self, size: Size, make: bool) -> None:
        # torch keeps its number of threads here: to change it would slow the products of all threads (MKL).
        try:
            from yolocam.model.engines.float16.float16_network import (
                HalfLayers,  # LLVM takes 0.1 s to load, which only fp16 needs
            )

            self._half = self._half or HalfLayers(self._network)
            with torch.inference_mode():
                self._half.prepare(size, self._compile if make else None)
        except (RuntimeError, ValueError, OSError, MemoryError, ImportError) as error:
            if not self._closed:
                reason = first_line_of(error)
                self.refusal = f"fp16 is not possible for {self._network.name}: {reason}"

    def _compile(self, geometries: Sequence[AnyGeometry]) -> bytes:
        """Compile here if a caller waits, in another process while images are served."""
        if not self._waits and can_start():
            with contextlib.suppress(OSError):  # no process to be had
                return self._maker.compile(geometries)
        from yolocam.model.engines.kernels.compiler import compile_kernels

        return compile_kernels(geometries)
