"""Finds a fresh folder for the outputs of a run: exp, exp2, exp3, ..."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from yolocam.files.output_file import failure, prepare_folder


def next_run_dir(base: Path = Path("runs/detect"), exist_ok: bool = False) -> Path:
    """Create and return the first of base/exp, base/exp2, ... that does not exist yet.

    With `exist_ok` it is base/exp itself, created or not. Two runs that start at the same moment get
    different folders. Raises SinkError when no folder can be created.
    """
    if exist_ok:
        return prepare_folder(base / "exp")
    prepare_folder(base)
    for number in count(1):
        folder = base / ("exp" if number == 1 else f"exp{number}")
        try:
            folder.mkdir()  # fails if another run was quicker
            return folder
        except FileExistsError:
            continue
        except OSError as error:
            raise failure(folder, error, "folder {} cannot be created") from error
    raise AssertionError("count() never ends")
