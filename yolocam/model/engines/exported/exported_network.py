"""A network that another library runs: exported by input size, compiled by batch and core count."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from yolocam.errors import DeviceError, YolocamError, first_line_of
from yolocam.model.engines.engine import EngineStatus
from yolocam.model.engines.exported.onnx_store import OnnxStore
from yolocam.model.engines.out_of_memory import is_out_of_memory
from yolocam.model.engines.runtime import fold_batch_norm
from yolocam.model.layers.darknet_network import DarknetNetwork

Run = Callable[[NDArray[np.float32]], Sequence[NDArray[np.float32]]]
"""float32 (B, H, W, 3) BGR in 0..255 -> raw float32 (B, A * (5 + C), Gh, Gw) for each head."""

Result = TypeVar("Result")

Form = tuple[int, int, int, int]
"""Batch, height, width, cores."""

MOST_FORMS = 4
"""Compiled forms that are kept: each holds the weights once more."""


class ExportedNetwork(ABC):
    """Fits `HostNetwork`; takes the network over.

    `_lock` is held while a form is compiled. Those that are ready are taken without it, so that the size
    being served does not wait for the next one.
    """

    dtype = torch.float32

    def __init__(self, network: DarknetNetwork, status: EngineStatus) -> None:
        fold_batch_norm(network)
        self._name = network.name
        self.heads = network.heads
        self.status = status
        self._models = OnnxStore(network)
        self._forms: dict[Form, Run] = {}
        self._checked: set[Form] = set()
        self._exported: tuple[tuple[int, int], bytes] | None = None  # the last size's, guarded by _lock
        self._lock = threading.Lock()

    def __call__(self, images: Tensor) -> list[Tensor]:
        """Compute the raw numbers; the first batch of a new form waits for its compilation.

        Raises DeviceError, whatever the library raises, and where the first batch gives what is no number.
        """
        batch, height, width, _ = images.shape
        # The number of torch's threads is how many cores this thread may use; see CpuEngine.
        form = batch, height, width, torch.get_num_threads()
        run = self._forms.get(form) or self._add(form)
        found = self._told(run, images.numpy())
        if form not in self._checked:
            self._check(found)
            self._checked.add(form)
        return [torch.from_numpy(raw) for raw in found]

    def close(self) -> None:
        """Release the compiled forms."""
        with self._lock:
            self._forms, self._exported = {}, None

    def _add(self, form: Form) -> Run:
        with self._lock:
            run = self._forms.get(form)
            if run is None:
                model = self._model_for(form[1:3])
                run = self._told(partial(self._compile, model, form))
                kept = list(self._forms.items())[-(MOST_FORMS - 1) :]
                self._forms = dict([*kept, (form, run)])  # exchanged whole: others read it without the lock
            return run

    def _told(self, work: Callable[..., Result], *given: NDArray[np.float32]) -> Result:
        """Do the library's part of the work; DeviceError, or what says that memory is short."""
        try:
            return work(*given)
        except YolocamError:
            raise
        except Exception as error:
            if isinstance(error, RuntimeError | MemoryError) and is_out_of_memory(error):
                raise
            raise DeviceError(
                f"{self.status.device} cannot run {self._name}: {first_line_of(error)}"
            ) from error

    def _check(self, found: Sequence[NDArray[np.float32]]) -> None:
        """Raise DeviceError where results are no numbers: nothing would be found in any image."""
        if not all(np.isfinite(raw).all() for raw in found):
            raise DeviceError(
                f"{self.status.device} gives what is no number for {self._name} in {self.status.precision}; "
                "take another precision or --engine auto"
            )

    def _model_for(self, size_hw: tuple[int, int]) -> bytes:
        if self._exported is None or self._exported[0] != size_hw:
            self._exported = size_hw, self._models.model(*size_hw)
        return self._exported[1]

    @abstractmethod
    def _compile(self, model: bytes, form: Form) -> Run:
        """Return what runs an ONNX model, with a batch of any size, in this form."""
