"""The library of models: the public catalogue and the models a user added."""

from __future__ import annotations

import contextlib
import difflib
from dataclasses import replace
from pathlib import Path

from yolocam.assets import asset
from yolocam.darknet.names import read_names
from yolocam.errors import ModelError, reason_of
from yolocam.files.text_file import encoding_note
from yolocam.zoo.candidate import Candidate
from yolocam.zoo.catalog import CATALOG, CatalogEntry, models_folder
from yolocam.zoo.entry import Figures, ModelEntry, ModelFiles, Origin
from yolocam.zoo.foreign import about_foreign
from yolocam.zoo.known_weights import place_weights
from yolocam.zoo.model_name import checked_name, free_name, same
from yolocam.zoo.model_registry import ModelRegistry, OwnModel, RegistryContent
from yolocam.zoo.own_files import (
    are_left,
    check_files,
    clear_left,
    copy_files,
    delete_copies,
    reference_files,
    settle,
)
from yolocam.zoo.partial_download import PartFile

OWN_FOLDER = "own"
"""Where copies of a user's models lie, below the library's folder: one folder each."""

_COCO = "models/coco.names"
_COCO_CLASSES = 80


class Library:
    """The models in one folder. Reads the disk anew with each call, so two programs may share it.

    `folder` holds downloaded weights, the copies of added models, and the list of them; None is the
    platform's place for a program's data. It need not exist.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or models_folder()
        self._registry = ModelRegistry(self.folder)

    def models(self) -> tuple[ModelEntry, ...]:
        """Return every model: the catalogue in its order, then the user's own by name. Never raises."""
        content = self._registry.read()
        public = (_public_entry(entry, self.folder, content) for entry in CATALOG.values())
        own = sorted(content.models, key=lambda model: same(model.name))
        return (*public, *(_own_entry(model) for model in own))

    def warnings(self) -> tuple[str, ...]:
        """Return what is wrong with the list of the user's own models, a sentence each; mostly nothing."""
        problem = self._registry.read().problem
        return () if problem is None else (problem,)

    def entry(self, name: str) -> ModelEntry:
        """Return what is known of one model; ModelError if there is none of that name."""
        models = {model.name: model for model in self.models()}
        if name in models:
            return models[name]
        close = difflib.get_close_matches(name.lower(), models, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(models)}"
        # The closest name to another family's is no help: yolov8n is not yolov4 mistyped.
        hint = about_foreign(name) or hint
        raise ModelError("; ".join((f"unknown model '{name}'", hint, *self.warnings())))

    def find(self, name: str) -> ModelFiles:
        """Return the files to load a model from; ModelError if it is unknown or files are missing."""
        entry = self.entry(name)
        if entry.lacking:
            raise ModelError(f"{name} cannot be used: {entry.lacking[0]} is gone")
        if entry.weights is None:
            raise ModelError(
                f"the weights of {name} are not on this machine, `yolocam models download {name}` gets them"
            )
        return ModelFiles(
            entry.name, entry.cfg, entry.weights, _class_names(entry), entry.fit, entry.sizes,
            _notes(entry.cfg, entry.names),
        )  # fmt: skip

    def suggest_name(self, candidate: Candidate) -> str:
        """Return a valid name for a network that no model has yet, after its cfg."""
        return free_name(candidate.cfg.stem, [model.name for model in self.models()])

    def add(self, candidate: Candidate, *, name: str | None, copy: bool) -> ModelEntry:
        """Give a network a name under which it is found from now on, and return it.

        `name` None takes `suggest_name`. With `copy` its files are copied into the folder; otherwise
        they are used where they are. ModelError if the name is taken or cannot be a file name
        everywhere, or if a file cannot be read or written. Whether the weights fit the cfg is not looked at.
        """
        wanted = None if name is None else checked_name(name)
        check_files(candidate)
        with self._registry.locked():
            content = self._registry.read()
            clear_left(self.folder / OWN_FOLDER, content)
            given = wanted or self.suggest_name(candidate)
            if same(given) in {same(model.name) for model in self.models()}:
                raise ModelError(f"there is a model called '{given}' already, choose another name")
            if copy:
                model = copy_files(candidate, given, self.folder / OWN_FOLDER)
            else:
                model = reference_files(candidate, given)
            try:
                self._registry.write(replace(content, models=(*content.models, model)))
            except BaseException:
                delete_copies(model)
                raise
            settle(model)
        return _own_entry(model)

    def place(self, entry: ModelEntry, weights: Path) -> ModelEntry:
        """Take a file for the weights of a public model, as if they were downloaded, and return the model.

        ModelError if they cannot be put there. Whether they are right is not looked at; see `public_model`.
        """
        if not entry.ready:
            with self._registry.locked():
                place_weights(entry, weights, self.folder)
                content = self._registry.read()
                self._registry.write(replace(content, downloads=content.downloads | {entry.name}))
        return self.entry(entry.name)

    def remove(self, name: str) -> tuple[Path, ...]:
        """Forget a user's own model or delete downloaded weights; returns the files that were deleted.

        Deletes only what `add` copied or `download` wrote. ModelError if the name is unknown, ships with
        yolocam, is not on disk or was put there by hand; DownloadError if it is being downloaded.
        """
        with self._registry.locked():
            content = self._registry.read()
            clear_left(self.folder / OWN_FOLDER, content)
            entry = self.entry(name)
            if not entry.own:
                return self._remove_download(entry, content)
            (model,) = (model for model in content.models if model.name == name)
            deleted = delete_copies(model)
            kept = tuple(other for other in content.models if other != model)
            self._registry.write(replace(content, models=kept))
            return deleted

    def tidy(self) -> None:
        """Delete what an `add` left half done as its program was ended; never raises.

        Leaves it while another program changes the models: it may be that program's.
        """
        own = self.folder / OWN_FOLDER
        with contextlib.suppress(ModelError, OSError):
            if are_left(own):
                with self._registry.locked(wait_s=0):
                    clear_left(own, self._registry.read())

    def _remove_download(self, entry: ModelEntry, content: RegistryContent) -> tuple[Path, ...]:
        if entry.origin == "shipped":
            raise ModelError(f"{entry.name} ships with yolocam and stays")
        if entry.origin == "placed":
            raise ModelError(f"{entry.weights} was not downloaded by yolocam, delete it yourself")
        part = PartFile(self.folder / entry.weights_name)
        with part.alone():
            deleted = part.discard()
        if entry.weights is not None:
            try:
                entry.weights.unlink()
            except OSError as error:
                raise ModelError(f"{entry.weights} cannot be deleted: {reason_of(error)}") from error
            deleted = (entry.weights, *deleted)
            self._registry.write(replace(content, downloads=content.downloads - {entry.name}))
        if not deleted:
            raise ModelError(f"there is nothing of {entry.name} on this machine")
        return deleted


