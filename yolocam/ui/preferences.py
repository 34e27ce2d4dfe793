"""Preferences of the window, kept between starts: its layout, the settings, the recent sources."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from yolocam.address import kept
from yolocam.errors import SettingsError
from yolocam.files.atomic_file import is_special
from yolocam.model.engines.exported.library_trial import problem_of
from yolocam.model.engines.types import available_engines
from yolocam.palette import palette_names
from yolocam.pipeline.stored_results import results_path
from yolocam.settings import Settings, control_of
from yolocam.ui.recents import MAX_RECENTS, add_recent
from yolocam.ui.translation import tr

_NOT_KEPT = frozenset({"classes", "floor"})
"""Not kept: an old class filter would look like a detector that misses everything; a floor is of one file."""


def default_preferences_path() -> Path:
    """Return the path of the preferences in the user's configuration folder."""
    return Path(platformdirs.user_config_dir("yolocam", appauthor=False)) / "window.ini"


class Preferences:
    """JSON values in an INI file. Unknown and broken values count as absent. For the UI thread."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or default_preferences_path()
        with contextlib.suppress(OSError):
            if is_special(self._path):  # reading a pipe would wait for ever
                self._path.rename(self._aside)
        self._store = QSettings(str(self._path), QSettings.Format.IniFormat)
        if self._json("recents") not in (None, list(self.recents)):
            self.keep_recents(self.recents)  # an earlier version stored passwords

    @property
    def folder(self) -> Path:
        """The folder of the file."""
        return self._path.parent

    def settings(self, base: Settings, models: Collection[str]) -> Settings:
        """Return `base` with the stored values that are still valid; `models` are the known models."""
        chosen = base
        for field in fields(Settings):
            value = self._json(f"settings/{field.name}")
            if field.name in _NOT_KEPT or not _fits(field.name, value, getattr(base, field.name), models):
                continue
            try:
                chosen = replace(chosen, **{field.name: value})
            except SettingsError:
                continue
        return chosen

    def lost_model(self, models: Collection[str]) -> str | None:
        """Return the model chosen last if it is not among `models`; otherwise None."""
        name = self._json("settings/model")
        return name if isinstance(name, str) and name and name not in models else None

    def keep_settings(self, before: Settings, now: Settings) -> None:
        """Store what the user has changed since `before`. Values set by flags are not stored."""
        for field in fields(Settings):
            value = getattr(now, field.name)
            stored = field.name == "model" and results_path(value) is not None
            if field.name not in _NOT_KEPT and not stored and value != getattr(before, field.name):
                self._store.setValue(f"settings/{field.name}", json.dumps(value))

    @property
    def recents(self) -> tuple[str, ...]:
        """Recent addresses, newest first."""
        found = self._json("recents")
        if not isinstance(found, list):
            return ()
        safe = (kept(item) for item in found if isinstance(item, str))
        return tuple(filter(None, safe))[:MAX_RECENTS]

    def keep_recent(self, address: str) -> None:
        """Put an address first among the recent ones, also those that other windows have stored meanwhile."""
        self._store.sync()
        self.keep_recents(add_recent(self.recents, address))
        self._store.sync()

    def keep_recents(self, recents: Sequence[str]) -> None:
        """Store the recent addresses."""
        self._store.setValue("recents", json.dumps(list(recents)))

    def layout(self, name: str) -> QByteArray:
        """Return a stored layout; empty if there is none or it is unreadable."""
        value = self._json(f"layout/{name}")
        if not isinstance(value, str) or not value.isascii():
            return QByteArray()
        return QByteArray.fromBase64(QByteArray(value.encode()))

    def keep_layout(self, name: str, state: QByteArray) -> None:
        """Store a geometry or a state in the format of Qt."""
        self._store.setValue(f"layout/{name}", json.dumps(bytes(state.toBase64().data()).decode()))

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a stored boolean."""
        value = self._json(f"window/{name}")
        return value if isinstance(value, bool) else default

    def word(self, name: str, choices: Collection[str], default: str) -> str:
        """Return a stored choice; `default` if it is not one of `choices`."""
        value = self._json(f"window/{name}")
        return value if isinstance(value, str) and value in choices else default

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a stored list; `default` if there is none or it is unreadable."""
        found = self._json(f"window/{name}")
        return tuple(word for word in found if isinstance(word, str)) if isinstance(found, list) else default

    def keep_words(self, name: str, words: Sequence[str]) -> None:
        """Store a list."""
        self._store.setValue(f"window/{name}", json.dumps(list(words)))

    def object(self, name: str) -> dict[str, Any]:
        """Return a stored JSON object; empty if there is none or it is unreadable."""
        found = self._json(f"window/{name}")
        return found if isinstance(found, dict) else {}

    def texts(self, name: str) -> dict[str, str]:
        """Return the texts of a stored JSON object, without its other values."""
        return {key: value for key, value in self.object(name).items() if isinstance(value, str)}

    def keep_object(self, name: str, value: dict[str, Any]) -> None:
        """Store a JSON object."""
        self._store.setValue(f"window/{name}", json.dumps(value))

    def keep(self, name: str, value: bool | str) -> None:
        """Store a boolean or a word."""
        self._store.setValue(f"window/{name}", json.dumps(value))

    def save(self) -> None:
        """Write the file. If that fails, nothing is stored."""
        self._store.sync()

    def put_damage_aside(self) -> str | None:
        """Begin a new file with what is sound if a part makes no sense; returns a sentence on it.

        The damaged file is kept under another name.
        """
        keys = [key for key in self._store.allKeys() if key]
        sound = {key: self._store.value(key) for key in keys if self._json(key) is not None}
        try:
            all_read = bool(keys) or self._path.stat().st_size == 0
            if self._store.status() == QSettings.Status.NoError and len(sound) == len(keys) and all_read:
                return None
            self._path.replace(self._aside)
        except OSError:  # there is no file yet, or it cannot be changed
            return None
        self._store = QSettings(str(self._path), QSettings.Format.IniFormat)
        self._store.clear()
        for key, value in sound.items():
            self._store.setValue(key, value)
        self._store.sync()
        text = tr("The settings were damaged: what made no sense is as at first; the old file is {file}")
        return text.format(file=self._aside)

    @property
    def _aside(self) -> Path:
        return self._path.with_name(f"{self._path.name}.damaged")

    def _json(self, key: str) -> Any:
        text = self._store.value(key)
        if not isinstance(text, str):
            return None
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None


def _fits(name: str, value: Any, default: Any, models: Collection[str]) -> bool:
    number = isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool)
    if type(value) is not type(default) and not number:
        return False
    if name == "model":
        return value in models
    if name == "palette":
        return value in palette_names()
    if name == "engine":
        return value in available_engines() and problem_of(value) is None
    choices = control_of(name).choices
    return not choices or value in choices
