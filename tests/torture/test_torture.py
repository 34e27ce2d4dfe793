"""However yolocam is ended: every file plays, at most a second is lost, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from torture import wreckage
from torture.harms import HARMS
from torture.program import Place, Starter
from torture.run_torture import torture
from torture.wreckage import examine

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(sys.platform != "linux", reason="these are the ways of Linux"),
]


@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_every_harm_once(tmp_path: Path, monkeypatch):
    """`make torture` goes on for an hour, and allows a second: here other tests may hold a run up."""
    monkeypatch.setattr(wreckage, "MOST_LOST_S", 10)
    tallies = torture(tmp_path, seed=5, seconds=0, names=HARMS, count=1)
    faults = {name: tally.faults for name, tally in tallies.items() if tally.faults}
    assert not faults
    assert all(tally.lost or tally.not_here for tally in tallies.values())


def test_what_counts_as_lost(tmp_path: Path):
    (tmp_path / "found.jsonl").write_text('{"pts": 0}\n{"pts": 4}\n{"pts"')
    (tmp_path / "film.mp4").write_bytes(b"no film" * 100)
    (tmp_path / "found.csv").write_text("a,b\n1\n")
    (tmp_path / "coco.json").write_text("[1,")
    faults = "\n".join(examine(tmp_path, ended=True).faults)
    for fault in ("jsonl:3 cannot be read", "does not play", "4.00 s are lost", "columns", "coco.json"):
        assert fault in faults, fault


@pytest.mark.slow
def test_what_counts_as_left_behind(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("torture.program.END_S", 0)
    place = Place(tmp_path)
    program = Starter().start(place, tmp_path / "run", ["watch", "synthetic:64x48@5"], anew=True)
    Path(place.environment["TMPDIR"], "thing").touch()
    assert [words.partition(" ")[0] for words in place.left()] == ["process", "file"]
    os.kill(program.pid, signal.SIGKILL)
    program.wait(10)
    assert [words.partition(" ")[0] for words in place.left()] == ["file"]
