"""Guesses the code page of a short text: names of classes, a word or two on each line.

Statistics of whole languages say little about a dozen words, so what counts here is how words are written:
in one script, small letters after large ones and not the other way round, with the characters that people of
that code page use often.
"""

from __future__ import annotations

import locale
import unicodedata
from itertools import pairwise

CODE_PAGES: dict[str, tuple[str, float]] = {
    "cp1252": ("Windows-1252, Western European", 0.0),
    "cp1251": ("Windows-1251, Cyrillic", 0.0),
    "gb18030": ("GBK, Chinese", 0.0),
    "cp932": ("Shift-JIS, Japanese", 0.0),
    "big5": ("Big5, Chinese", 0.3),
    "euc_jp": ("EUC-JP, Japanese", 0.5),
    "cp1250": ("Windows-1250, Central European", 0.5),
    "cp1254": ("Windows-1254, Turkish", 0.5),
    "cp949": ("EUC-KR, Korean", 1.5),
    "cp1253": ("Windows-1253, Greek", 1.0),
    "cp1256": ("Windows-1256, Arabic", 1.0),
    "cp874": ("Windows-874, Thai", 1.0),
    "koi8_r": ("KOI8-R, Cyrillic", 1.5),
    "cp866": ("DOS 866, Cyrillic", 1.0),
    "cp850": ("DOS 850, Western European", 1.5),
    "cp1255": ("Windows-1255, Hebrew", 2.0),
    "mac_roman": ("Mac Roman", 2.5),
}
"""Python's name -> its name for people, and how unlikely it is beforehand; the larger, the rarer."""

_OTHER_NAMES = {
    "gbk": "gb18030", "cp936": "gb18030", "gb2312": "gb18030", "cp950": "big5", "euc_kr": "cp949",
    "shift_jis": "cp932", "iso_8859_1": "cp1252", "iso8859_1": "cp1252",
}  # fmt: skip

_AT_HOME = 1.0
"""How much likelier than the others the code page of this computer is."""

_ODD = 1.5
"""What a character or a spelling costs that nobody would use in a name."""

_COMMON_LEADS: dict[str, range] = {
    "gb18030": range(0xB0, 0xD8),
    "big5": range(0xA4, 0xC7),
    "cp932": range(0x88, 0x98),
    "euc_jp": range(0xB0, 0xD0),
}
"""First bytes of the Chinese characters for everyday use in a code page; the rarer ones lie elsewhere."""

_EACH_LETTER = {"cp874": 0.3, "cp1256": 0.08, "cp1255": 0.3, "cp1253": 0.02}
"""What each letter costs where a code page has one for nearly every byte: anything looks like a word."""

_MIXABLE = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH", "HANGUL"))
"""Scripts that stand in one word with others."""

_MANY_BYTES = frozenset((*_COMMON_LEADS, "cp949"))

_PUNCTUATION = frozenset("€–—‘’“”…°·«»、。・ー（）")


def guess_code_page(data: bytes, home: str | None = None) -> str:
    """Return Python's name of the likeliest of CODE_PAGES for a text that is not UTF-8.

    `home` is the code page of the computer the text may come from, by default this one's.
    """
    home = _normal(home or locale.getencoding())
    foreign = b"\n".join(word for word in data.split() if not word.isascii())
    small = any(byte in range(ord("a"), ord("z") + 1) for byte in data)
    costs = {name: _cost(foreign, name, small=small, at_home=name == home) for name in CODE_PAGES}
    return min(costs, key=costs.__getitem__)


def _normal(name: str) -> str:
    """Return one of the names that a code page has."""
    plain = name.lower().replace("-", "_")
    return _OTHER_NAMES.get(plain, plain)


def _cost(data: bytes, name: str, *, small: bool, at_home: bool) -> float:
    """Return how unlikely it is that somebody wrote this; infinite for bytes that a code page does not have.

    `small` says that the file has small letters elsewhere, so that capitals alone would be strange, and
    `at_home` that this is the code page of the computer, so that nothing speaks against it beforehand.
    """
    try:
        words = set(data.decode(name).split("\n"))
    except UnicodeDecodeError:
        return float("inf")
    shout = 0.8 if small else 0.3
    each = 0.0 if at_home else _EACH_LETTER.get(name, 0.0)
    cost = -_AT_HOME if at_home else CODE_PAGES[name][1]
    return cost + sum(
        _spelling_cost(word, shout) + sum(_character_cost(c, name) or each for c in word if not c.isascii())
        for word in words
    )


def _spelling_cost(word: str, shout: float) -> float:
    """Return what a word as a whole costs: mixed scripts, capitals in the middle, accents in a row."""
    letters = [c for c in word if c.isalpha() or unicodedata.category(c) == "Mn"]
    cased = [c for c in letters if c.isupper() or c.islower()]
    cost = _ODD * (len({_script(c) for c in letters} - _MIXABLE) > 1)
    cost += _ODD * sum(a.islower() and b.isupper() for a, b in pairwise(cased))
    if len(cased) > 1 and all(c.isupper() for c in cased):
        cost += shout
    accented = [_script(c) == "LATIN" and not c.isascii() for c in letters]
    return cost + _ODD * sum(a and b for a, b in pairwise(accented))


def _character_cost(c: str, name: str) -> float:
    """Return what one character that is not ASCII costs in a code page."""
    if c in _PUNCTUATION:
        return 0.2
    if not c.isalpha():
        # Vowels that stand above or below a letter are none by themselves.
        return 0.3 if name == "cp874" and unicodedata.category(c) == "Mn" else _ODD
    script = _script(c)
    if script in ("HIRAGANA", "KATAKANA"):
        return 0.0 if name in ("cp932", "euc_jp") else 1.0
    if script == "HALFWIDTH":
        return 1.0
    if script == "HANGUL":
        return 0.0 if len(c.encode("euc_kr", "ignore")) == 2 else _ODD  # rare ones take eight bytes
    if script == "CJK":
        return _chinese_cost(c, name)
    if name in _MANY_BYTES:
        return _ODD  # they have Greek and Cyrillic letters as well
    if name == "cp1252" and c in "þðýÞÐÝ":  # where Turkish letters lie
        return 0.6
    return 0.0


def _chinese_cost(c: str, name: str) -> float:
    """Return what a Chinese character costs in a code page."""
    common = _COMMON_LEADS.get(name)
    lead, *rest = c.encode(name)
    if common is None or lead not in common:
        return _ODD
    if name == "big5":  # the only one whose second byte is often ASCII
        return 0.6 if rest[0] >= 0xA1 else 0.0
    if name == "euc_jp":  # without kana, rather Chinese
        return 0.4
    # Korean text lies among those as well, and only there.
    return 0.5 if name == "gb18030" and lead <= 0xC8 else 0.1


def _script(c: str) -> str:
    return unicodedata.name(c, "NONE").split()[0]
