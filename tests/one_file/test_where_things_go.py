"""Whoever looks in CONTRIBUTING.md for the place of a change finds a row, and in it what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACE = r"`((?:yolocam|assets|docs|tools)/[^`]*)`"

REQUESTS = (
    "shortcut", "control", "palette", "model", "cfg section", "a source", "screen", "output by address",
    "codec", "bitrate", "result format", "processor", "an engine", "non-maximum suppression",
    "label is drawn", "frame was dropped", "language",
)  # fmt: skip


def rows():
    """What each row of the table is about, and what it says of it."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lines = re.findall(r"(?m)^\| (.+?) \| (.+) \|$", text)
    return [(about, said) for about, said in lines if about.strip("| ")]


def source_of(place):
    """The text of a file, or of all files in a folder."""
    path = ROOT / place
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.suffix == ".py")


@pytest.mark.parametrize("request_", REQUESTS)
def test_each_request_has_a_row(request_):
    assert any(request_ in about for about, _ in rows())


def test_every_place_that_is_named_exists():
    named = [place for _, said in rows() for place in re.findall(PLACE, said)]
    assert len(named) > 25
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_every_name_is_in_a_file_of_its_row():
    wrong = []
    for about, said in rows():
        places = re.findall(PLACE, said)
        text = "\n".join(map(source_of, [*places, "yolocam/registry.py"]))
        names = re.findall(r"`(_?[A-Za-z]+(?:_[A-Za-z]+)*)(?:\(\w*\))?`", said)
        wrong += [(about, name) for name in names if not re.search(rf"\b{name}\b", text)]
    assert wrong == []
