"""The fake detector of all tests: what it finds, what it costs and what goes wrong are given to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from support.pipeline.gate import Gate
from yolocam.detections import Detections
from yolocam.frame import Image, Inference, ModelInfo, Timing
from yolocam.settings import Settings

Find = Callable[[Image, Settings], Detections]


def one_thing(image: Image, settings: Settings) -> Detections:
    """One box whose class is the value of the pixels, and whose score is the confidence."""
    score = np.full(1, settings.confidence, np.float32)
    box = np.array([[0, 0, 1, 1]], np.float32)
    return Detections(
        xyxy=box,
        objectness=score,
        class_score=np.ones(1, np.float32),
        class_id=np.full(1, image[0, 0, 0], np.int32),
    )


class FakeDetector:
    """Finds what `find` says; each result passes `gate`, and `warm` takes `warm_s` seconds.
    `own_side` is the size of its input where the settings ask for none.

    `submit_fault`, `warm_fault` and `result_faults` (by the number of the batch) are what it raises. It
    counts what it is asked, and fails where more than `limit` batches (`slots` without one) are under way.
    """

    refusal: str | None = None
    settled = True
    streams = 1
    in_thread = False
    structure = "a few layers"

    def __init__(
        self,
        slots: int = 1,
        *,
        settings: Settings | None = None,
        gate: Gate | None = None,
        limit: int | None = None,
        find: Find = one_thing,
        class_names: tuple[str, ...] = ("thing",),
        own_side: int = 0,
        warm_s: float = 0.0,
    ) -> None:
        self.slots = slots
        self.limit = limit or slots
        self.gate = gate or Gate()
        self.built_for = settings or Settings()
        self.find = find
        self.class_names = class_names
        self.own_side = own_side
        self.warm_s = warm_s
        self.submit_fault: Exception | None = None
        self.result_faults: dict[int, Exception] = {}
        self.warm_fault: Exception | None = None
        self.batches: list[int] = []
        self.under_way = self.most_under_way = self.done = 0
        self.warmed: list[int | None] = []
        self.closed = 0

    @property
    def submitted(self) -> int:
        return len(self.batches)

    def set_streams(self, streams: int, most_side: int | None = None) -> None:
        self.streams = streams

    def submit(self, images: Sequence[Image], settings: Settings) -> FakePending:
        assert len({image.shape for image in images}) == 1, "a batch of different sizes"
        if self.submit_fault is not None:
            raise self.submit_fault
        self.batches.append(len(images))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        assert self.under_way <= self.limit, "more batches than slots"
        return FakePending(self, list(images), settings, self.submitted - 1)

    def cost(self, images: int) -> Timing:
        """The time of each image of the batch that is finished now."""
        return Timing(1, 2, 3)

    def warm(self, settings: Settings) -> None:
        if self.warm_fault is not None:
            raise self.warm_fault
        if self.warm_s:
            time.sleep(self.warm_s)
        self.warmed.append(settings.imgsz)

    def model_info(self, settings: Settings) -> ModelInfo:
        side = settings.imgsz or self.own_side
        return ModelInfo(self.built_for.model, self.class_names, (side, side), "CPU", "fp32")

    def close(self) -> None:
        self.closed += 1


class FakePending:
    """A batch under way."""

    def __init__(self, detector: FakeDetector, images: list[Image], settings: Settings, number: int) -> None:
        self._detector = detector
        self._images = images
        self._settings = settings
        self._number = number
        self._asked = False

    def result(self) -> list[Inference]:
        assert not self._asked, "asked twice"
        self._asked = True
        own = self._detector
        own.gate.wait()
        own.under_way -= 1
        fault = own.result_faults.get(self._number)
        if fault is not None:
            raise fault
        timing, info = own.cost(len(self._images)), own.model_info(self._settings)
        own.done += 1
        return [Inference(own.find(image, self._settings), timing, info) for image in self._images]


class FakeClock:
    """Nanoseconds, which only a ClockedDetector moves."""

    def __init__(self) -> None:
        self.now = 1_000

    def __call__(self) -> int:
        return self.now


class ClockedDetector(FakeDetector):
    """A batch of n takes call_ns + n * each_ns of its clock; `hiccups` adds to that of single batches."""

    def __init__(
        self,
        clock: FakeClock,
        call_ns: int = 1_000_000,
        each_ns: int = 500_000,
        slots: int = 1,
        hiccups: dict[int, int] | None = None,
    ) -> None:
        super().__init__(slots, find=lambda *_: Detections.empty())
        self.clock, self.call_ns, self.each_ns = clock, call_ns, each_ns
        self.hiccups = hiccups or {}

    def cost(self, images: int) -> Timing:
        taken = self.call_ns + images * self.each_ns + self.hiccups.get(self.done, 0)
        self.clock.now += taken
        share = taken // images
        return Timing(share // 10, share * 8 // 10, share // 10, share * 8 // 10)
