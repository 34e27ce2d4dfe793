"""Texts that others wrote (names of files and classes, messages of servers) on a terminal and in logs."""

from __future__ import annotations

import re
import sys

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, and C1: they begin escape sequences
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of direction: they turn a name round
    "\u2028\u2029\udc80-\udc9f]"  # ends of lines, and C1 as bytes of a name in no known encoding
)


def visible(text: str) -> str:
    r"""Return a text in which control characters are written out: `\x1b` for escape, `\r`, `\u202e`.

    Line feeds and tabs stay. A terminal may be told to change its title, its colours or what it shows.
    """
    return _CONTROLS.sub(lambda found: _written(found[0]), text)


def tell(sentence: str) -> None:
    """Say a sentence on standard error, as from this program."""
    print(f"yolocam: {visible(sentence)}", file=sys.stderr)  # noqa: T201 - this is where it is told


def _written(letter: str) -> str:
    if letter == "\r":
        return "\\r"
    code = ord(letter)
    if 0xDC80 <= code <= 0xDC9F:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
