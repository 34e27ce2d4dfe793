"""`yolocam models add`: gives a user's own network a name under which it is used from then on."""

from __future__ import annotations

import argparse

from rich.console import Console

from yolocam.commands.models_text import input_size, megabytes, size_words, warn
from yolocam.errors import ModelError
from yolocam.model.doctor import examine
from yolocam.zoo.candidate import Candidate, candidate_from
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.library import Library


def run(args: argparse.Namespace) -> int:
    """Find the network's files, check that they fit one another, and add them."""
    library = Library()
    candidate = candidate_from(args.path)
    _check(candidate)
    warn(library.warnings())
    entry = library.add(candidate, name=args.name, copy=args.copy)
    console = Console()
    for line in _lines(entry, candidate, asked=args.name):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    return 0


def _check(candidate: Candidate) -> None:
    """Have the doctor look at the files; ModelError says what keeps them from working together."""
    diagnosis = examine(candidate.cfg, candidate.weights, candidate.names)
    if diagnosis.errors:
        files = " ".join(str(path) for path in (candidate.cfg, candidate.weights, candidate.names) if path)
        raise ModelError(f"{diagnosis.errors[0].text} (`yolocam models check {files}` tells more)")
    warn([finding.text for finding in diagnosis.findings if finding.severity == "warning"])


def _lines(entry: ModelEntry, candidate: Candidate, asked: str | None) -> list[str]:
    what = [size_words(input_size(entry))]
    if entry.class_count is not None:
        what.append("one class" if entry.class_count == 1 else f"{entry.class_count} classes")
    lines = [f"added {entry.name}: {', '.join(filter(None, what))}"]
    if asked is None and entry.name != candidate.cfg.stem:
        lines.append(
            f"  called so because {candidate.cfg.stem} is taken or cannot be a name; --name gives another"
        )
    for kind, path in (("cfg", candidate.cfg), ("weights", candidate.weights), ("names", candidate.names)):
        lines.append(f"  {kind:<8} {_words(path, candidate)}")
    if entry.weights is not None and entry.origin == "copied":
        lines.append(f"  copied   {megabytes(entry.bytes_on_disk)} to {entry.weights.parent}")
    else:
        lines.append("  used where they lie: do not move or delete them")
    name = f'"{entry.name}"' if " " in entry.name else entry.name
    return [*lines, f"use it: yolocam --model {name}, yolocam detect --model {name} ..."]


def _words(path: object, candidate: Candidate) -> str:
    if path is None:
        return (
            "none found, the classes go by number"
            if candidate.class_count != 80
            else "COCO's, as none were found"
        )
    return f"{path} (found beside the others)" if path in candidate.guessed else str(path)
