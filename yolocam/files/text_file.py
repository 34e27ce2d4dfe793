"""Reads the text files that people bring, whatever their encoding and their ends of lines are."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from yolocam.errors import YolocamError
from yolocam.files.input_file import open_input_file

_MARKS = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
    (codecs.BOM_UTF8, "utf-8", None),
)
"""What a file may begin with: the mark, Python's name, the name for people where Darknet can't read it."""

WIDE_MARKS = tuple(mark for mark, name, _ in _MARKS if name != "utf-8")
"""The marks of texts in which zero bytes are no sign of binary data."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_UNASSIGNED = ("Cn", "Co", "Cs")
_MOST_CONTROLS = 0.02
"""Share of control and unassigned characters in a text; in compressed data it is five times as high."""

_WEB_PAGE = re.compile(r"\s*(<!doctype html|<html)", re.IGNORECASE)

_WELL_FORMED = 5
"""With so many characters of UTF-8 for each broken one, a text is in UTF-8 nevertheless."""

_SMALL = 4 << 20

_ENOUGH = 64 << 10
"""So many bytes, or characters, are enough to tell what a file holds."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """What a text file says: `text` has line feeds only, and no mark of its encoding.

    `encoding` is its name for people, None for UTF-8; `guessed` says that nothing in the file names it.
    """

    path: Path
    text: str
    encoding: str | None = None
    guessed: bool = False

    @property
    def lines(self) -> list[str]:
        """The lines without their ends; an end of line at the end of the file begins no further one."""
        return self.text.removesuffix("\n").split("\n") if self.text else []

    @property
    def note(self) -> str | None:
        """A sentence on how it was read, where that is not as UTF-8."""
        if self.encoding is None:
            return None
        if self.guessed:
            return f"{self.path} is not in UTF-8, read as {self.encoding} (a guess)"
        return f"{self.path} is in {self.encoding}, which Darknet itself does not read"


def read_text(path: Path, most_bytes: int, expected: str, error: type[YolocamError]) -> TextFile:
    """Return what a text file says, in UTF-8, UTF-16, UTF-32 or a code page, which is then guessed.

    Raises `error` for what cannot be read, has more than `most_bytes`, holds binary data or a web page;
    `expected` says what the file should be.
    """
    with open_input_file(path, expected, error) as file:
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise error(f"{path} is larger than {_size(most_bytes)}, expected {expected}")
    found = decode(path, data)
    if found is None:
        raise error(f"{path} holds binary data, expected {expected}")
    if _WEB_PAGE.match(found.text):
        raise error(f"{path} is a web page, expected {expected}")
    return found


def decode(path: Path, data: bytes) -> TextFile | None:
    """Return the text that these bytes of a file are; None for binary data."""
    for mark, name, words in _MARKS:
        if data.startswith(mark):
            return _checked(path, data[len(mark) :], name, words, guessed=False)
    if b"\0" in data:
        wide = _wide(data)
        return None if wide is None else _checked(path, data, wide, "UTF-16 without a mark", guessed=True)
    try:
        return _from(path, data.decode("utf-8"), None, guessed=False)
    except UnicodeDecodeError:
        return _in_code_page(path, data)


def encoding_note(path: Path, *, guesses: bool) -> str | None:
    """Return the note on how a small file is read, None without; only with `guesses` on a guessed code page.

    A file that cannot be read has none: whoever needs it tells.
    """
    try:
        found = read_text(path, _SMALL, "text", YolocamError)
    except YolocamError:
        return None
    return found.note if guesses or not found.guessed else None


def _in_code_page(path: Path, data: bytes) -> TextFile | None:
    from yolocam.files.text_encoding import CODE_PAGES, guess_code_page  # hardly ever needed

    part = data[:_ENOUGH]
    if len(_CONTROLS.findall(part.decode("latin-1"))) > _MOST_CONTROLS * len(part):
        return None
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if _WELL_FORMED * broken < sum(not c.isascii() for c in text):
        return _from(path, text, f"UTF-8 with {broken} broken characters", guessed=True)
    name = guess_code_page(part)
    return _from(path, data.decode(name, "replace"), CODE_PAGES[name][0], guessed=True)


def _wide(data: bytes) -> str | None:
    """Return which UTF-16 a file without a mark is in: its zeros all stand in one half of the pairs."""
    zeros = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 or min(zeros):
        return None
    # A few zeros among plain letters are no characters of two bytes.
    if data.isascii() and sum(zeros) < len(data) // 4 and not _CONTROLS.search(_text_of(data)):
        return None
    return "utf-16-be" if zeros[0] else "utf-16-le"


def _text_of(data: bytes) -> str:
    return data.replace(b"\0", b"").decode("latin-1")


def _checked(path: Path, data: bytes, name: str, words: str | None, *, guessed: bool) -> TextFile | None:
    """Return a text whose encoding is known; None if it is none in that encoding."""
    try:
        return _from(path, data.decode(name), words, guessed=guessed)
    except UnicodeDecodeError:
        # A mark before text in a code page: some editors do that; before anything else, chance.
        return _in_code_page(path, data) if name == "utf-8" else None


def _from(path: Path, text: str, words: str | None, *, guessed: bool) -> TextFile | None:
    part = text[:_ENOUGH]
    strange = len(_CONTROLS.findall(part))
    if not part.isascii():
        strange += sum(unicodedata.category(c) in _UNASSIGNED for c in part)
    if "\0" in text or strange > _MOST_CONTROLS * len(part):
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return TextFile(path, text.removesuffix("\x1a"), words, guessed)  # DOS ended a text so


def _size(count: int) -> str:
    return f"{count >> 20} MB" if count >= 1 << 20 else f"{count >> 10} kB"
