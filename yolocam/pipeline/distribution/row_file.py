"""The results of one unit in a file, without images: what every output of a run is made from, bit for bit."""

from __future__ import annotations

import contextlib
import io
import json
import os
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yolocam.detections import Candidates, Detections
from yolocam.files.output_file import failure, prepare_file
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing
from yolocam.letterbox import Placement
from yolocam.pipeline.sinks.without_images import blank_image, without_images
from yolocam.settings import Settings

Columns = dict[str, NDArray[Any]]

_FOUND = (("xyxy", np.float32, (0, 4)), ("objectness", np.float32, (0,)), ("class_score", np.float32, (0,)))
_AT_ONCE = 4096
"""Results that are packed together: some 10 MB."""

_LENGTH = struct.Struct("<Q")

ROW_ERRORS = (ValueError, KeyError, TypeError, struct.error, zipfile.BadZipFile, OSError)
"""What `read_rows` raises for bytes that are no file of results."""

_PLACE = ("frame_wh", "net_wh", "new_wh", "offset_xy")


class RowSink:
    """Writes the results of a unit as they come; `frames` is how many there are.

    The file is complete or not there: `save` gives it its name. It holds numbers and text as numpy's archives
    of arrays, one behind the other, without any pickled object. SinkError where it cannot be written.
    """

    wants_image = False

    def __init__(self, path: Path) -> None:
        self._path = prepare_file(path)
        # No other process writes to this one, not even one that was taken for dead.
        self._draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        self._rows: list[Rendered] = []
        self.frames = 0
        try:
            self._file = self._draft.open("wb")
        except OSError as error:
            raise failure(self._draft, error) from error

    def write(self, item: Rendered) -> None:
        """Take a result, without its images."""
        if item.frame.repeat:
            return
        self._rows.append(without_images(item))
        self.frames += 1
        if len(self._rows) >= _AT_ONCE:
            self._flush()

    def close(self) -> None:
        """Write what is left; what `save` does not name is removed by `discard`."""
        if self._file.closed:
            return
        with self._file:
            if self._rows:
                self._flush()

    def save(self) -> None:
        """Give the complete file its name."""
        try:
            self._draft.replace(self._path)
        except OSError as error:
            raise failure(self._path, error) from error

    def discard(self) -> None:
        """Remove what was written, unless it was saved."""
        with contextlib.suppress(OSError):
            self._draft.unlink(missing_ok=True)

    def _flush(self) -> None:
        data = packed(self._rows)
        self._rows = []
        try:
            self._file.write(_LENGTH.pack(len(data)) + data)
        except OSError as error:
            raise failure(self._draft, error) from error


def read_rows(data: bytes, settings: Settings) -> Iterator[Rendered]:
    """Yield the results of a file, with images that have a size and no memory.

    `settings` are those of the run. Raises one of ROW_ERRORS for bytes that are no such file.
    """
    at = 0
    while at < len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        yield from _unpacked(data[at : at + length], settings)
        at += length


def packed(rows: Sequence[Rendered]) -> bytes:
    """Return results as the bytes of one archive."""
    sources: list[SourceInfo] = []
    models: list[ModelInfo] = []
    columns: dict[str, list[Any]] = {name: [] for name in ("frame", "found", "below")}
    for row in rows:
        _take_once(sources, row.frame.source)
        _take_once(models, row.detected.model)
        columns["frame"].append(_frame_numbers(row, len(sources) - 1, len(models) - 1))
    head = {"sources": [_source_facts(one) for one in sources], "models": [asdict(one) for one in models]}
    arrays: Columns = {
        "head": np.frombuffer(json.dumps(head).encode(), np.uint8),
        "frames": np.array(columns["frame"], np.int64).reshape(len(rows), -1),
    }
    arrays |= _stacked("found", [row.detected.detections for row in rows])
    arrays |= _stacked("below", [c for row in rows if (c := row.detected.inference.candidates) is not None])
    arrays |= _placements(rows)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def _unpacked(data: bytes, settings: Settings) -> Iterator[Rendered]:
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    head = json.loads(arrays["head"].tobytes())
    sources = [_source(facts) for facts in head["sources"]]
    models = [_model(facts) for facts in head["models"]]
    found_at = below_at = placed = 0
    for numbers in arrays["frames"].tolist():
        source, model, index, pts_ns, width, height, found, below, *times = numbers
        frame = Frame(blank_image((width, height)), index, pts_ns, 0, sources[source])
        columns = _slice(arrays, "found", found_at, found)
        found_at += found
        candidates = None
        if below >= 0:
            candidates = Candidates(**_slice(arrays, "below", below_at, below), **_placement(arrays, placed))
            below_at, placed = below_at + below, placed + 1
        inference = Inference(Detections(**columns), Timing(*times), models[model], candidates)
        yield Rendered(Detected(frame, inference, settings), None)


def _take_once(known: list[Any], one: Any) -> None:
    if not known or known[-1] != one:
        known.append(one)


def _frame_numbers(row: Rendered, source: int, model: int) -> tuple[int, ...]:
    frame, inference = row.frame, row.detected.inference
    below = -1 if inference.candidates is None else len(inference.candidates)
    timing, found = inference.timing, len(inference.detections)
    times = timing.prepare_ns, timing.network_ns, timing.postprocess_ns
    return source, model, frame.index, frame.pts_ns, *frame.size_wh, found, below, *times


def _stacked(name: str, parts: Sequence[Detections | Candidates]) -> Columns:
    columns = {}
    for field, kind, shape in (*_FOUND, ("class_id", np.int32, (0,))):
        empty = np.zeros(shape, kind)
        columns[f"{name}_{field}"] = np.concatenate([empty, *(getattr(part, field) for part in parts)])
    return columns


def _slice(arrays: Columns, name: str, start: int, count: int) -> dict[str, Any]:
    fields = (*(field for field, _, _ in _FOUND), "class_id")
    return {field: arrays[f"{name}_{field}"][start : start + count] for field in fields}


def _placements(rows: Sequence[Rendered]) -> Columns:
    below = [c for row in rows if (c := row.detected.inference.candidates) is not None]
    places = [[number for field in _PLACE for number in getattr(one.place, field)] for one in below]
    return {
        "places": np.array(places, np.int64).reshape(len(below), 2 * len(_PLACE)),
        "floors": np.array([one.floor for one in below], np.float64),
    }


def _placement(arrays: Columns, number: int) -> dict[str, Any]:
    values = arrays["places"][number].tolist()
    pairs = {field: tuple(values[2 * at : 2 * at + 2]) for at, field in enumerate(_PLACE)}
    return {"place": Placement(**pairs), "floor": float(arrays["floors"][number])}


def _source_facts(info: SourceInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "kind": info.kind,
        "size_wh": info.size_wh,
        "fps": None if info.fps is None else str(info.fps),
        "time_base": None if info.time_base is None else str(info.time_base),
        "frame_count": info.frame_count,
        "duration_ns": info.duration_ns,
        "pixel_aspect": None if info.pixel_aspect is None else str(info.pixel_aspect),
        "has_audio": info.has_audio,
    }


def _source(facts: dict[str, Any]) -> SourceInfo:
    ratios = ("fps", "time_base", "pixel_aspect")
    exact = {name: None if facts[name] is None else Fraction(facts[name]) for name in ratios}
    return SourceInfo(**{**facts, **exact, "size_wh": tuple(facts["size_wh"])})


def _model(facts: dict[str, Any]) -> ModelInfo:
    names, size = tuple(facts["class_names"]), tuple(facts["size_wh"])
    return ModelInfo(**{**facts, "class_names": names, "size_wh": size, "stored": None})
