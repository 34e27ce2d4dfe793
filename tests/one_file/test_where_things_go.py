"""Whoever looks in CONTRIBUTING.md for the place of a change finds files that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_place_that_is_named_exists():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:yolocam|assets|docs)/[^`]*)`", text)
    assert len(named) > 25
    assert [place for place in named if not (ROOT / place).exists()] == []
