"""CUDA's streams, events and graphs with the CPU in their place."""

from collections import deque
from contextlib import contextmanager, nullcontext

import torch

from yolocam.model.engines.cuda import cuda_engine


class FakeCudaEvent:
    """In place of an event; runs what was queued up to it."""

    def __init__(self, staging=None, enable_timing=False, blocking=False):
        self._staging = staging
        self.blocking = blocking

    def synchronize(self):
        if self._staging is not None:
            self._staging.finish()

    def record(self, stream=None):
        self.stream = stream

    def elapsed_time(self, later):
        return 0.25


class LateDownloads:
    """CudaStaging on the CPU: uploads at once, results only when they are waited for."""

    def __init__(self, device):
        self.device = device
        self.computing = self
        self._queued = deque()
        self.waited_for_decoder = 0

    def pinned(self, nbytes):
        return torch.full((nbytes,), 99, dtype=torch.uint8)

    memory = pinned

    def upload(self, target, source, nbytes):
        target[:nbytes] = source[:nbytes]
        return FakeCudaEvent()

    def compute_after(self, uploaded):
        pass

    def compute_after_decoder(self):
        self.waited_for_decoder += 1

    def download(self, target, source, nbytes):
        self._queued.append(lambda: target[:nbytes].copy_(source[:nbytes]))
        return FakeCudaEvent(self)

    def finish(self):
        with torch.inference_mode():
            while self._queued:
                self._queued.popleft()()

    synchronize = finish


class FakeRecorder:
    """In place of a graph: does the work again, into the same memory, after what was queued before it."""

    def __init__(self):
        self.staging = None
        self.recordings = 0
        self.fails = None  # the error with which recording ends

    def record(self, work):
        if self.fails is not None:
            raise self.fails
        rows = work().clone()
        self.recordings += 1

        def replay():
            self.staging.finish()
            rows.copy_(work())

        return replay, rows


def cpu_in_place_of_cuda(monkeypatch, staging=LateDownloads):
    """Let a CudaEngine on the CPU find streams and events."""
    monkeypatch.setattr(cuda_engine, "CudaStaging", staging)
    monkeypatch.setattr(torch.cuda, "Event", FakeCudaEvent)
    monkeypatch.setattr(torch.cuda, "stream", lambda stream: nullcontext())
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", False)  # put back after the test


class FakeStream:
    """A stream that notes for which others it waits."""

    made = 0

    def __init__(self, device=None, priority=0):
        self.device, self.priority = device, priority
        self.waited_for = []

    def wait_stream(self, other):
        self.waited_for.append(other)

    def synchronize(self):
        pass


@contextmanager
def fake_graph(graph, **options):
    """In place of torch.cuda.graph."""
    graph.options = options
    yield


class FakeGraph:
    """In place of torch.cuda.CUDAGraph."""

    def replay(self):
        pass


def fake_recording(monkeypatch):
    """Let a CudaRecorder record without CUDA; returns the streams `default` and `current`."""
    default, current = FakeStream(), FakeStream()
    monkeypatch.setattr(torch.cuda, "Stream", FakeStream)
    monkeypatch.setattr(torch.cuda, "default_stream", lambda device=None: default)
    monkeypatch.setattr(torch.cuda, "current_stream", lambda device=None: current)
    monkeypatch.setattr(torch.cuda, "stream", lambda stream: nullcontext())
    monkeypatch.setattr(torch.cuda, "CUDAGraph", FakeGraph)
    monkeypatch.setattr(torch.cuda, "graph", fake_graph)
    monkeypatch.setattr(torch.cuda, "graph_pool_handle", lambda: (0, 1))
    return default, current
