"""Several result files of one run, under one name."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from yolocam.errors import SinkError
from yolocam.frame import Rendered
from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.sinks import open_result_file, result_format
from yolocam.pipeline.sinks.names.dated_names import sibling, unused_path
from yolocam.pipeline.sinks.results.result_options import ResultOptions


class ResultSet:
    """Feeds the formats that were asked for, in files `name.jsonl`, `name.csv` and so on.

    Where one of them exists, all get a number. With `from_start`, frames before the first one of the
    source are left out: those under way when it was rewound. With a `floor` those are left out that were
    submitted before the settings had one as low, so that every line has its candidates; without, none has.
    `paths`, `frames` and `last_ns`, the position of the last one, say what was written. Raises SinkError.
    """

    wants_image = False

    def __init__(
        self, path: Path, formats: Collection[str], *, from_start: bool = False, floor: float | None = None
    ) -> None:
        endings = [result_format(name).ending for name in formats]
        base = unused_path(path, endings)
        self.paths = [sibling(base, ending) for ending in endings]
        self.frames = 0
        self.last_ns = -1
        self._from_start = from_start
        self._floor = floor
        self._sinks: list[Sink] = []
        options = ResultOptions(candidates=floor is not None)
        try:
            for name, file in zip(formats, self.paths, strict=True):
                self._sinks.append(open_result_file(name, file, options))
        except SinkError:
            self.close()
            raise

    def write(self, item: Rendered) -> None:
        """Write one frame to every file."""
        if item.frame.repeat or (self.frames == 0 and self._comes_too_early(item)):
            return
        self.frames += 1
        for sink in self._sinks:
            sink.write(item)
        self.last_ns = item.frame.position_ns

    def _comes_too_early(self, item: Rendered) -> bool:
        floor = item.detected.settings.floor
        unprepared = self._floor is not None and (floor is None or floor > self._floor)
        return unprepared or (self._from_start and item.frame.index > 0)

    def close(self) -> None:
        """Finish every file, also when one of them fails; then SinkError for the first that did."""
        errors: list[SinkError] = []
        for sink in self._sinks:
            try:
                sink.close()
            except SinkError as error:
                errors.append(error)
        if errors:
            raise errors[0]
