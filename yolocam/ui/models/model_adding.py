"""Adds a user's own model to the library after a check of its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.ui.models.model_text import classes_text
from yolocam.ui.translation import tr
from yolocam.zoo.candidate import Candidate, candidate_from
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.known_weights import of_the_same_length, public_model
from yolocam.zoo.library import Library

if TYPE_CHECKING:
    from yolocam.model.doctor import Diagnosis


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of adding a model.

    `entry` is None if the files do not fit; then `fitting` is the public model whose cfg fits `weights`, if
    there is one. `new` if it was not known before; `placed` if it is a public model whose weights were found.
    """

    title: str
    diagnosis: Diagnosis
    entry: ModelEntry | None
    new: bool = False
    placed: bool = False
    fitting: ModelEntry | None = None
    weights: Path | None = None


def add_model(library: Library, paths: Sequence[Path]) -> Outcome:
    """Add the model that these files are if they fit together; they stay where they are.

    The weights of a public model, alone or with its cfg, are that model.

    Takes seconds if torch is not loaded yet. Raises ModelError if the files are not one model.
    """
    from yolocam.model.doctor import examine

    models = library.models()
    public = public_model(paths, models)
    if public is not None:
        entry, weights = public
        placed = library.place(entry, weights)
        assert placed.weights is not None
        diagnosis = examine(placed.cfg, placed.weights, placed.names, fit=placed.fit)
        new = not entry.ready
        return Outcome(weights.name, diagnosis, placed, new=new, placed=new)
    candidate = candidate_from(paths)
    diagnosis = examine(candidate.cfg, candidate.weights, candidate.names)
    title = candidate.weights.name
    if not diagnosis.fits:
        fitting = of_the_same_length(candidate.weights, models)
        return Outcome(title, diagnosis, None, fitting=fitting, weights=candidate.weights)
    known = _known(library, candidate)
    if known is not None:
        return Outcome(title, diagnosis, known)
    return Outcome(title, diagnosis, library.add(candidate, name=None, copy=False), new=True)


def added_text(entry: ModelEntry, outcome: Outcome, *, used: bool) -> str:
    """Return a sentence about a model that was added; `used` if it is the one in the settings."""
    totals = outcome.diagnosis.totals
    count = totals.classes if totals is not None else entry.class_count
    if not outcome.new:
        text = tr("{model} is already in the list").format(model=entry.name)
    elif count is None:
        text = tr("Added {model}").format(model=entry.name)
    else:
        text = tr("Added {model} with {classes}").format(model=entry.name, classes=classes_text(count))
    if used:
        text = tr("{text}; it will be used as soon as it is ready").format(text=text)
    warnings = sum(finding.severity == "warning" for finding in outcome.diagnosis.findings)
    if warnings:
        counted = tr("Check reports %n warnings", "Check reports 1 warning", number=warnings)
        text = f"{text} ({counted})"
    return text


def _known(library: Library, candidate: Candidate) -> ModelEntry | None:
    """Return the model in the library that uses these files."""
    return next((entry for entry in library.models() if entry.own and _is(entry, candidate)), None)


def _is(entry: ModelEntry, candidate: Candidate) -> bool:
    weights = entry.weights
    return weights is not None and _same(entry.cfg, candidate.cfg) and _same(weights, candidate.weights)


def _same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except OSError:
        return False
