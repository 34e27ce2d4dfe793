"""Recognises a network's files by their endings, or else by their content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from yolocam.errors import ModelError
from yolocam.files.input_file import check_regular, is_there, open_input_file
from yolocam.files.text_file import decode

Kind = Literal["cfg", "weights", "names", "data"]

_ENDINGS: dict[str, Kind] = {
    ".cfg": "cfg",
    ".weights": "weights",
    ".backup": "weights",
    ".names": "names",
    ".data": "data",
}
_BACKBONE = re.compile(r"\.conv\.\d+$")
_HEAD_BYTES = 64 << 10
_EXPECTED = "a cfg, weights or names file"


def file_kind(path: Path) -> Kind:
    """Return which of a network's files this is; ModelError if it is none or is not there."""
    check_regular(path, _EXPECTED, ModelError)
    if not is_there(path):
        raise ModelError(f"{path} does not exist")
    kind = _ENDINGS.get(path.suffix.lower())
    if kind is not None:
        return kind
    if _BACKBONE.search(path.name):
        return "weights"
    with open_input_file(path, _EXPECTED, ModelError) as file:
        head = file.read(_HEAD_BYTES)
    found = decode(path, head[: max(head.rfind(b"\n"), 0)] if len(head) == _HEAD_BYTES else head)
    if found is None or (path.suffix and path.suffix.lower() != ".txt"):
        raise ModelError(
            f"{path} is none of a network's files, expected a .cfg, .weights, .names or .data file"
        )
    text = found.text
    if re.search(r"^\s*\[\s*net(work)?\s*\]", text, re.MULTILINE | re.IGNORECASE):
        return "cfg"
    return "data" if re.search(r"^\s*names\s*=", text, re.MULTILINE | re.IGNORECASE) else "names"
