"""Every command line in the README and the docs is one that yolocam understands."""

import re
import shlex
from pathlib import Path

from yolocam.cli import parse

ROOT = Path(__file__).parents[2]
OF_A_PLUGIN = "--save-names"


def test_every_command_line_is_understood():
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    lines = re.findall(r"(?m)^ {4}(?:.+ \| )?yolocam(| .*)$", text)
    assert len(lines) > 40
    for line in lines:
        if OF_A_PLUGIN not in line:
            parse(shlex.split(line, comments=True))
