"""Reads the JSON files that people bring."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yolocam.errors import YolocamError
from yolocam.files.text_file import read_text


def read_json_text(path: Path, most_bytes: int, expected: str, error: type[YolocamError]) -> Any:
    """Return the value in a JSON file, in any encoding that `text_file.read_text` reads.

    Raises `error` where the file cannot be read or is no JSON; `expected` says what it should be.
    """
    text = read_text(path, most_bytes, expected, error).text
    try:
        return json.loads(text)
    except json.JSONDecodeError as wrong:
        raise error(f"{path}:{wrong.lineno}: not JSON, {wrong.msg}") from wrong
    except RecursionError as wrong:
        raise error(f"{path}: nested too deeply, expected {expected}") from wrong
    except ValueError as wrong:  # Python reads no number of more than 4,300 digits
        raise error(f"{path}: a number in it has too many digits, expected {expected}") from wrong
