"""`yolocam models add`: gives a user's own network a name under which it is used from then on."""

from __future__ import annotations

import argparse
from pathlib import Path
from subprocess import list2cmdline

from yolocam.commands.console import Console
from yolocam.commands.models.text import input_size, megabytes, warn
from yolocam.errors import ModelError
from yolocam.model.doctor import examine
from yolocam.zoo.candidate import Candidate, candidate_from
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.known_weights import public_model
from yolocam.zoo.library import Library


def run(args: argparse.Namespace) -> int:
    """Find the network's files, check that they fit one another, and add them."""
    library = Library()
    public = None if args.name is not None else public_model(args.path, library.models())
    if public is not None:
        return _place(library, *public)
    candidate = candidate_from(args.path)
    _check(candidate)
    warn(library.warnings())
    entry = library.add(candidate, name=args.name, copy=not args.reference)
    if args.name is None and entry.name != candidate.cfg.stem:
        taken = f"'{candidate.cfg.stem}' is taken or cannot be a name"
        warn([f"{taken}, '{entry.name}' is used (--name gives another)"])
    console = Console()
    for line in _lines(entry, candidate):
        console.tell(line)
    return 0


def _place(library: Library, entry: ModelEntry, weights: Path) -> int:
    """Take weights of a public model as if they were downloaded."""
    name = list2cmdline([entry.name])
    console = Console()
    if entry.ready:
        console.tell(f"{weights} is {entry.name}, which is on this machine already")
    else:
        placed = library.place(entry, weights)
        console.tell(f"{weights} is {entry.name}: it is now at {placed.weights} as well")
    console.tell(f"use it: yolocam --model {name}, yolocam detect --model {name} ...")
    return 0


def _check(candidate: Candidate) -> None:
    """Have the doctor look at the files; ModelError says what keeps them from working together."""
    diagnosis = examine(candidate.cfg, candidate.weights, candidate.names)
    if diagnosis.errors:
        files = (candidate.cfg, candidate.weights, candidate.names)
        words = list2cmdline(
            [str(path) for path in files if path is not None]
        )  # quotes as every shell has them
        raise ModelError(f"{diagnosis.errors[0].text} (`yolocam models check {words}` tells more)")
    warn([finding.text for finding in diagnosis.findings if finding.severity == "warning"])


def _lines(entry: ModelEntry, candidate: Candidate) -> list[str]:
    what = []
    size = input_size(entry)
    if size is not None:
        what.append(f"{size[0]}x{size[1]}")
    if entry.class_count is not None:
        what.append("one class" if entry.class_count == 1 else f"{entry.class_count} classes")
    lines = [f"added {entry.name}: {', '.join(what)}" if what else f"added {entry.name}"]
    for kind, path in (("cfg", candidate.cfg), ("weights", candidate.weights), ("names", candidate.names)):
        lines.append(f"  {kind:<8} {_words(path, candidate)}")
    if entry.weights is not None and entry.origin == "copied":
        lines.append(f"  copied   {megabytes(entry.bytes_on_disk)} to {entry.weights.parent}")
    else:
        lines.append("  used where they lie: do not move or delete them")
    name = list2cmdline([entry.name])
    return [*lines, f"use it: yolocam --model {name}, yolocam detect --model {name} ..."]


def _words(path: Path | None, candidate: Candidate) -> str:
    if path is not None:
        return f"{path} (found beside the others)" if path in candidate.guessed else str(path)
    return (
        "none found, the classes are numbered"
        if candidate.class_count != 80
        else "none found, COCO's are taken"
    )
