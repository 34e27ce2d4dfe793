"""The engine that `auto` takes: another library's in place of our own, where it has proven quicker here."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yolocam import __version__
from yolocam.errors import first_line_of
from yolocam.files.cache import cache_folder
from yolocam.files.private_store import PrivateStore, digest
from yolocam.model.detector import Detector, load_detector
from yolocam.model.engines.choice import WORTH_MEASURING, choose_engine
from yolocam.model.engines.exported.library_trial import LIBRARIES, problem_of, untold_problem
from yolocam.model.engines.task import EngineTask
from yolocam.model.engines.types import available_engines
from yolocam.settings import Settings
from yolocam.system.core_shares import processor_name, usable_cores
from yolocam.system.package_versions import package_version

_LOG = logging.getLogger("yolocam.model")

PRECISIONS = ("fp32", "bf16")
"""What `auto` may compute in by another library: what it may take by PyTorch."""

_MOST_FILES = 64
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine and its precision; the engine "auto" says that our own are quickest."""

    engine: str = "auto"
    precision: str = "auto"


@dataclass(frozen=True, slots=True)
class Question:
    """Which engine is quickest for one network, size and precision, on this machine as it is now."""

    key: str

    @property
    def answer(self) -> Choice | None:
        """What was found, on this or an earlier day; None if nothing was, or it cannot be had any more."""
        kept = _store().get(self.key)
        with suppress(ValueError, TypeError):
            found = Choice(**json.loads(kept or b"null"))
            if found.engine == "auto" or (found.engine in rivals() and found.precision in PRECISIONS):
                return found
        return None

    def can_be_answered(self) -> bool:
        """Whether an answer can be kept: none is if the disk is full, or others may write to the folder."""
        _store().put(self.key, b"null")
        return _store().get(self.key) is not None

    def keep(self, answer: Choice) -> None:
        """Keep what was found for later starts."""
        _store().put(self.key, json.dumps({"engine": answer.engine, "precision": answer.precision}).encode())


def rivals() -> tuple[str, ...]:
    """Return those of other libraries' engines whose packages are installed, and not known to be broken."""
    there = available_engines()
    return tuple(name for name in LIBRARIES if name in there and problem_of(name) is None)


def question_for(cfg: Path, weights: Path, size: int | None, settings: Settings) -> Question | None:
    """Return what has to be found out before `auto` can be answered under these settings.

    `size` is the side of the input where the settings leave it open, None that of the cfg. None where it is
    answered already: an engine was named, another device or precision decides, or no other library is there.
    Raises OSError.
    """
    if settings.engine != "auto" or settings.precision not in ("auto", *PRECISIONS) or not rivals():
        return None
    kind, task = choose_engine("auto", EngineTask.of(settings))
    if task.device != "cpu" or kind.name in LIBRARIES:  # which --device openvino:cpu names
        return None
    parts: list[Any] = [
        processor_name(), f"{usable_cores()} cores",
        *(f"{name} {package_version(name)}" for name in ("torch", *LIBRARIES)),
        f"yolocam {__version__}", digest(cfg.read_bytes()).hex(), weights.stat().st_size,
        settings.imgsz or size or "cfg", settings.precision,
    ]  # fmt: skip
    return Question(" | ".join(map(str, parts)))


def load_quickest(
    cfg: Path,
    weights: Path,
    class_names: tuple[str, ...],
    settings: Settings,
    *,
    size: int | None = None,
    image_count: int | None = None,
    **options: Any,
) -> Detector:
    """Do what `load_detector` does, by the engine that has proven quickest where the settings say "auto".

    For few images that is never another library: it takes longer to start. One that fails is left out, here
    and from then on, and the detector's `refusal` says so; so it does, once, of one that the search has found
    to be broken.
    """

    def load(engine: str, precision: str, instead: str | None = None) -> Detector:
        return load_detector(
            cfg, weights, class_names, size=size, engine=engine, device=settings.device,
            precision=precision, image_count=image_count, instead=instead, **options,
        )  # fmt: skip

    many = image_count is None or image_count >= WORTH_MEASURING
    question = question_for(cfg, weights, size, settings) if many else None
    answer = None if question is None else question.answer
    if question is None or answer is None or answer.engine == "auto":
        return load(settings.engine, settings.precision, _untold(settings))
    try:
        detector = load(answer.engine, answer.precision)
        detector.warm(settings)  # what is broken shows here
    except Exception as error:  # whatever a library raises
        _LOG.debug("%s failed", answer.engine, exc_info=error)
        question.keep(Choice())
        why = first_line_of(error)
        if not why.startswith(f"engine {answer.engine} "):
            why = f"engine {answer.engine} is left out: {why}"
        return load(settings.engine, settings.precision, why)
    return detector


def _untold(settings: Settings) -> str | None:
    """Return in a sentence which library `auto` leaves out, if nobody was told yet."""
    if settings.engine != "auto":
        return None
    there = available_engines()
    told = (untold_problem(name) for name in LIBRARIES if name in there)
    return next(filter(None, told), None)


def _store() -> PrivateStore:
    return PrivateStore(cache_folder() / "engines", ".json", _MOST_FILES, _MOST_BYTES)
