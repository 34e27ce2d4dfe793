"""Control characters of foreign texts are shown on a terminal and in logs, never obeyed."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from yolocam.cli import main
from yolocam.commands.console import Console
from yolocam.debug_log import debug_log
from yolocam.terminal import tell, visible

TITLE = "\x1b]0;owned\x07"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("film.mp4", "film.mp4"),
        ("Übung\tя 犬 🐕\nnext", "Übung\tя 犬 🐕\nnext"),
        (TITLE, r"\x1b]0;owned\x07"),
        ("a\rb\x9b2J\x7f", r"a\rb\x9b2J\x7f"),
        ("gpj.\u202egnp", r"gpj.\u202egnp"),
        ("odd\udc9b\udcff", "odd\\x9b\udcff"),
    ],
)
def test_what_is_written_out(text, shown):
    assert visible(text) == shown


def test_a_sentence_on_standard_error(capsys):
    tell(f"{TITLE}.jpg cannot be read")
    assert capsys.readouterr().err == "yolocam: \\x1b]0;owned\\x07.jpg cannot be read\n"


def test_tables_and_texts_of_the_console(capsys):
    console = Console(force_terminal=True, width=80)
    table = Table(TITLE)
    table.add_row(TITLE)
    table.add_row(Text(TITLE, style="bold"))
    console.print(table)
    console.print(TITLE, markup=False, highlight=False)
    out = capsys.readouterr().out
    assert "\x1b]" not in out and "\x07" not in out
    assert out.count(r"\x1b]0;owned") == 4
    assert "\x1b[1m" in out  # the styles of the program itself stay


def test_the_log(capsys):
    with debug_log():
        logging.getLogger("yolocam.media").debug("opening %s", TITLE)
    assert r"opening \x1b]0;owned\x07" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="file names there have no control characters")
@pytest.mark.parametrize("command", [["detect"], ["models", "check"], ["view"]])
def test_commands_that_cannot_read_a_file(command, capsys, tmp_path: Path):
    name = tmp_path / f"{TITLE}.cfg"
    name.write_text("nothing")
    assert main([*command, str(name)]) == 2
    said = "".join(capsys.readouterr())
    assert "\x1b" not in said and r"\x1b]0;owned\x07" in said.replace("\n", "")
