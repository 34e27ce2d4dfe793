"""How a network that runs on the CPU comes to run in float16: when its kernels are made, and who waits."""

from __future__ import annotations

import importlib.util
import math
import os
import sys
import threading
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from yolocam.model.fused import FusedLayers, can_fuse
from yolocam.model.network import DarknetNetwork

if TYPE_CHECKING:
    from yolocam.model.half import HalfLayers, Size


def computes_half() -> bool:
    """Whether this processor computes in float16 (AVX512-FP16)."""
    # A version of torch that cannot tell counts as "no": looking at the processor by LLVM takes 0.1 s.
    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(capabilities.get("avx512_fp16")) and bool(capabilities.get("avx512_vl"))


def can_half() -> bool:
    """Whether it does, and what makes the kernels is installed."""
    return computes_half() and can_fuse(torch.float32) and importlib.util.find_spec("llvmlite") is not None


PAUSE_S = 0.06
"""After each part of making a kernel, which may hold a picture up for half of that: so it costs none."""


LOW_PRIORITY = 15
"""Niceness of the thread that makes kernels while pictures are served."""


class HalfBuilder:
    """Runs a network in float32, and in float16 for each size of picture whose kernels are made.

    They are made in a thread of its own from a size's second picture on: for a single one it would not
    pay. One that is `patient` waits for them instead, so that every picture of a file is treated alike.
    `refusal` says in a sentence why float16 is not possible. `_lock` guards `_thread` and `_seen`.
    """

    def __init__(self, network: DarknetNetwork, exact: FusedLayers, patient: bool) -> None:
        self.refusal: str | None = None
        self.patient = patient
        self._network = network
        self._exact = exact
        self._half: HalfLayers | None = None  # once its first size is asked for
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._seen: Size | None = None

    @property
    def taken_up(self) -> bool:
        """Whether pictures of the size that was last seen run in float16; all do where it is waited for."""
        if self.refusal is not None:
            return False
        return self.patient or (self._seen is not None and self._ready(self._seen) is not None)

    def raw(self, x: Tensor) -> list[Tensor]:
        """float32 (B, channels, H, W), channels_last -> each head's raw float32 (B, A * (5 + C), Gh, Gw)."""
        size = x.shape[2], x.shape[3]
        if self.refusal is None and self._ready(size) is None:
            self._network.check_input(x)
            self._ask_for(size)
        self._seen = size
        half = self._ready(size)
        if self.refusal is not None or half is None:
            return self._exact.raw(x)
        found = half.raw(x)
        if all(math.isfinite(float(out.sum())) for out in found):
            return found
        self.refusal = (
            f"fp16 is not possible for {self._network.name}: "
            "its numbers get larger than 65504, the largest of fp16, so fp32 goes on"
        )
        return self._exact.raw(x)

    def close(self) -> None:
        """Stop making kernels, and wait for that; end the threads."""
        self._closed.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()
        if self._half is not None:
            self._half.close()

    def _ready(self, size: Size) -> HalfLayers | None:
        half = self._half
        return half if half is not None and half.prepared(size) else None

    def _ask_for(self, size: Size) -> None:
        """Begin with the kernels for a size, unless this is its first picture or others are being made."""
        with self._lock:
            busy = self._thread is not None and self._thread.is_alive()
            wanted = self.patient or self._seen == size
            if not busy and wanted and not self._closed.is_set() and self._ready(size) is None:
                self._thread = threading.Thread(target=self._make, args=[size], name="kernels", daemon=True)
                self._thread.start()
            thread = self._thread
        if self.patient and thread is not None:
            thread.join()

    def _pause(self) -> None:
        """Leave the interpreter to the picture that is being served; nobody is where it is waited for."""
        if not self.patient:
            self._closed.wait(PAUSE_S)

    def _make(self, size: Size) -> None:
        # torch keeps its number of threads here: to change it would slow the products of all threads (MKL).
        if not self.patient and sys.platform == "linux":  # elsewhere that would be the whole process
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOW_PRIORITY)
        try:
            from yolocam.model.half import HalfLayers  # LLVM takes 0.1 s to load, which nobody waits for here

            self._half = self._half or HalfLayers(self._network, self._pause)
            with torch.inference_mode():
                self._half.prepare(size, self._closed)
        except (RuntimeError, ValueError, OSError, MemoryError, ImportError) as error:
            reason = (str(error) or type(error).__name__).splitlines()[0]
            self.refusal = f"fp16 is not possible for {self._network.name}: {reason}"
