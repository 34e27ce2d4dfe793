"""Pinned host buffers that frames pass through on their way to the GPU and results on the way back.

A slot is a small state machine. Its two rules: it is never written before the upload of what it held
has completed, and never read before the download of its result has. The device is behind a
narrow seam, so that both are tested with a fake one.
"""

from __future__ import annotations

from enum import Enum
from typing import Generic, Protocol, TypeVar

BufferT = TypeVar("BufferT")


class Event(Protocol):
    """A mark in a stream's queue of work."""

    def synchronize(self) -> None:
        """Wait until all work queued before the mark is done."""


class StagingDevice(Protocol[BufferT]):
    """What a slot asks of a device: two streams, and copies that are queued and do not wait."""

    def pinned(self, nbytes: int) -> BufferT:
        """Return page-locked host memory."""

    def memory(self, nbytes: int) -> BufferT:
        """Return device memory."""

    def upload(self, target: BufferT, source: BufferT, nbytes: int) -> Event:
        """Queue host to device on the copy stream; returns the mark after it."""

    def compute_after(self, uploaded: Event) -> None:
        """Let the compute stream wait for a mark of the copy stream."""

    def download(self, target: BufferT, source: BufferT, nbytes: int) -> Event:
        """Queue device to host on the compute stream; returns the mark after it."""


class SlotState(Enum):
    """Where a slot is in its round."""

    FREE = "free"
    FILLING = "filling"
    UPLOADED = "uploaded"
    DOWNLOADING = "downloading"


class Slot(Generic[BufferT]):
    """One place for a batch: FREE -> begin -> FILLING -> upload -> UPLOADED -> download -> read -> FREE."""

    def __init__(self, device: StagingDevice[BufferT]) -> None:
        self.state = SlotState.FREE
        self._device = device
        self._host: BufferT | None = None
        self._on_device: BufferT | None = None
        self._capacity = 0
        self._result: BufferT | None = None
        self._result_capacity = 0
        self._nbytes = 0
        self._uploaded: Event | None = None
        self._downloaded: Event | None = None

    def begin(self, nbytes: int) -> BufferT:
        """Return host memory to write a batch of `nbytes` into; waits for the last upload from it."""
        self._expect(SlotState.FREE)
        if self._uploaded is not None:
            self._uploaded.synchronize()
            self._uploaded = None
        if self._host is None or nbytes > self._capacity:
            self._host = self._device.pinned(nbytes)
            self._on_device = self._device.memory(nbytes)
            self._capacity = nbytes
        self._nbytes = nbytes
        self.state = SlotState.FILLING
        return self._host

    def upload(self) -> BufferT:
        """Queue the copy to the device; work queued afterwards on the compute stream may use the result."""
        self._expect(SlotState.FILLING)
        assert self._host is not None and self._on_device is not None
        self._uploaded = self._device.upload(self._on_device, self._host, self._nbytes)
        self._device.compute_after(self._uploaded)
        self.state = SlotState.UPLOADED
        return self._on_device

    def without_upload(self) -> None:
        """Take the slot for a batch that is on the device already; what is next is its download."""
        self._expect(SlotState.FREE)
        self.state = SlotState.UPLOADED

    def download(self, result: BufferT, nbytes: int) -> None:
        """Queue the copy of a result back into pinned memory."""
        self._expect(SlotState.UPLOADED)
        if self._result is None or nbytes > self._result_capacity:
            self._result = self._device.pinned(nbytes)
            self._result_capacity = nbytes
        self._downloaded = self._device.download(self._result, result, nbytes)
        self.state = SlotState.DOWNLOADING

    def read(self) -> BufferT:
        """Wait for the result and return the memory it lies in, good until the slot's next `begin`."""
        self._expect(SlotState.DOWNLOADING)
        assert self._downloaded is not None and self._result is not None
        self._downloaded.synchronize()
        self._downloaded = None
        self.state = SlotState.FREE
        return self._result

    def reset(self) -> None:
        """Give the slot up after an error; what is still queued is waited for before it is used again."""
        if self._downloaded is not None:
            self._downloaded.synchronize()
            self._downloaded = None
        self.state = SlotState.FREE

    def _expect(self, state: SlotState) -> None:
        if self.state is not state:
            raise RuntimeError(f"slot is {self.state.value}, expected {state.value}")


class SlotRing(Generic[BufferT]):
    """Two or more slots, used in turn."""

    def __init__(self, device: StagingDevice[BufferT], count: int = 2) -> None:
        self._slots = [Slot(device) for _ in range(count)]
        self._next = 0

    def __len__(self) -> int:
        return len(self._slots)

    def take(self) -> Slot[BufferT]:
        """Return the next free slot; RuntimeError if there is none: a result would be lost."""
        for _ in self._slots:  # more than one step only after an error, which frees slots out of turn
            slot = self._slots[self._next]
            self._next = (self._next + 1) % len(self._slots)
            if slot.state is SlotState.FREE:
                return slot
        raise RuntimeError(f"all {len(self._slots)} slots are in use: read a result first")
