"""Makes the text files of a network as editors of all sorts save them."""

import codecs
import itertools
from pathlib import Path

LINE_ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}

MARKED = {
    "utf-8 with mark": (codecs.BOM_UTF8, "utf-8"),
    "utf-16 le": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16 be": (codecs.BOM_UTF16_BE, "utf-16-be"),
    "utf-32 le": (codecs.BOM_UTF32_LE, "utf-32-le"),
    "utf-32 be": (codecs.BOM_UTF32_BE, "utf-32-be"),
}
UNMARKED = {
    "utf-8": (b"", "utf-8"),
    "utf-16 le bare": (b"", "utf-16-le"),
    "utf-16 be bare": (b"", "utf-16-be"),
}
ENCODINGS = {**MARKED, **UNMARKED}

VARIANTS = list(itertools.product(ENCODINGS, LINE_ENDS, (True, False)))
"""Encoding, line ends, and whether the last line has one."""

NAMES_IN = {
    "cp1251": ("person", "машина", "собака"),
    "cp1252": ("Fußgänger", "vélo", "señal"),
    "latin-1": ("vélo", "écureuil", "Mädchen"),
    "gbk": ("person", "汽车", "行人"),
    "gb18030": ("汽车", "自行车", "红绿灯"),
    "shift_jis": ("犬", "自動車", "ネコ"),
    "euc_jp": ("犬", "自動車", "ネコ"),
    "big5": ("汽車", "行人", "腳踏車"),
    "cp949": ("자동차", "사람", "자전거"),
    "cp1253": ("αυτοκίνητο", "ποδήλατο", "σκύλος"),
    "cp1256": ("سيارة", "شخص", "دراجة"),
}
"""Code page -> names that people who use it give their classes."""


def encoded(text: str, encoding: str, ends: str = "lf", *, last: bool = True) -> bytes:
    """Return lines as one of ENCODINGS with one of LINE_ENDS."""
    mark, name = ENCODINGS[encoding]
    body = text.rstrip("\n") + ("\n" if last else "")
    return mark + body.replace("\n", LINE_ENDS[ends]).encode(name)


def put(path: Path, data: bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(data)
    return path
