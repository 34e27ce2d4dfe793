"""`yolocam eval --tracks`: how well objects kept their numbers, against films in which people noted them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from rich.table import Table
from rich.text import Text

from yolocam.commands.bench.bench_task import plain_table
from yolocam.commands.console import Console
from yolocam.errors import LabelsError, SettingsError
from yolocam.evaluation.mot_file import PERSON, read_mot
from yolocam.evaluation.track_measure import TrackFigures, TrackSequence, check_library, measure_tracks
from yolocam.files.input_file import is_folder
from yolocam.files.output_file import write_bytes
from yolocam.terminal import visible

_ENDINGS = (".mot.txt", ".txt")


def run(args: argparse.Namespace) -> int:
    """Measure and report; returns 0."""
    _check(args)
    check_library()
    truth, found = args.tracks
    sequences = [_sequence(name, *files) for name, files in _pairs(truth, found).items()]
    kind = PERSON if args.track_class is None else args.track_class
    if not any(row.kind == kind and row.confidence for one in sequences for row in one.truth):
        raise LabelsError(f"{truth} holds no object of class {kind}, so there is nothing to measure with")
    errors = Console(stderr=True)
    with errors.status("measuring"):
        figures = measure_tracks(sequences, kind)
    if args.json is not None:
        content = {"class": kind, "sequences": [asdict(one) for one in figures]}
        write_bytes(args.json, (json.dumps(content, indent=2) + "\n").encode())
    Console().print(_table(figures))
    for note in _notes(sequences, kind):
        errors.tell(f"yolocam: {note}")
    return 0


def _check(args: argparse.Namespace) -> None:
    others = {name: getattr(args, name) for name in ("annotations", "labels", "data", "plot", "save_coco")}
    flags = [f"--{name.replace('_', '-')}" for name, value in others.items() if value is not None]
    if flags:
        raise SettingsError(f"--tracks and {flags[0]} do not go together")
    if args.source:
        raise SettingsError(f"--tracks names what it measures itself, found '{args.source[0]}' too")


def _pairs(truth: Path, found: Path) -> dict[str, tuple[Path, Path]]:
    """Return the files of each film: two that are given, or those of the same name in two folders."""
    if not is_folder(truth):
        if is_folder(found):
            raise LabelsError(f"{found} is a folder and {truth} is none, expected two files or two folders")
        return {found.name: (truth, found)}
    if not is_folder(found):
        raise LabelsError(f"{truth} is a folder and {found} is none, expected two files or two folders")
    truths = {path.parent.parent.name: path for path in sorted(truth.glob("*/gt/gt.txt"))}
    truths = truths or {_name(path): path for path in sorted(truth.glob("*.txt"))}
    if not truths:
        raise LabelsError(f"{truth} holds neither NAME.txt nor NAME/gt/gt.txt, the truth of the film NAME")
    there = {_name(path): path for path in sorted(found.glob("*.txt"))}
    missing = sorted(truths.keys() - there.keys())
    if missing:
        raise LabelsError(f"{found} has no {missing[0]}.txt, which {truths[missing[0]]} is the truth of")
    return {name: (path, there[name]) for name, path in truths.items()}


def _name(path: Path) -> str:
    ending = next(ending for ending in _ENDINGS if path.name.endswith(ending))
    return path.name.removesuffix(ending)


def _sequence(name: str, truth: Path, found: Path) -> TrackSequence:
    return TrackSequence(name, read_mot(truth), read_mot(found))


def _notes(sequences: Iterable[TrackSequence], kind: int) -> Iterable[str]:
    for one in sequences:
        mine = [row for row in one.found if row.kind == kind]
        if one.found and not mine:
            yield f"{one.name} holds nothing of class {kind}, see --track-class"
        elif mine and all(row.track < 0 for row in mine):
            yield f"{one.name} has no numbers of objects: detect --track --save-mot writes them"


def _table(figures: Iterable[TrackFigures]) -> Table:
    titles = ("HOTA", "DetA", "AssA", "IDF1", "MOTA", "switches", "missed", "false", "boxes")
    table = plain_table("film", *titles)
    for one in figures:
        shares = (one.hota, one.deta, one.assa, one.idf1, one.mota)
        counts = (one.switches, one.missed, one.false_boxes, one.objects)
        table.add_row(Text(visible(one.name)), *(f"{100 * share:.1f}" for share in shares), *map(str, counts))
    return table
