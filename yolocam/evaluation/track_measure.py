"""How well objects kept their numbers: HOTA, CLEAR MOT and identity, by the library `trackers`."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yolocam.errors import SettingsError
from yolocam.evaluation.mot_file import PERSON, MotRow
from yolocam.registry import Need

LIBRARY = Need("trackers", "yolocam[tracks]")

OVERLAP = 0.5
"""From this overlap (IoU) on a box counts as the object's. HOTA looks at all from 0.05 to 0.95."""

_FAMILIES = ["CLEAR", "HOTA", "Identity"]
_NOBODY = "1,-1,0,0,1,1,1,1\n"
"""Keeps a file that holds nothing from being none; what has no track is not looked at."""


@dataclass(frozen=True, slots=True)
class TrackSequence:
    """A film: what is in it, and what was found."""

    name: str
    truth: Sequence[MotRow]
    found: Sequence[MotRow]


@dataclass(frozen=True, slots=True)
class TrackFigures:
    """Of one film, or of all of them; shares lie in 0 to 1, MOTA may be below 0.

    `switches` is how often an object got another number; `missed` and `false_boxes` are boxes.
    """

    name: str
    hota: float
    deta: float
    assa: float
    idf1: float
    mota: float
    switches: int
    fragments: int
    missed: int
    false_boxes: int
    objects: int


def check_library() -> None:
    """Raise SettingsError where the library is not installed."""
    if not LIBRARY.met:
        raise SettingsError(f"--tracks {LIBRARY}")


def measure_tracks(sequences: Sequence[TrackSequence], kind: int = PERSON) -> list[TrackFigures]:
    """Return the figures of each film and, where there are several, of all together, named "all".

    Only objects of the class `kind` count, numbered as in the files. For persons the rules of the MOT
    challenge hold: who sits on a vehicle or is a reflection is neither asked for nor held against anybody.
    """
    from trackers.eval import evaluate_mot_sequences

    with tempfile.TemporaryDirectory() as place:
        truth, found = Path(place, "truth"), Path(place, "found")
        for folder in (truth, found):
            folder.mkdir()
        for number, one in enumerate(sequences):
            (truth / f"{number:06}.txt").write_text(_text(one.truth, kind, keep_others=kind == PERSON))
            (found / f"{number:06}.txt").write_text(_text(one.found, kind, keep_others=False))
        result = evaluate_mot_sequences(truth, found, metrics=_FAMILIES, threshold=OVERLAP)
    measured = [result.sequences[f"{number:06}"] for number in range(len(sequences))]
    figures = [_figures(one.name, each) for one, each in zip(sequences, measured, strict=True)]
    return figures if len(figures) == 1 else [*figures, _figures("all", result.aggregate)]


def _text(rows: Sequence[MotRow], kind: int, *, keep_others: bool) -> str:
    """Return rows as the library reads them: of the class in question, which it knows as 1."""
    lines = [
        f"{row.frame},{row.track},{','.join(f'{part:.6f}' for part in row.ltwh)},{row.confidence:g},"
        f"{PERSON if row.kind == kind else row.kind}\n"
        for row in rows
        if row.kind == kind or keep_others
    ]
    return "".join(lines) or _NOBODY


def _figures(name: str, measured: Any) -> TrackFigures:
    clear, hota, identity = measured.CLEAR, measured.HOTA, measured.Identity
    return TrackFigures(
        name=name,
        hota=float(hota.HOTA),
        deta=float(hota.DetA),
        assa=float(hota.AssA),
        idf1=float(identity.IDF1),
        mota=float(clear.MOTA),
        switches=int(clear.IDSW),
        fragments=int(clear.Frag),
        missed=int(clear.CLR_FN),
        false_boxes=int(clear.CLR_FP),
        objects=int(clear.CLR_TP) + int(clear.CLR_FN),
    )
