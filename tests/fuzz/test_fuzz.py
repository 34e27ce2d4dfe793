"""Every input, changed in every way: one sentence or a right result, never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.campaign import attack
from fuzz.fuzz_worker import changed, read_once
from fuzz.targets import TARGETS

SECONDS = 2
"""The start of the process and the reading of whole examples take some more; `make fuzz` goes on for long."""


@pytest.mark.slow
def test_nothing_but_sentences_and_right_results(tmp_path: Path):
    found = attack(tmp_path, seed=7, seconds=SECONDS)
    assert not found.wrong, "\n\n".join(found.wrong.values())
    assert all(found.cases[name] for name in TARGETS), f"some inputs were not read: {found.cases}"


def test_the_same_seed_gives_the_same_cases():
    examples = [("a.txt", b"0 0.5 0.5 0.2 0.2\n")]
    first, again, other = (changed(seed, "labels", 5, examples) for seed in (1, 1, 2))
    assert first == again != other


def test_what_the_attack_takes_for_a_fault(tmp_path: Path):
    def stumble(path: Path) -> None:
        raise IndexError(path.name)

    trace = read_once(tmp_path / "case", "a.cfg", b"[net]", stumble)
    assert trace is not None and trace.strip().endswith("IndexError: a.cfg")
