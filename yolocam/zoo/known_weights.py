"""Recognises the weights of public models, wherever a user keeps them and whatever they are called."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from yolocam.errors import DownloadError, ModelError, YolocamError, reason_of
from yolocam.files.input_file import is_there
from yolocam.zoo.candidate import candidate_from
from yolocam.zoo.checksums import is_right
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.file_kind import file_kind
from yolocam.zoo.model_name import same

_DRAFT = ".placing"
_COPY = re.compile(r" ?\(\d+\)$")
"""What browsers add to the name of a file that was downloaded once more."""


def public_model(paths: Iterable[Path], models: Iterable[ModelEntry]) -> tuple[ModelEntry, Path] | None:
    """Return the public model that these files are, and the file with its weights; None if they are none.

    Those are weights by themselves, or with the cfg of that model under its name: one that the user named
    otherwise is the user's. What cannot be read is no public model.
    Reads the whole of a file that has the right length, to compare its checksum.
    """
    named = list(paths)
    with contextlib.suppress(YolocamError, OSError):
        kinds = {} if any(path.is_dir() for path in named) else {file_kind(path): path for path in named}
        if set(kinds) == {"weights"}:
            cfg, weights = None, kinds["weights"]
        else:
            candidate = candidate_from(named)
            cfg, weights = candidate.cfg, candidate.weights
        for entry in models:
            if has_weights(entry, weights) and (cfg is None or _is_of(entry, cfg)):
                return entry, weights
    return None


def of_the_same_length(weights: Path, models: Iterable[ModelEntry]) -> ModelEntry | None:
    """Return the public model whose network holds exactly as many numbers as this file."""
    with contextlib.suppress(OSError):
        size = weights.stat().st_size
        return next((entry for entry in models if not entry.own and entry.download_bytes == size), None)
    return None


def length_of(weights: Path) -> int:
    """Return how many bytes a file has; ModelError if it cannot be read."""
    try:
        return weights.stat().st_size
    except OSError as error:
        raise ModelError(f"{weights} cannot be read: {reason_of(error)}") from error


def place_weights(entry: ModelEntry, weights: Path, folder: Path) -> Path:
    """Put the weights of a public model where a download of them would lie; ModelError.

    The file itself stays where it is. On the same disk both names share the bytes.
    """
    target, draft = folder / entry.weights_name, folder / f"{entry.weights_name}{_DRAFT}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        try:
            os.link(weights.resolve(), draft)
        except OSError:  # another disk, or one that knows no links
            shutil.copyfile(weights, draft)
        draft.replace(target)
    except OSError as error:
        raise ModelError(f"{weights} cannot be put into {folder}: {reason_of(error)}") from error
    return target


def has_weights(entry: ModelEntry, weights: Path) -> bool:
    """Whether a file is the published weights of a public model, by its length and its checksum.

    Where no checksum is published, nothing tells.
    """
    published = entry.sha256 or entry.sha1
    if entry.own or not published or not is_there(weights):
        return False
    if weights.stat().st_size != entry.download_bytes:
        return False
    with contextlib.suppress(DownloadError):
        return is_right(entry, weights)
    return False


def _is_of(entry: ModelEntry, cfg: Path) -> bool:
    name = _COPY.sub("", cfg.stem)
    return same(name) == same(entry.name) and _same_network(entry.cfg, cfg)


def _same_network(first: Path, second: Path) -> bool:
    """Whether two cfg files say the same, less blanks, comments and what matters to training alone."""
    return _lines(first) == _lines(second)


def _lines(path: Path) -> list[str]:
    lines = ("".join(line.split()) for line in path.read_text("utf-8", "replace").splitlines())
    return [
        line for line in lines if line and line[0] not in "#;" and line.partition("=")[0] not in _TRAINING
    ]


_TRAINING = frozenset(
    (
        "batch", "subdivisions", "momentum", "decay", "angle", "saturation", "exposure", "hue",
        "learning_rate", "burn_in", "max_batches", "policy", "steps", "scales",
    )
)  # fmt: skip
