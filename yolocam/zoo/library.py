"""Every model that can be named: the public catalogue and what a user added."""

from __future__ import annotations

import difflib
from pathlib import Path

from yolocam.assets import asset
from yolocam.errors import ModelError
from yolocam.names import read_names
from yolocam.zoo.candidate import Candidate
from yolocam.zoo.catalog import CATALOG, models_folder
from yolocam.zoo.entry import ModelEntry, ModelFiles


class Library:
    """The models in one folder. Reads the disk anew with each call, so two programs may share it.

    `folder` holds downloaded weights, the copies of added models, and the list of them; None is the
    platform's place for a program's data. It need not exist.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or models_folder()

    def models(self) -> tuple[ModelEntry, ...]:
        """Return every model: the catalogue in its order, then the user's own by name. Never raises."""
        raise NotImplementedError

    def warnings(self) -> tuple[str, ...]:
        """Return what is wrong with the list of the user's own models, a sentence each; mostly nothing."""
        raise NotImplementedError

    def entry(self, name: str) -> ModelEntry:
        """Return what is known of one model; ModelError if there is none of that name."""
        raise NotImplementedError

    def find(self, name: str) -> ModelFiles:
        """Return the files to load a model from; ModelError if it is unknown or files are missing."""
        raise NotImplementedError

    def suggest_name(self, candidate: Candidate) -> str:
        """Return a valid name for a network that no model has yet, after its cfg."""
        raise NotImplementedError

    def add(self, candidate: Candidate, *, name: str | None, copy: bool) -> ModelEntry:
        """Give a network a name under which it is found from now on, and return it.

        `name` None takes `suggest_name`. With `copy` its files are copied into the folder; otherwise
        they are used where they are. ModelError if the name is taken or cannot be a file name
        everywhere, or if a file cannot be read or written. Whether the weights fit the cfg is not looked at.
        """
        raise NotImplementedError

    def remove(self, name: str) -> tuple[Path, ...]:
        """Forget a user's own model or delete downloaded weights; returns the files that were deleted.

        Deletes only what `add` copied or `download` wrote. ModelError if the name is unknown, ships with
        yolocam, is not on disk or was put there by hand.
        """
        raise NotImplementedError


def find_model(name: str) -> ModelFiles:
    """Return the files of a model by its name; ModelError if it is unknown or its weights are missing."""
    entry = CATALOG.get(name)
    if entry is None:
        close = difflib.get_close_matches(name.lower(), CATALOG, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(CATALOG)}"
        raise ModelError(f"unknown model '{name}'; {hint}")
    weights = entry.weights_path(models_folder())
    if weights is None:
        raise ModelError(
            f"the weights of {name} are not on this machine: get {entry.addresses[0]} "
            f"and put it into {models_folder()}"
        )
    return ModelFiles(name, entry.cfg_path, weights, read_names(entry.names_path), entry.fit)


def own_model(cfg: Path, weights: Path, names: Path | None) -> ModelFiles:
    """Return the files of a network that has no name; without `names`, those of COCO."""
    path = names or asset("models/coco.names")
    return ModelFiles(cfg.stem, cfg, weights, read_names(path))


def available_models() -> tuple[str, ...]:
    """Return the names of the models whose files are on this machine."""
    return tuple(name for name, entry in CATALOG.items() if entry.weights_path(models_folder()) is not None)
