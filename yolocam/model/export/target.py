"""The output file of an export: it appears complete or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from yolocam.errors import ModelError, SinkError, reason_of
from yolocam.files.input_file import check_regular


def check_target(target: Path, inputs: Sequence[Path]) -> None:
    """Raise ModelError if `target` is one of `inputs`, SinkError if it cannot be written."""
    check_regular(target, "the name of a file to write", SinkError)  # a device would be replaced by a file
    if not target.parent.is_dir():
        raise SinkError(f"{target} cannot be written: there is no folder {target.parent}")
    for path in inputs:
        if target.exists() and path.exists() and target.samefile(path):
            raise ModelError(f"{target} is what the model is read from; --output takes another name")


@contextmanager
def partial_file(target: Path) -> Iterator[Path]:
    """Yield the name of a file beside `target`, which becomes `target` at the end, and goes after an error.

    SinkError where it cannot be written.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(target)
    except OSError as error:
        raise SinkError(f"{target} cannot be written: {reason_of(error)}") from error
    finally:
        part.unlink(missing_ok=True)
