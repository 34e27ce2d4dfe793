"""Searches folders for the missing files of a network: cfg, weights, names, .data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from yolocam.darknet.data_file import DataFile
from yolocam.darknet.names import read_names
from yolocam.errors import ModelError
from yolocam.files.input_file import is_file, is_folder

_BELOW = ("cfg", "data", "backup", "weights")
"""Folders of a training in Darknet's own tree and most that follow it."""

_CHECKPOINT = re.compile(r"_(best|final|last|\d+)$")
_CHECKPOINTS = ("", "best", "final", "last")
"""Suffixes Darknet adds to the names of weights, the preferred one first; an empty one is none."""

_COMMON_NAMES = ("obj.names", "classes.names", "classes.txt", "obj.txt", "labels.txt")
MOST_FILES = 2000
"""Most files of a folder that are looked at."""


def folders_in(folder: Path) -> tuple[Path, ...]:
    """Return a folder and those below it in which a network's files usually lie."""
    return (folder, *(folder / name for name in _BELOW if is_folder(folder / name)))


def folders_around(path: Path) -> tuple[Path, ...]:
    """Return where the rest of a training may lie: around this file, or in a tree that it is a part of."""
    folder = path.absolute().parent
    return (*folders_in(path.parent), *(folders_in(folder.parent) if folder.name in _BELOW else ()))


def find_cfg(folders: Sequence[Path], weights: Path | None) -> Path:
    """Return the cfg in these folders, the one that goes with `weights`; ModelError if it is not just one."""
    cfgs = _files(folders, ".cfg")
    if weights is not None:
        fitting = [cfg for cfg in cfgs if cfg.stem == weights.stem] or [
            c for c in cfgs if _go_together(c, weights)
        ]
    else:
        every = _files(folders, ".weights")
        fitting = [cfg for cfg in cfgs if any(_go_together(cfg, file) for file in every)]
    found = fitting or cfgs
    where = f"in {folders[0]}" if weights is None else f"beside {weights}"
    if not found:
        raise ModelError(f"there is no .cfg file {where}, which says what the network is made of")
    if len(found) > 1:
        raise ModelError(f"there are several networks {where} ({_listed(found)}), name the cfg that is meant")
    return found[0]


def find_weights(folders: Sequence[Path], cfg: Path) -> Path:
    """Return the weights of a network in these folders; ModelError if it is not clear which they are.

    Of the weights that Darknet saved during one training, the best are preferred to the final ones,
    those to the last, and all to one of a certain iteration.
    """
    others = [path for path in _files(folders, ".cfg") if path.name != cfg.name]
    every = [
        path
        for path in _files(folders, ".weights")
        if path.stem == cfg.stem or not any(path.stem == other.stem for other in others)
    ]
    own = [path for path in every if _go_together(cfg, path)]
    if own:
        return min(own, key=_preference)
    left = [path for path in every if not any(_go_together(other, path) for other in others)]
    if not left:
        raise ModelError(f"there are no weights beside {cfg}, expected {cfg.stem}.weights")
    if len(left) > 1:
        raise ModelError(f"{cfg} could go with several weights ({_listed(left)}), name those that are meant")
    return left[0]


def find_names(folders: Sequence[Path], cfg: Path, data: DataFile | None, classes: int | None) -> Path | None:
    """Return the class names in these folders; None if there are none with `classes` lines."""
    listed = None if data is None else data.find("names")
    every = _files(folders, ".names")
    wishes = [] if listed is None else [listed]
    wishes += [path for path in every if path.stem == cfg.stem]
    wishes += every if len(every) == 1 or classes is not None else []
    wishes += [folder / name for folder in folders for name in _COMMON_NAMES]
    return next((path for path in wishes if _holds(path, classes)), None)


def find_data(folders: Sequence[Path], cfg: Path) -> Path | None:
    """Return the .data file that goes with a cfg, or the only one in these folders; None without."""
    every = _files(folders, ".data")
    own = [path for path in every if path.stem == cfg.stem]
    return own[0] if own else every[0] if len(every) == 1 else None


def _files(folders: Iterable[Path], ending: str) -> list[Path]:
    """Return the regular files with an ending, folder by folder, each in the order of their names."""
    found: list[Path] = []
    for folder in folders:
        try:
            some = [path for path, _ in zip(folder.iterdir(), range(MOST_FILES), strict=False)]
        except OSError:
            continue  # a folder that cannot be read holds nothing for us
        found += sorted(path for path in some if path.suffix.lower() == ending and is_file(path))
    return found


def _go_together(cfg: Path, weights: Path) -> bool:
    return cfg.stem in (weights.stem, _CHECKPOINT.sub("", weights.stem))


def _preference(weights: Path) -> tuple[int, int]:
    found = _CHECKPOINT.search(weights.stem)
    if found is None:
        return 0, 0
    word = found[1]
    return (_CHECKPOINTS.index(word), 0) if word in _CHECKPOINTS else (len(_CHECKPOINTS), -int(word))


def _holds(path: Path, classes: int | None) -> bool:
    try:
        count = len(read_names(path))
    except ModelError:
        return False
    return classes is None or count == classes


def _listed(paths: Sequence[Path]) -> str:
    names = [path.name for path in paths]
    return ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")
