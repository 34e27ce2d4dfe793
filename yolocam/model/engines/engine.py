"""The `Engine` protocol: what runs a network. Adding one: docs/plugins.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from yolocam.frame import CardImage, Image, Timing
from yolocam.letterbox import Placement
from yolocam.model.postprocess.rows import Thresholds

Rows = NDArray[np.float32]
"""float32 (D, 8), see `postprocess.found_in`."""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What an engine says of itself now.

    `device` is a name for people, `precision` the number format it computes in. `refusal` says in a sentence
    why it does not run as it was asked to, `left_out` which package would make it quicker. One that is not
    `settled` may still change its precision. With `in_thread`, a stream's own thread does all of the work, in
    `Timing.thread_ns`.
    """

    device: str
    precision: str
    refusal: str | None = None
    left_out: str | None = None
    settled: bool = True
    in_thread: bool = False


class PendingRows(Protocol):
    """A batch under way."""

    def result(self) -> tuple[Rows, Timing]:
        """Wait for the rows, in pixels of the network's input, and the whole batch's time."""


class Engine(Protocol):
    """Runs batches of frames through a network."""

    @property
    def slots(self) -> int:
        """How many batches may be under way."""

    @property
    def status(self) -> EngineStatus:
        """Where and how it runs now; read for each batch."""

    def submit(self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds) -> PendingRows:
        """Start on frames that all have their place in an input of the same size."""

    def warm(self, image: Image, place: Placement, limits: Thresholds) -> None:
        """Run one frame and wait for it, on any thread, beside what is under way."""

    def close(self) -> None:
        """Release the memory."""


@runtime_checkable
class CardEngine(Protocol):
    """An engine that takes images where a decoder left them on its card."""

    def submit_on_card(
        self, images: Sequence[CardImage], places: Sequence[Placement], limits: Thresholds
    ) -> PendingRows:
        """Do what `submit` does."""


@runtime_checkable
class StreamedEngine(Protocol):
    """An engine that can work at several batches side by side, with one core each."""

    @property
    def streams(self) -> int:
        """How many; 1 also stands for all cores together."""

    def set_streams(self, streams: int, most_pixels: int | None = None) -> None:
        """Take another number of streams, while nothing is under way.

        A batch with more than `most_pixels` of input is worked at by all cores together nevertheless.
        """


@runtime_checkable
class CalibratedEngine(Protocol):
    """An engine that can measure on images what its number format has to span."""

    def calibrate(self, images: Iterable[Image], places: Sequence[Placement]) -> None:
        """Measure on these images and wait for the outcome."""
