"""`yolocam models check`: the doctor's report on a cfg, its weights and its class names."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yolocam.commands.console import Console
from yolocam.commands.exit_status import EXIT_BAD_INPUT
from yolocam.commands.models.check_report import print_report
from yolocam.errors import ModelError
from yolocam.files.input_file import is_there
from yolocam.model.doctor import Diagnosis, examine
from yolocam.zoo.candidate import candidate_from
from yolocam.zoo.entry import Fit
from yolocam.zoo.library import Library


@dataclass(frozen=True, slots=True)
class Files:
    """What is examined; `weights` and `names` are None where there are none."""

    cfg: Path
    weights: Path | None
    names: Path | None
    fit: Fit | None = None


def run(args: argparse.Namespace) -> int:
    """Examine a model and print the report; returns 0 if its files fit together, else 2."""
    files = _files(args.target)
    diagnosis = examine(files.cfg, files.weights, files.names, size_wh=args.imgsz, fit=files.fit)
    if args.json:
        print(json.dumps(_as_json(files, diagnosis)))  # noqa: T201
    else:
        print_report(Console(), (files.cfg, files.weights, files.names), diagnosis, layers=args.layers)
    return 0 if diagnosis.fits else EXIT_BAD_INPUT


def _files(targets: Sequence[str]) -> Files:
    """Return the files that are meant; ModelError for an unknown name, or files that are no network's."""
    paths = [Path(target) for target in targets]
    library = Library()
    known = {entry.name: entry for entry in library.models()}
    if len(targets) == 1 and (targets[0] in known or not (paths[0].suffix or is_there(paths[0]))):
        entry = library.entry(targets[0])
        return Files(entry.cfg, entry.weights, entry.names, entry.fit)
    try:
        found = candidate_from(paths)
    except ModelError:
        if [path.suffix.lower() for path in paths].count(".cfg") != 1 or len(paths) > 3:
            raise
        return _by_ending(paths)  # each is there or not, and is what it should be or not: the doctor tells
    return Files(found.cfg, found.weights, found.names)


def _by_ending(paths: Sequence[Path]) -> Files:
    cfg = next(path for path in paths if path.suffix.lower() == ".cfg")
    others = [path for path in paths if path is not cfg]
    names = next((path for path in others if path.suffix.lower() in (".names", ".txt")), None)
    weights = next((path for path in others if path is not names), None)
    return Files(cfg, weights, names)


def _as_json(files: Files, diagnosis: Diagnosis) -> dict[str, Any]:
    """Return everything that was found, the fields called as in `Diagnosis`."""
    return {
        "cfg": str(files.cfg),
        "weights": None if files.weights is None else str(files.weights),
        "names": None if files.names is None else str(files.names),
        "fits": diagnosis.fits,
        **asdict(diagnosis),
    }
