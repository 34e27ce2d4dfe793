"""The list of a user's own models and of what was downloaded: one small JSON file.

Any number of programs may read it; whoever changes it holds a lock. A damaged file is never fatal: what is
sound in it counts, and the next change puts the damaged one aside.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from yolocam.errors import ModelError, reason_of
from yolocam.files.atomic_file import read_json, write_json
from yolocam.zoo.model_name import checked_name, same

FILE_NAME = "models.json"
MAX_BYTES = 8 << 20
LOCK_S = 30.0
"""How long a change waits for another program's, which may be copying some hundred megabytes."""

_VERSION = 1


@dataclass(frozen=True, slots=True)
class OwnModel:
    """A model that a user added; the files of a copied one lie in the folder of the list."""

    name: str
    cfg: Path
    weights: Path
    names: Path | None
    class_count: int | None
    copied: bool

    @property
    def files(self) -> tuple[Path, ...]:
        """Its two or three files."""
        return (self.cfg, self.weights, *(() if self.names is None else (self.names,)))


@dataclass(frozen=True, slots=True)
class RegistryContent:
    """The content of the list: the user's models, and the public ones that were downloaded.

    `pins` has the sha256 of first downloads, by model, where none is published. `problem` is a sentence on
    what is wrong with the file, else None; `damaged` if it is of no use.
    """

    models: tuple[OwnModel, ...] = ()
    downloads: frozenset[str] = frozenset()
    pins: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None
    damaged: bool = False


class ModelRegistry:
    """The list in one folder, which need not exist before something is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME

    def read(self) -> RegistryContent:
        """Return what the list says, as far as it is sound; never raises."""
        try:
            if not self.path.exists():
                return RegistryContent()
            return self._content(read_json(self.path, MAX_BYTES))
        except OSError as error:
            return RegistryContent(problem=f"{self.path} cannot be read: {reason_of(error)}")
        except ValueError:
            return self._damaged("it is not a small JSON file")

    @contextlib.contextmanager
    def locked(self, wait_s: float = LOCK_S) -> Iterator[None]:
        """Keep every other program from changing the list meanwhile; ModelError if one is at it for long."""
        from filelock import FileLock, Timeout  # its import costs as much as all the rest here

        lock = FileLock(self.folder / f".{FILE_NAME}.lock", timeout=wait_s)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            raise ModelError(f"another yolocam is changing the models in {self.folder}, try again") from None
        except OSError as error:
            raise ModelError(f"{self.folder} cannot be written: {reason_of(error)}") from error
        try:
            yield
        finally:
            lock.release()

    def write(self, content: RegistryContent) -> None:
        """Replace the list in one step; to be called within `locked`. ModelError if that fails.

        A damaged file is put aside, under the name models.json.damaged.
        """
        before = self.read()
        if before.problem is not None and not before.damaged:
            raise ModelError(before.problem)
        try:
            if before.damaged:
                self.path.replace(_unused(self.path.with_name(f"{FILE_NAME}.damaged")))
            write_json(self.path, self._json(content), indent=1)
        except OSError as error:
            raise ModelError(f"{self.path} cannot be written: {reason_of(error)}") from error

    def note_download(self, name: str, pin: str | None = None) -> None:
        """Remember that the weights of a public model were put there by yolocam; ModelError.

        `pin` is their sha256 where none is published; the first one that was noted stays.
        """
        with self.locked():
            content = self.read()
            pins = {name: pin, **content.pins} if pin is not None else content.pins
            if name not in content.downloads or pins != content.pins:
                self.write(replace(content, downloads=content.downloads | {name}, pins=pins))

    def _damaged(self, found: str, content: RegistryContent = RegistryContent()) -> RegistryContent:
        problem = (
            f"the list of your own models, {self.path}, is damaged ({found}): "
            "add again what is missing; with the next change the damaged file is put aside"
        )
        return replace(content, problem=problem, damaged=True)

    def _content(self, value: Any) -> RegistryContent:
        if not isinstance(value, dict) or not isinstance(value.get("models"), list):
            return self._damaged("it holds something else")
        if value.get("version") != _VERSION:
            return RegistryContent(
                problem=f"{self.path} belongs to another version of yolocam and stays as it is"
            )
        models: dict[str, OwnModel] = {}
        for item in value["models"]:
            with contextlib.suppress(ModelError, KeyError, TypeError, ValueError):
                model = self._model(item)
                models.setdefault(same(model.name), model)
        downloads = value.get("downloads")
        names = [name for name in downloads if isinstance(name, str)] if isinstance(downloads, list) else []
        pins = value.get("pins", {})
        sound = {} if not isinstance(pins, dict) else {n: p for n, p in pins.items() if _is_digest(p)}
        content = RegistryContent(tuple(models.values()), frozenset(names), sound)
        if len(models) == len(value["models"]) and (names, sound) == (downloads, pins):
            return content
        return self._damaged("some of it makes no sense", content)

    def _model(self, item: dict[str, Any]) -> OwnModel:
        copied, count = item["copied"], item["class_count"]
        if not isinstance(copied, bool) or not (count is None or type(count) is int):
            raise TypeError
        names = item["names"]
        return OwnModel(
            checked_name(item["name"]),
            self._path(item["cfg"], copied),
            self._path(item["weights"], copied),
            None if names is None else self._path(names, copied),
            count,
            copied,
        )

    def _path(self, text: str, copied: bool) -> Path:
        if not copied:
            return Path(text)
        relative = Path(text)
        # What `remove` deletes must lie here, whatever the file says.
        if not relative.parts or relative.anchor or ".." in relative.parts:
            raise ValueError
        return self.folder / relative

    def _json(self, content: RegistryContent) -> dict[str, Any]:
        models = [
            {
                "name": model.name,
                "cfg": self._text(model.cfg, model.copied),
                "weights": self._text(model.weights, model.copied),
                "names": None if model.names is None else self._text(model.names, model.copied),
                "class_count": model.class_count,
                "copied": model.copied,
            }
            for model in sorted(content.models, key=lambda model: model.name.casefold())
        ]
        pins = {"pins": dict(sorted(content.pins.items()))} if content.pins else {}
        return {"version": _VERSION, "models": models, "downloads": sorted(content.downloads), **pins}

    def _text(self, path: Path, copied: bool) -> str:
        # Copies are named from the folder on, so that the folder can move.
        return path.relative_to(self.folder).as_posix() if copied else str(path)


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def _unused(path: Path) -> Path:
    number = 1
    while path.exists():
        number += 1
        path = path.with_suffix(f".damaged-{number}")
    return path
