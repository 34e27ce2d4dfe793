"""Adds a user's own model: finds its files, has them examined, and puts it into the library. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.zoo.candidate import Candidate, candidate_from
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.library import Library

if TYPE_CHECKING:
    from yolocam.model.doctor import Diagnosis


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `entry` is None where the files do not fit; `new` tells if it was added just now."""

    title: str
    diagnosis: Diagnosis
    entry: ModelEntry | None
    new: bool = False


def add_model(library: Library, paths: Sequence[Path]) -> Outcome:
    """Add the network that these files are, used where they lie, if the doctor finds that they fit.

    Takes seconds when torch is not loaded yet. ModelError where the files are not one network.
    """
    from yolocam.model.doctor import examine

    candidate = candidate_from(paths)
    diagnosis = examine(candidate.cfg, candidate.weights, candidate.names)
    title = candidate.weights.name
    if not diagnosis.fits:
        return Outcome(title, diagnosis, None)
    known = _known(library, candidate)
    if known is not None:
        return Outcome(title, diagnosis, known)
    return Outcome(title, diagnosis, library.add(candidate, name=None, copy=False), new=True)


def added_text(entry: ModelEntry, outcome: Outcome, *, used: bool) -> str:
    """Return in a sentence what has been done with a model."""
    totals = outcome.diagnosis.totals
    count = totals.classes if totals is not None else entry.class_count
    kinds = "" if count is None else f", which knows {'one class' if count == 1 else f'{count} classes'}"
    words = f"Added {entry.name}{kinds}" if outcome.new else f"{entry.name} is on the list already"
    if used:
        words += "; it takes over as soon as it is ready"
    warnings = sum(finding.severity == "warning" for finding in outcome.diagnosis.findings)
    if warnings:
        words += (
            f" (Check in the list of models has {'a warning' if warnings == 1 else f'{warnings} warnings'})"
        )
    return words


def _known(library: Library, candidate: Candidate) -> ModelEntry | None:
    """Return the model that these very files are already."""
    return next((entry for entry in library.models() if entry.own and _is(entry, candidate)), None)


def _is(entry: ModelEntry, candidate: Candidate) -> bool:
    weights = entry.weights
    return weights is not None and _same(entry.cfg, candidate.cfg) and _same(weights, candidate.weights)


def _same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except OSError:
        return False
