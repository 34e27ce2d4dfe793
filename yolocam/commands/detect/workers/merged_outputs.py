"""Puts what the workers did together: the files of results, and the annotated films of parts, in order."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from yolocam.commands.detect.problems import Problems
from yolocam.commands.detect.workers.remote_files import at_hand
from yolocam.commands.detect.workers.unit_problems import tell_problems
from yolocam.errors import OneOutputError, SinkError
from yolocam.frame import Rendered
from yolocam.media.encoding.video_part import PartPlace, join_parts
from yolocam.pipeline.distribution.manifest import Manifest, Record
from yolocam.pipeline.distribution.row_file import ROW_ERRORS, read_rows
from yolocam.pipeline.distribution.run_store import RunStore, film_name, rows_name
from yolocam.pipeline.distribution.schedule import Place
from yolocam.pipeline.distribution.work_unit import WorkUnit
from yolocam.pipeline.interfaces import Processor, Sink
from yolocam.pipeline.process import ProcessStage
from yolocam.pipeline.stats import Stats
from yolocam.settings import Settings


class MergedOutputs:
    """Writes the results of complete places to `sinks`, as if one process had found them.

    `processors` see them first. What went wrong on the way is
    told to `problems` when its place comes.
    """

    def __init__(
        self,
        store: RunStore,
        manifest: Manifest,
        sinks: Mapping[str, Sink],
        processors: Sequence[Processor],
        settings: Settings,
        problems: Problems,
        *,
        sound: bool,
    ) -> None:
        self._store = store
        self._manifest = manifest
        self._sinks = tuple(sinks.values())
        self._process = ProcessStage(processors, Stats(), problems.failed)
        self._settings = settings
        self._problems = problems
        self._sound = sound
        self.failed = 0  # units that were given up

    def take(self, place: Place) -> None:
        """Write what came of a place; SinkError."""
        records = [place.records[unit.key] for unit in place.units]
        tell_problems((one for record in records for one in record["problems"]), self._problems)
        for unit, record in zip(place.units, records, strict=True):
            if record["state"] == "done":
                self._write_rows(unit)
            else:
                self.failed += 1
        if place.units[0].part is not None and place.units[0].names is not None:
            self._join(place)

    def close(self) -> None:
        """Close every sink; raises the first error."""
        errors: list[Exception] = []
        for sink in self._sinks:
            try:
                sink.close()
            except Exception as error:  # the others are completed nevertheless
                errors.append(error)
        if errors:
            raise errors[0]

    def _write_rows(self, unit: WorkUnit) -> None:
        name = rows_name(unit.key)
        try:
            for row in read_rows(self._store.read(name), self._settings):
                item = Rendered(self._process.process(row.detected), None)
                for sink in self._sinks:
                    sink.write(item)
        except ROW_ERRORS as error:
            raise SinkError(
                f"{self._store.shown}/{name} is damaged: remove it, and go on with --resume"
            ) from error

    def _join(self, place: Place) -> None:
        """Make one film of the parts that have images, unless that was done before."""
        names, key = place.unit.names, place.unit.key
        records = [(unit, place.records[unit.key]) for unit in place.units]
        parts = [(unit, found) for unit, one in records if (found := _place(one)) is not None]
        if names is None or not parts:
            return
        if (key, "joined") not in self._manifest.records or not self._store.has(names[0].annotated):
            try:
                self._put_together(names[0].annotated, place.unit.items[0].file, parts)
            except OneOutputError as error:
                self._problems.failed(str(error))
            self._manifest.add({"file": place.unit.items[0].name, "state": "joined", "key": key})
        for unit in place.units:
            self._store.remove(film_name(unit.key))

    def _put_together(self, name: str, source: str, parts: list[tuple[WorkUnit, PartPlace]]) -> None:
        store = self._store
        files = [(store.fetched(film_name(unit.key)), place) for unit, place in parts]
        with at_hand(source) as path:
            join_parts(store.room(name), files, sound=path if self._sound else None, warn=self._problems.warn)
        store.keep(name)
        for unit, _ in parts:
            store.forget(film_name(unit.key))


def _place(record: Record) -> PartPlace | None:
    facts: dict[str, Any] | None = record.get("place")
    if facts is None:
        return None
    return PartPlace(facts["start"], facts["last"], facts["duration"], Fraction(facts["base"]))


def options_of(args: argparse.Namespace, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the flags that decide over what is found and written for each unit."""
    files = {name for name in vars(args) if name.startswith("save_")} - _OF_UNITS
    return {name: value for name, value in facts.items() if name not in _FREE | files}


_OF_UNITS = {"save_txt", "save_conf", "save_crop"}

_FREE = frozenset(
    {"source", "more", "recursive", "output", "exist_ok", "workers", "cluster", "resume", "jobs", "verbose"}
    | {"debug", "stats_json", "to", "csv_separator", "csv_decimal", "counts_every", "heatmap_of", "summary"}
    | {"timeline", "tutorial"}
)
"""Flags that may change from one start of a run to the next: each start writes the result files anew."""
