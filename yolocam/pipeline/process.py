"""The process stage: what is made of each result before it is drawn and handed out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from yolocam.detections import Candidates, Detections
from yolocam.frame import Detected, Frame, ModelInfo, publish
from yolocam.pipeline.interfaces import Processor
from yolocam.pipeline.notices import sentence
from yolocam.pipeline.processor_store import ProcessorStore
from yolocam.pipeline.processors import Chosen
from yolocam.pipeline.stats import Stats

COVER = 114
"""Grey of a covered image; black would look like a camera without light."""


@dataclass(frozen=True, slots=True, eq=False)
class _Link:
    """A processor of the chain, and what it was opened for; None where it was given."""

    processor: Processor
    chosen: Chosen | None = None


class ProcessStage:
    """A short chain of processors, run on the render thread; every output sees what leaves it.

    Behind the given `processors` come those that a `store` wants when a frame comes: what is new in it is
    opened then. All are reset before the first frame, where the chain has changed, and whenever the next
    frame does not follow the one before it: another source, a jump within it, another network. One that
    raises leaves the chain for good, and `on_failed` gets a sentence on it. This frame and all later ones go
    on as they came to that processor or, where it is `required`, covered (see `covered`). Where a processor
    changes the image or the boxes, the candidates go no further (see `_leaves_stale_candidates`). Belongs to
    one thread.
    """

    def __init__(
        self,
        processors: Sequence[Processor],
        stats: Stats,
        on_failed: Callable[[str], None],
        store: ProcessorStore | None = None,
    ) -> None:
        self._chain = tuple(_Link(processor) for processor in processors)
        self._stats = stats
        self._on_failed = on_failed
        self._store = store
        self._wanted: tuple[Chosen, ...] = ()
        self._last: Detected | None = None

    def process(self, detected: Detected) -> Detected:
        """Return what the processors make of a result; the result itself where there are none."""
        self._follow_store()
        if not self._chain:
            return detected
        started = time.monotonic_ns()
        # Compared as they came: what a processor makes of a frame says nothing of whether the next follows.
        last, self._last = self._last, detected
        if last is None or not _follows(last, detected):
            for link in self._chain:
                self._reset(link)
        stale: Candidates | None = None
        for link in self._chain:
            before, detected = detected, self._run(link, detected)
            if _leaves_stale_candidates(before, detected):
                stale = detected.inference.candidates
        # At the end only: a processor that hides objects looks among the candidates for weak ones.
        if stale is not None and detected.inference.candidates is stale:
            detected = replace(detected, inference=replace(detected.inference, candidates=None))
        self._stats.add_time("process", time.monotonic_ns() - started)
        return detected

    def _follow_store(self) -> None:
        """Open what the store wants and is not there, and leave what it does not want any more."""
        wanted = self._wanted if self._store is None else self._store.current
        if wanted == self._wanted:
            return
        self._wanted = wanted
        given = [link for link in self._chain if link.chosen is None]
        there = {link.chosen: link for link in self._chain}
        self._chain = (*given, *(there.get(chosen) or self._open(chosen) for chosen in wanted))
        self._last = None

    def _open(self, chosen: Chosen) -> _Link:
        try:
            return _Link(chosen.open(), chosen)
        except Exception as error:
            return _Link(self._substitute(chosen.kind.name, sentence(error), chosen.kind.required), chosen)

    def _reset(self, link: _Link) -> None:
        try:
            link.processor.reset()
        except Exception as error:
            self._detach(link, sentence(error))

    def _run(self, link: _Link, detected: Detected) -> Detected:
        try:
            result: object = link.processor.process(detected)
        except Exception as error:
            return self._detach(link, sentence(error)).process(detected)
        if not isinstance(result, Detected):
            reason = f"it returned {type(result).__name__}, expected Detected"
            return self._detach(link, reason).process(detected)
        return result

    def _detach(self, link: _Link, reason: str) -> Processor:
        """Put a processor that cannot fail in the place of one that did, and return it."""
        failed = link.processor
        substitute = self._substitute(_name_of(failed), reason, _is_required(failed))
        replaced = _Link(substitute, link.chosen)
        self._chain = tuple(replaced if other is link else other for other in self._chain)
        return substitute

    def _substitute(self, name: str, reason: str, required: bool) -> Processor:
        outcome = ", so every image is covered" if required else " and is left out"
        self._on_failed(f"{name} failed{outcome} from here on: {reason}")
        return _Cover() if required else _Unchanged()


def covered(detected: Detected) -> Detected:
    """Return the result with a plain grey image, and without all that was found and noticed."""
    image = publish(np.full_like(detected.frame.image, COVER))
    inference = detected.inference
    candidates = inference.candidates
    if candidates is not None:  # files of results keep them beside the detections
        candidates = candidates.select(np.zeros(len(candidates), bool))
    inference = replace(inference, detections=Detections.empty(), candidates=candidates)
    frame = replace(detected.frame, image=image)
    return Detected(frame, inference, detected.settings)


def _leaves_stale_candidates(before: Detected, after: Detected) -> bool:
    """Whether the candidates tell more than a processor lets through.

    Result files hold them beside the detections: an object that a processor took away would come back from
    them. They may stay where the image and the boxes are as they were, or where the processor put others in
    their place.
    """
    candidates = after.inference.candidates
    if candidates is None or candidates is not before.inference.candidates:
        return False
    return after.frame.image is not before.frame.image or not _same_objects(
        before.detections, after.detections
    )


def _same_objects(one: Detections, other: Detections) -> bool:
    """Whether two results have the same boxes and classes in the same order; tracks may differ."""
    return one is other or (
        np.array_equal(one.class_id, other.class_id) and np.array_equal(one.xyxy, other.xyxy)
    )


class _Unchanged:
    """Stands in for a processor that failed and without which results may go on."""

    def process(self, detected: Detected) -> Detected:
        return detected

    def reset(self) -> None:
        pass


class _Cover(_Unchanged):
    """Stands in for a required processor that failed: nothing may be shown that it has not seen."""

    def process(self, detected: Detected) -> Detected:
        return covered(detected)


def _follows(one: Detected, other: Detected) -> bool:
    return _same_shot(one.frame, other.frame) and _same_network(one.model, other.model)


def _same_shot(one: Frame, other: Frame) -> bool:
    return one.jumps == other.jumps and (
        one.source is other.source or (one.source.name == other.source.name and one.size_wh == other.size_wh)
    )


def _same_network(one: ModelInfo, other: ModelInfo) -> bool:
    """Whether the same network answers; its size, device and precision may be others."""
    return one is other or (one.name, one.class_names) == (other.name, other.class_names)


def _name_of(processor: Processor) -> str:
    return str(getattr(processor, "name", type(processor).__name__))


def _is_required(processor: Processor) -> bool:
    return bool(getattr(processor, "required", False))
