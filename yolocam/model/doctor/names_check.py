"""Checks that the names file has one name for each class, and each name once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yolocam.darknet.names import read_names
from yolocam.errors import ModelError
from yolocam.files.text_file import encoding_note
from yolocam.model.doctor.diagnosis import Finding


def names_findings(path: Path, classes: int | None) -> Iterator[Finding]:
    """Yield what is wrong with a names file for this many classes; None where they are not known."""
    try:
        names = read_names(path)
    except ModelError as error:
        yield Finding("error", str(error))
        return
    note = encoding_note(path, guesses=True)
    if note is not None:
        yield Finding("warning", f"{note}: look whether the names are right")
    if classes is not None and len(names) != classes:
        relation = "more" if len(names) > classes else "fewer"
        yield Finding(
            "error",
            f"{path.name} has {len(names)} names, {abs(len(names) - classes)} {relation} than the cfg has "
            f"classes ({classes})",
        )
    first: dict[str, int] = {}
    for line, name in enumerate(names, start=1):
        if not name:
            yield Finding(
                "warning", f"{path.name} line {line} is empty, expected the name of class {line - 1}", line
            )
        elif first.setdefault(name, line) != line:
            text = f"{path.name} line {line}: {name!r} stands in line {first[name]} already"
            yield Finding("warning", text, line)
