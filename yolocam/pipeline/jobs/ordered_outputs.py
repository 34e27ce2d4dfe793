"""Outputs that all parts of a run share: they get the results in the order of the files."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from yolocam.frame import Rendered
from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.sinks.without_images import without_images

MOST_HELD = 20_000
"""Results of later files that wait without their images, some 2 KB each."""


class OrderedOutputs:
    """Hands the results of part 0, then those of part 1 and so on, to every one of `sinks`.

    What a later part writes is held, without images, until its turn comes; a part waits while `most` results
    are held. None of the sinks may want images. A sink that fails ends it for all: the error is raised where
    the result was written.
    """

    def __init__(self, sinks: Sequence[Sink], most: int = MOST_HELD) -> None:
        self._sinks = tuple(sinks)
        self._most = most
        self._changed = threading.Condition()  # guards all below
        self._turn = 0
        self._held: dict[int, deque[Rendered]] = {}
        self._count = 0
        self._ended: set[int] = set()
        self._failed = False
        self._hurried = False

    def part(self, number: int) -> PartOutput:
        """Return the sink of one part, numbered from 0 in the order of the files."""
        return PartOutput(self, number)

    def write(self, number: int, item: Rendered) -> None:
        """Hand a result on, or hold it until the turn of its part comes."""
        with self._changed:
            while number != self._turn and self._count >= self._most and not self._hurried:
                self._changed.wait()
            if number == self._turn:
                self._hand_on(item)
            else:
                self._held.setdefault(number, deque()).append(without_images(item))
                self._count += 1

    def end(self, number: int) -> None:
        """Note that a part is complete, and hand on what those behind it have written."""
        with self._changed:
            self._ended.add(number)
            try:
                while self._turn in self._ended:
                    self._ended.remove(self._turn)
                    self._turn += 1
                    self._hand_on_held(self._turn)
            finally:
                self._changed.notify_all()

    def hurry(self) -> None:
        """Let no part wait any more: the run is being given up."""
        with self._changed:
            self._hurried = True
            self._changed.notify_all()

    def close(self) -> None:
        """Hand on what is still held, and close every sink; raises the first error."""
        errors: list[Exception] = []
        with self._changed:
            steps: list[Callable[[], None]] = [partial(self._hand_on_held, one) for one in sorted(self._held)]
            steps += [sink.close for sink in self._sinks]
            for step in steps:
                try:
                    step()
                except Exception as error:  # the other sinks are completed nevertheless
                    errors.append(error)
        if errors:
            raise errors[0]

    def _hand_on_held(self, number: int) -> None:
        for item in self._held.pop(number, ()):
            self._count -= 1
            self._hand_on(item)

    def _hand_on(self, item: Rendered) -> None:
        if self._failed:
            return
        try:
            for sink in self._sinks:
                sink.write(item)
        except Exception:
            self._failed = True
            raise


class PartOutput:
    """The sink of one part; `written` is how many results it has taken."""

    wants_image = False

    def __init__(self, outputs: OrderedOutputs, number: int) -> None:
        self._outputs = outputs
        self._number = number
        self.written = 0

    def write(self, item: Rendered) -> None:
        """Hand a result on in its turn."""
        self.written += 1
        self._outputs.write(self._number, item)

    def close(self) -> None:
        """End the part."""
        self._outputs.end(self._number)
