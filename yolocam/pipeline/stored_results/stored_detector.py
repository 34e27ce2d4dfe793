"""Answers with stored results in place of a network."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from yolocam.darknet.names import shown_classes
from yolocam.detections import Detections
from yolocam.frame import Frame, Image, Inference, ModelInfo, SourceInfo, Timing
from yolocam.futures import done
from yolocam.pipeline.interfaces import Pending
from yolocam.pipeline.stored_results.result_file import ResultFile
from yolocam.pipeline.stored_results.stored_frame import StoredFrame
from yolocam.selection import select
from yolocam.settings import Settings


class StoredDetector:
    """A detector of the pipeline that looks frames up in a results file.

    Confidence, overlap and classes act on what is stored, exactly as on a network; whatever would need
    the network has no effect. A frame without a result has no detections.
    """

    slots = 1

    def __init__(self, results: ResultFile) -> None:
        self._results = results
        self._source: SourceInfo | None = None
        self._mismatch: str | None = None
        self._painted = False

    @property
    def refusal(self) -> str | None:
        """What is wrong with the file, or how it differs from the source that is open, in a sentence."""
        return self._mismatch or self._results.problem

    def submit_frames(self, frames: Sequence[Frame], settings: Settings) -> Pending:
        """Look the frames up."""
        return done([self._answer(frame, settings) for frame in frames])

    def submit(self, images: Sequence[Image], settings: Settings) -> Pending:
        """Find nothing in images of which it is not known whose they are."""
        return done([self._nothing() for _ in images])

    def warm(self, settings: Settings) -> None:
        """Nothing to make ready."""

    def model_info(self, settings: Settings) -> ModelInfo:
        """Return what is known of the network that made the results."""
        return self._results.model

    def close(self) -> None:
        """Nothing is held open."""

    def _answer(self, frame: Frame, settings: Settings) -> Inference:
        started = time.perf_counter_ns()
        if self._source is None or frame.source.name != self._source.name:
            self._source = frame.source
            self._painted = self._results.is_painted(frame.source)
            self._mismatch = self._remark(frame.source)
        found = self._results.find(frame)
        if found is None:
            return self._nothing()
        stored, model = found
        inference = inference_of(stored, model, settings)
        if self._painted:
            known = replace(inference.model, stored=replace(self._results.stored, painted=True))
            inference = replace(inference, model=known)
        return replace(inference, timing=Timing(postprocess_ns=time.perf_counter_ns() - started))

    def _remark(self, info: SourceInfo) -> str | None:
        painted = f"the boxes are in the images of {info.name} and are not drawn again"
        remarks = (self._results.mismatch(info), painted if self._painted else None)
        return "; ".join(filter(None, remarks)) or None

    def _nothing(self) -> Inference:
        return Inference(Detections.empty(), Timing(), self._results.model)


def inference_of(stored: StoredFrame, model: ModelInfo, settings: Settings) -> Inference:
    """Return the result of a stored frame under these settings.

    What Darknet does not show is not shown here either. Where only what was shown is stored, overlaps have
    been settled already and are left as they are.
    """
    settings = replace(settings, classes=shown_classes(model.class_names, settings.classes))
    if not stored.complete:
        settings = replace(settings, iou=1.0)
    candidates = stored.candidates if stored.complete and settings.floor is not None else None
    found = select(stored.candidates, settings)
    tracked = replace(found, track_id=stored.track_ids(found))
    return Inference(tracked, Timing(), model, candidates)
