"""Reads a names file: one class on each line."""

from __future__ import annotations

from pathlib import Path

from yolocam.errors import ModelError

MAX_NAMES_BYTES = 4 << 20
"""A names file is small; a larger file is something else."""


def read_names(path: Path) -> tuple[str, ...]:
    """Return the class names of a file with one name on each line; ModelError if it is not one."""
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise ModelError(f"{path} is not a names file, expected a regular file")
        with path.open("rb") as file:
            data = file.read(MAX_NAMES_BYTES + 1)
        if len(data) > MAX_NAMES_BYTES or b"\0" in data:
            raise ModelError(f"{path} is not a names file, expected one class name on each line")
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ModelError(f"{path} is not a names file, expected text in UTF-8") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ModelError(f"names file {path} cannot be read: {reason}") from error
    names = tuple(line.strip() for line in text.rstrip().splitlines())
    if not names:
        raise ModelError(f"names file {path} is empty, expected one class name on each line")
    return names
