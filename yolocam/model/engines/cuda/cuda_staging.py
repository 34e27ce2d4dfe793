"""The streams of a CUDA device, and the copies between the computer and its memory."""

from __future__ import annotations

import torch
from torch import Tensor

from yolocam.model.engines.cuda.staging import Event


class CudaStaging:
    """The two streams and the copies between them, as `staging.StagingDevice` describes."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self.copying = torch.cuda.Stream(device)
        self.computing = torch.cuda.Stream(device, priority=-1)  # before another program's, and recordings
        # The weights are still being brought into their layout there.
        self.computing.wait_stream(torch.cuda.default_stream(device))

    def pinned(self, nbytes: int) -> Tensor:
        """Return page-locked uint8 (nbytes,)."""
        return torch.empty(nbytes, dtype=torch.uint8, pin_memory=True)

    def memory(self, nbytes: int) -> Tensor:
        """Return device uint8 (nbytes,), which both streams use."""
        memory = torch.empty(nbytes, dtype=torch.uint8, device=self.device)
        memory.record_stream(self.copying)
        memory.record_stream(self.computing)
        return memory

    def upload(self, target: Tensor, source: Tensor, nbytes: int) -> Event:
        """Queue the copy on the copy stream.

        Nothing on the compute stream still reads `target`: its slot's last result has been read.
        """
        with torch.cuda.stream(self.copying):
            target[:nbytes].copy_(source[:nbytes], non_blocking=True)
        return _mark(self.copying)

    def compute_after(self, uploaded: Event) -> None:
        """Hold the compute stream until the upload is complete."""
        assert isinstance(uploaded, torch.cuda.Event)
        self.computing.wait_event(uploaded)

    def compute_after_decoder(self) -> None:
        """Hold the compute stream until what decodes on this device, on the default stream, is done."""
        self.computing.wait_stream(torch.cuda.default_stream(self.device))

    def download(self, target: Tensor, source: Tensor, nbytes: int) -> Event:
        """Queue the copy on the compute stream, behind what made `source`."""
        with torch.cuda.stream(self.computing):
            target[:nbytes].copy_(source[:nbytes], non_blocking=True)
        return _mark(self.computing)


def _mark(stream: torch.cuda.Stream) -> Event:
    """Return an event behind what is queued; waiting for it leaves the core to other threads."""
    event = torch.cuda.Event(blocking=True)
    event.record(stream)
    marked: Event = event
    return marked
