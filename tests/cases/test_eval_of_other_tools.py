"""`yolocam eval` goes on past label files that it cannot read, and names them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.collision_files import write_still
from support.paths import CASES
from yolocam.cli import main

SHARED = CASES / "70-eval-labels/images"
FLAGS = ["--json", "figures.json", "--device", "cpu", "--precision", "fp32"]


def test_bad_files_are_named_with_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = {
        "a": "16 0.5 0.5 0.5 0.5 0.9\n",
        "b": "16 0.5 0.5 0.5 0.5\n99 0.5 0.5 0.5 0.5\n",
        "c": "0.0 0.5 0.5 0.5 0.5",
        "d": "dog 0.5 0.5 0.5 0.5",
    }
    for name, text in lines.items():
        write_still(Path("set/images") / f"{name}.jpg")
        Path("set/labels").mkdir(exist_ok=True)
        Path(f"set/labels/{name}.txt").write_text(text)
    write_still(Path("set/images/e.jpg"))
    assert main(["eval", "set/images", *FLAGS]) == 2
    told = capsys.readouterr().err
    assert "b.txt:2: class is '99'" in told and "d.txt:1: class is 'dog'" in told
    assert "1 of 5 images has no file of labels" in told and "Traceback" not in told
    figures = json.loads(Path("figures.json").read_text())
    assert (figures["images"], figures["objects"]) == (3, 2)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the public cases in ../shared")
def test_the_public_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["eval", str(SHARED), *FLAGS]) == 0
    figures = json.loads(Path("figures.json").read_text())
    assert (figures["images"], figures["objects"]) == (10, 20)
