"""Finds the files of a user's own network among what was named or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Candidate:
    """The files of a network that could be added; nothing says yet that they fit one another.

    `names` may have been found beside the others rather than given: `guessed` lists what was.
    `class_count` is what the cfg says, or else the .data file; None where neither does.
    """

    cfg: Path
    weights: Path
    names: Path | None = None
    class_count: int | None = None
    guessed: tuple[Path, ...] = ()


def candidate_from(paths: Sequence[Path]) -> Candidate:
    """Return the network that these paths mean.

    Takes a cfg, weights and names in any order, any part of them (the others are looked for beside it),
    one folder, or one .data file of Darknet's. ModelError says in one sentence what is missing or that
    it could mean several networks.
    """
    raise NotImplementedError
