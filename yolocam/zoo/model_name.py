"""Rules for the names of models: each is a valid file name on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from yolocam.errors import ModelError

MAX_LENGTH = 60
"""In characters; four bytes each still leave room for an ending."""

_KEPT_FREE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?|all", re.IGNORECASE)
"""Windows takes the first for devices, with any ending; `download all` means every model."""

_FORBIDDEN = re.compile(r"[^\w .+-]")
"""Everything but letters and digits of any script, _, space, dot, plus and minus."""


def checked_name(name: str) -> str:
    """Return a model's name in one normal form; ModelError if it cannot be a file name everywhere."""
    name = unicodedata.normalize("NFC", name)
    if not name:
        raise ModelError("a model's name is empty, expected letters or digits")
    if len(name) > MAX_LENGTH:
        raise ModelError(f"a model's name has {len(name)} characters, expected at most {MAX_LENGTH}")
    wrong = _FORBIDDEN.search(name)
    if wrong is not None:
        raise ModelError(f"a model's name cannot contain {wrong.group()!r}, found {name!r}")
    if name != _trimmed(name):
        raise ModelError(f"a model's name begins and ends with a letter or digit, found '{name}'")
    if _KEPT_FREE.fullmatch(name):
        raise ModelError(f"a model cannot be called '{name}': that name has a meaning of its own")
    return name


def free_name(wish: str, taken: Collection[str]) -> str:
    """Return a valid name that is none of `taken`, as close to `wish` as possible."""
    stem = _trimmed(_FORBIDDEN.sub("-", unicodedata.normalize("NFC", wish))[: MAX_LENGTH - 5])
    if not stem or _KEPT_FREE.fullmatch(stem):
        stem = _trimmed(f"model-{stem}")
    used = {same(name) for name in taken}
    name, number = stem, 2
    while same(name) in used:
        name, number = f"{stem}-{number}", number + 1
    return name


def same(name: str) -> str:
    """Return what two names have in common that most systems take for the same file."""
    return unicodedata.normalize("NFC", name).casefold()


def _trimmed(name: str) -> str:
    return name.strip(" .+-")
