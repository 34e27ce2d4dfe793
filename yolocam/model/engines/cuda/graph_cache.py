"""Records network, decoding and suppression as one CUDA graph per shape, and replays it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import torch
from torch import Tensor

from yolocam.errors import first_line_of
from yolocam.model.engines.cuda.device_steps import DeviceSteps
from yolocam.model.engines.cuda.recorded_layers import RecordedLayers
from yolocam.model.engines.out_of_memory import is_out_of_memory
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess.fixed_shapes import DeviceLimits
from yolocam.model.postprocess.rows import Thresholds

GRAPHS_KEPT = 4
"""Recordings hold device memory of their own; the one used longest ago goes first."""

WARM_UPS = 3
"""Runs before the recording, in which cuDNN chooses its algorithms and memory settles."""


_RECORDING = threading.Lock()
"""Held while a graph is recorded: CUDA allows one capture in a process at one time."""


class GraphRecorder(Protocol):
    """What records work on a device, faked in the tests."""

    def record(self, work: Callable[[], Tensor]) -> tuple[Callable[[], None], Tensor]:
        """Return what does the work again, in the same memory, and the tensor it leaves its result in."""


class CudaRecorder:
    """Records CUDA graphs, on a stream that nobody else uses: what others queue must not get into it.

    All recordings share one pool of memory. That is sound: they run one after the other, on one stream,
    and each result is copied before the next run.
    """

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._stream = torch.cuda.Stream(device)
        self._pool = torch.cuda.graph_pool_handle()

    def record(self, work: Callable[[], Tensor]) -> tuple[Callable[[], None], Tensor]:
        """Run the work a few times, then record it; a replay runs on the stream that is current then."""
        # What the work reads is filled on the caller's stream, the weights on the default one.
        self._stream.wait_stream(torch.cuda.default_stream(self._device))
        self._stream.wait_stream(torch.cuda.current_stream(self._device))
        # `flags` would switch TF32 on by itself, and fp32 would not be fp32.
        flags = torch.backends.cudnn.flags(enabled=True, benchmark=True, allow_tf32=False)
        with torch.cuda.stream(self._stream), flags:
            for _ in range(WARM_UPS):
                work()
            self._stream.synchronize()
            graph = torch.cuda.CUDAGraph()
            # Other threads go on queueing and allocating meanwhile; only this one is watched.
            with torch.cuda.graph(
                graph, pool=self._pool, stream=self._stream, capture_error_mode="thread_local"
            ):
                rows = work()
        return graph.replay, rows


@dataclass(frozen=True, slots=True)
class GraphKey:
    """What is fixed in a recording; thresholds and classes are not, they lie in memory it reads."""

    batch: int
    net_wh: tuple[int, int]


class DetectGraph:
    """The recording for one key, with the memory that it reads and writes.

    `x`, (B, H, W, 3) BGR in 0..255 in the network's precision, is filled before `run`.
    """

    def __init__(
        self,
        network: InferenceNetwork,
        key: GraphKey,
        device: torch.device,
        recorder: GraphRecorder,
        steps: DeviceSteps,
        layers: RecordedLayers | None = None,
    ) -> None:
        self._network = network
        self._raw = network if layers is None else partial(network.through, layers.form())
        self._steps = steps
        self._size_hw = key.net_wh[1], key.net_wh[0]
        self.x = torch.zeros((key.batch, *self._size_hw, 3), dtype=network.dtype, device=device)
        self._limits = DeviceLimits.empty(device)
        self._wanted = torch.ones(network.heads[0].num_classes, dtype=torch.bool, device=device)
        self._replay, self._rows = recorder.record(self._compute)

    def run(self, batch: int, limits: Thresholds, wanted: Tensor | None) -> Tensor:
        """Queue the first `batch` images of `x` on the current stream.

        What else lies in `x` is computed and left out. The rows lie in the same memory each time: they are
        good for what is queued on this stream before the next run.
        """
        self._limits.follow(limits)
        if wanted is None:
            self._wanted.fill_(True)
        else:
            self._wanted.copy_(wanted)
        self._replay()
        return self._rows[:batch]

    def _compute(self) -> Tensor:
        raw = self._raw(self.x)
        return self._steps.rows(self._network.heads, raw, self._size_hw, self._limits, self._wanted)


class CudaGraphCache:
    """The recordings of a network, made when they are first asked for. `_lock` guards `_graphs`.

    `refusal` says in a sentence why none can be made here; None as long as they can.
    """

    def __init__(
        self,
        network: InferenceNetwork,
        device: torch.device,
        recorder: GraphRecorder,
        steps: DeviceSteps,
        layers: RecordedLayers | None = None,
    ) -> None:
        self.refusal: str | None = None
        self._steps = steps
        self._network = network
        self._device = device
        self._recorder = recorder
        self._layers = layers
        self._lock = threading.Lock()
        self._graphs: dict[GraphKey, DetectGraph] = {}

    def get(self, key: GraphKey, *, wait: bool) -> DetectGraph | None:
        """Return a recording with room for a key's batch; making one takes as long as a few dozen batches.

        A file's last batch, and frames between others of another size, are padded to a recorded batch. None
        means that each kernel is to be launched by itself: where nothing can be recorded, or, unless the
        caller will `wait`, while another thread records.
        """
        graph = self._kept(key)
        if graph is not None or self.refusal is not None or not _RECORDING.acquire(blocking=wait):
            return graph
        try:
            return self._kept(key) or self._record(key)  # another thread may just have made it
        finally:
            _RECORDING.release()

    def _record(self, key: GraphKey) -> DetectGraph | None:
        try:
            with torch.inference_mode():
                graph = DetectGraph(
                    self._network, key, self._device, self._recorder, self._steps, self._layers
                )
        except RuntimeError as error:
            if is_out_of_memory(error):
                raise
            # If the whole device is lost, the kernels that are launched instead will say so.
            reason = first_line_of(error)
            self.refusal = (
                f"CUDA graphs cannot be recorded here ({reason}): each kernel is launched by itself, "
                "which takes longer"
            )
            return None
        with self._lock:
            self._graphs[key] = graph
            while len(self._graphs) > GRAPHS_KEPT:
                del self._graphs[next(iter(self._graphs))]
        return graph

    def _kept(self, key: GraphKey) -> DetectGraph | None:
        """Return the smallest recording with room for a batch, and note its use."""
        with self._lock:
            large_enough = [k for k in self._graphs if k.net_wh == key.net_wh and k.batch >= key.batch]
            if not large_enough:
                return None
            best = min(large_enough, key=lambda k: k.batch)
            self._graphs[best] = graph = self._graphs.pop(best)
            return graph
