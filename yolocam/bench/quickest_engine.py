"""Finds out whether another library runs a network quicker than our own engines do."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace

from yolocam.bench.engine_forms import LeftOut, agreement
from yolocam.bench.rates import processor_seconds
from yolocam.bench.samples import sample_images
from yolocam.bench.settle import settle
from yolocam.detections import Detections
from yolocam.errors import first_line_of
from yolocam.frame import Image
from yolocam.loading import MANY_IMAGES
from yolocam.model.detector import Detector, load_detector
from yolocam.model.preferred_engine import PRECISIONS, Choice, Question, question_for, rivals
from yolocam.settings import Settings
from yolocam.zoo.entry import ModelFiles

_LOG = logging.getLogger("yolocam.bench")

WORTH = 0.9
"""What another library has to bring the time of an image down to, to be taken."""

ALIKE = 0.97
"""The agreement with PyTorch in fp32 that it must have: a detection more or less in a hundred is rounding."""

BUDGET_S = 1.0
"""Processor time that all forms together are timed for; each has `LEAST_ROUNDS` turns at least."""

LEAST_ROUNDS = 3

HOPELESS = 3.0
"""A form whose image takes so many times as long is not looked at further: bf16 where it is emulated."""


OWN = Choice().engine
"""The name under which our own engines are measured."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A form and the milliseconds of processor time that an image took, the least of its turns."""

    choice: Choice
    ms: float


@dataclass(frozen=True, slots=True)
class Found:
    """What to take, the times of all forms, our own first, and why others were left out."""

    choice: Choice
    timed: Sequence[Timed]
    left_out: Sequence[LeftOut]


def find_quickest(
    files: ModelFiles, settings: Settings, begin: Callable[[str], None] = lambda _: None
) -> Found:
    """Load the network by our own engines and by each other library that is here, and let them take turns.

    What counts is the time that the processor spent, on one core: what else runs disturbs it least.
    `begin` is called with the name of each library before it is loaded, and with OWN once all have been.
    Raises what `load_detector` does for our own engines.
    """
    images = sample_images()
    with closing(_load(files, replace(settings, engine="torch", precision="fp32"))) as exact:
        expected = _found(exact, images, settings)
    left_out: list[LeftOut] = []
    with ExitStack() as opened:
        own = opened.enter_context(closing(_load(files, settings)))
        settle(own, images, settings)
        forms, most_s = {Choice(): own}, HOPELESS * processor_seconds(own, images[0], settings)
        for choice in _choices(settings):
            begin(choice.engine)
            try:
                detector = opened.enter_context(closing(_load(files, settings, choice)))
                why = _unfitness(detector, images, settings, expected, most_s)
            except Exception as error:  # whatever a library raises, the others go on
                _LOG.debug("%s failed", choice.engine, exc_info=error)
                why = first_line_of(error)
            if why is None:
                forms[choice] = detector
            else:
                left_out.append(LeftOut(choice.engine, choice.precision, why))
        begin(OWN)
        timed = _timed(forms, images, settings)
    return Found(chosen(timed), timed, left_out)


def _unfitness(
    detector: Detector,
    images: Sequence[Image],
    settings: Settings,
    expected: Sequence[Detections],
    most_s: float,
) -> str | None:
    """Say in a sentence why a form cannot be taken: it is far too slow, or finds something else."""
    detector.detect(images[:1], settings)  # makes ready what is needed
    taken = processor_seconds(detector, images[0], settings)
    if taken > most_s:
        return f"an image takes {taken * 1e3:.0f} ms of the processor's time"
    share = agreement(expected, _found(detector, images, settings))
    if share < ALIKE:
        return f"only {share:.1%} of what it or PyTorch in fp32 finds is found by both"
    return None


def _found(detector: Detector, images: Sequence[Image], settings: Settings) -> list[Detections]:
    return [detector.detect([image], settings)[0] for image in images]


def chosen(timed: Sequence[Timed]) -> Choice:
    """Return the quickest if it is enough quicker than our own, which is the first."""
    best = min(timed, key=lambda one: one.ms)
    return best.choice if best.ms <= WORTH * timed[0].ms else timed[0].choice


def _choices(settings: Settings) -> Iterator[Choice]:
    for engine in rivals():
        for precision in PRECISIONS if engine == "openvino" else PRECISIONS[:1]:
            if settings.precision in ("auto", precision):
                yield Choice(engine, precision)


def _load(files: ModelFiles, settings: Settings, choice: Choice | None = None) -> Detector:
    """Load it in two streams: each image then is computed on one core."""
    choice = choice or Choice(settings.engine, settings.precision)
    return load_detector(
        files.cfg, files.weights, files.class_names, name=files.name, fit=files.fit,
        size=files.sizes[-1] if files.sizes else None, engine=choice.engine, device="cpu",
        precision=choice.precision, streams=2, image_count=MANY_IMAGES,
    )  # fmt: skip


def _timed(forms: dict[Choice, Detector], images: Sequence[Image], settings: Settings) -> list[Timed]:
    least = dict.fromkeys(forms, float("inf"))
    began, rounds = time.process_time(), 0
    while rounds < LEAST_ROUNDS or time.process_time() - began < BUDGET_S:
        for choice, detector in forms.items():
            least[choice] = min(least[choice], processor_seconds(detector, images[0], settings) * 1e3)
        rounds += 1
    return [Timed(choice, ms) for choice, ms in least.items()]


def question_of(files: ModelFiles, settings: Settings) -> Question | None:
    """Return what is to be found out for a network; see `question_for`. OSError."""
    return question_for(files.cfg, files.weights, files.sizes[-1] if files.sizes else None, settings)
