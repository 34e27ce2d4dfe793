"""The files of a user's own model: copies in the library's folder, or references to the originals."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from yolocam.darknet.names import read_names
from yolocam.errors import ModelError, reason_of
from yolocam.files.input_file import check_regular, is_there
from yolocam.zoo.candidate import Candidate
from yolocam.zoo.model_registry import OwnModel, RegistryContent

_DRAFT = ".adding-"

_UNLISTED = ".adding"
"""A file in a finished folder, until the list of models names it."""


def check_files(candidate: Candidate) -> None:
    """Look whether the files of a network can be read; ModelError names the first that cannot."""
    for path in (candidate.cfg, candidate.weights):
        check_regular(path, "a file to add", ModelError)
        if not is_there(path):
            raise ModelError(f"{path} does not exist, expected a file to add")
        if not os.access(path, os.R_OK):
            raise ModelError(f"{path} cannot be read: permission denied")
    if candidate.names is not None:
        read_names(candidate.names)


def reference_files(candidate: Candidate, name: str) -> OwnModel:
    """Return a model whose files stay where they are."""
    names = None if candidate.names is None else candidate.names.absolute()
    return OwnModel(
        name,
        candidate.cfg.absolute(),
        candidate.weights.absolute(),
        names,
        candidate.class_count,
        copied=False,
    )


def copy_files(candidate: Candidate, name: str, folder: Path) -> OwnModel:
    """Copy the files of a network into a new folder in `folder`, all of them or none; ModelError.

    To be called by one program at a time. Until `settle` the folder counts as left half done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=folder))
    except OSError as error:
        raise ModelError(f"{folder} cannot be written: {reason_of(error)}") from error
    try:
        (draft / _UNLISTED).touch()
        cfg = _copied(candidate.cfg, draft / f"{name}.cfg")
        weights = _copied(candidate.weights, draft / f"{name}.weights")
        names = None if candidate.names is None else _copied(candidate.names, draft / f"{name}.names")
        home = _moved(draft, folder, name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return OwnModel(
        name,
        home / cfg,
        home / weights,
        None if names is None else home / names,
        candidate.class_count,
        copied=True,
    )


def settle(model: OwnModel) -> None:
    """Note that the list names a model."""
    if model.copied:
        with contextlib.suppress(OSError):  # then `clear_left` finds that it is listed
            (model.cfg.parent / _UNLISTED).unlink(missing_ok=True)


def are_left(folder: Path) -> bool:
    """Whether something lies in a folder that a killed program left half done, or one that runs has begun."""
    return bool(_left(folder))


def clear_left(folder: Path, listed: RegistryContent) -> None:
    """Delete what a killed program left half done; to be called by one program at a time."""
    homes = {model.cfg.parent: model for model in listed.models if model.copied}
    for found in _left(folder):
        if found in homes:
            settle(homes[found])
        elif found.name.startswith(_DRAFT) or listed.problem is None:
            shutil.rmtree(found, ignore_errors=True)


def _left(folder: Path) -> list[Path]:
    return [*folder.glob(f"{_DRAFT}*"), *(mark.parent for mark in folder.glob(f"*/{_UNLISTED}"))]


def delete_copies(model: OwnModel) -> tuple[Path, ...]:
    """Delete the files that `copy_files` made, and nothing else beside them; ModelError if one stays."""
    if not model.copied:
        return ()
    deleted = []
    # The weights first: where they are in use and stay (Windows), the others do as well.
    for path in (model.weights, *(path for path in model.files if path != model.weights)):
        try:
            path.unlink()
            deleted.append(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise ModelError(f"{path} cannot be deleted: {reason_of(error)}") from error
    settle(model)
    with contextlib.suppress(OSError):  # something of the user's own lies there
        model.cfg.parent.rmdir()
    return tuple(deleted)


def _copied(source: Path, target: Path) -> str:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        reason = reason_of(error)
        raise ModelError(f"{source} cannot be copied to {target.parent}: {reason}") from error
    return target.name


def _moved(draft: Path, folder: Path, name: str) -> Path:
    """Give the finished folder its name, or one with a number if something else has that."""
    number = 1
    while True:
        home = folder / (name if number == 1 else f"{name}-{number}")
        number += 1
        if home.exists():
            continue
        try:
            return draft.rename(home)
        except OSError as error:
            raise ModelError(f"{home} cannot be written: {reason_of(error)}") from error
