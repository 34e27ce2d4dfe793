"""Says unit by unit what is done: a run that was ended anywhere goes on from it."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from yolocam.errors import SettingsError
from yolocam.pipeline.distribution.run_store import MANIFEST, RunStore, rows_name

Record = dict[str, Any]
"""A line: `key` and `file` of a unit, its `state`, and what came of it.

`state` is "done", "failed", "parts" for a film that is worked at in parts, "whole" for one that is not, and
"joined" when the annotated film of its parts is complete.
"""

_RUN = "run"
_COMPLETE = "complete"


class Manifest:
    """The manifest of one run in a store; `records` has the last line of each unit and state.

    `options` are what decides over the results. With `resume` the manifest that is there is gone on with, or
    a new one begun where there is none. Raises SettingsError where it was begun with other options, and
    without `resume` where an unfinished one would be lost; SinkError as the store does.
    """

    def __init__(self, store: RunStore, options: Mapping[str, Any], *, resume: bool) -> None:
        self._store = store
        self._lock = threading.Lock()  # guards the file and `records`
        self.records: dict[tuple[str, str], Record] = {}
        lines = [one for line in store.lines() if (one := _parsed(line)) is not None]
        begun = next((line[_RUN] for line in lines if isinstance(line.get(_RUN), dict)), None)
        finished = any(line.get(_COMPLETE) is True for line in lines)
        started = any(line.get("state") == "done" for line in lines)
        if begun is not None and resume:
            self._check(begun, dict(options))
            for line in lines:
                self._take(line)
            return
        if begun is not None and started and not finished:
            raise SettingsError(
                f"{store.shown} holds an unfinished run ({MANIFEST} says what is done): add --resume to go "
                "on with it, or name another folder"
            )
        store.begin()
        self._write({_RUN: dict(options), "at": _now()})

    def done(self, key: str) -> Record | None:
        """Return the line of a unit that is done, if its results are there."""
        record = self.records.get((key, "done"))
        return record if record is not None and self._store.has(rows_name(key)) else None

    def add(self, record: Record) -> None:
        """Write a line and keep it; may be called on any thread."""
        with self._lock:
            self._write({**record, "at": _now()})
            self._take(record)

    def complete(self) -> None:
        """Note that nothing is left to do."""
        self._write({_COMPLETE: True, "at": _now()})
        self._store.end()

    def _take(self, record: Record) -> None:
        key, state = record.get("key"), record.get("state")
        if isinstance(key, str) and isinstance(state, str):
            self.records[key, state] = record

    def _write(self, record: Record) -> None:
        self._store.append(json.dumps(record, ensure_ascii=False) + "\n")

    def _check(self, begun: Record, options: Record) -> None:
        wanted = json.loads(json.dumps(options))
        for name in sorted(begun.keys() | wanted.keys()):
            if begun.get(name) != wanted.get(name):
                raise SettingsError(
                    f"the run in {self._store.shown} was begun with {name} {_shown(begun.get(name))}, found "
                    f"{_shown(wanted.get(name))}: give it the same, or begin in another folder"
                )


def _parsed(line: str) -> Record | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _shown(value: Any) -> str:
    return "nothing" if value in (None, [], False) else str(value)[:80]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