def find_model(name: str) -> ModelFiles:
    """Return the files of a model by its name; ModelError if it is unknown or files are missing."""
    return Library().find(name)


def available_models() -> tuple[str, ...]:
    """Return the names of the models whose files are on this machine."""
    return tuple(entry.name for entry in Library().models() if entry.ready)


def own_model(cfg: Path, weights: Path, names: Path | None) -> ModelFiles:
    """Return the files of a network that has no name here; without `names`, those of COCO."""
    class_names = read_names(names or asset(_COCO))
    return ModelFiles(cfg.stem, cfg, weights, class_names, notes=_notes(cfg, names))


def _public_entry(entry: CatalogEntry, folder: Path, content: RegistryContent) -> ModelEntry:
    weights = entry.weights_path(folder)
    size = None if weights is None else _size(weights)
    return ModelEntry(
        name=entry.name,
        own=False,
        origin=_origin(entry, weights, content),
        cfg=entry.cfg_path,
        weights=None if size is None else weights,
        names=entry.names_path,
        class_count=_COCO_CLASSES,
        bytes_on_disk=size,
        figures=Figures(entry.size, entry.ap50, entry.gflops),
        licence=entry.licence,
        addresses=entry.addresses,
        sha256=entry.sha256,
        download_bytes=entry.bytes,
        fit=entry.fit,
        sizes=entry.sizes,
        sha1=entry.sha1,
        pinned=content.pins.get(entry.name),
    )


def _origin(entry: CatalogEntry, weights: Path | None, content: RegistryContent) -> Origin:
    if weights is None:
        return "missing"
    if weights.parent == asset("models"):
        return "shipped"
    return "downloaded" if entry.name in content.downloads else "placed"


def _own_entry(model: OwnModel) -> ModelEntry:
    size = _size(model.weights)
    return ModelEntry(
        name=model.name,
        own=True,
        origin="copied" if model.copied else "referenced",
        cfg=model.cfg,
        weights=None if size is None else model.weights,
        names=model.names,
        class_count=model.class_count,
        bytes_on_disk=size,
        lacking=tuple(path for path in model.files if _size(path) is None),
    )


def _class_names(entry: ModelEntry) -> tuple[str, ...]:
    """Return what the classes are called; nobody said so for a network without a names file."""
    if entry.names is not None:
        return read_names(entry.names)
    if entry.class_count in (None, _COCO_CLASSES):
        return read_names(asset(_COCO))
    return tuple(f"class {number}" for number in range(entry.class_count or 0))


def _notes(cfg: Path, names: Path | None) -> tuple[str, ...]:
    """Return how the texts of a network were read; in a cfg a code page matters to comments only."""
    notes = (
        encoding_note(cfg, guesses=False),
        None if names is None else encoding_note(names, guesses=True),
    )
    return tuple(note for note in notes if note is not None)


def _size(path: Path) -> int | None:
    """Return the size of a file in bytes; None if there is none."""
    try:
        return path.stat().st_size if path.is_file() else None
    except (OSError, ValueError):
        return None
