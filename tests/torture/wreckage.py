"""What is left of a run that was ended: does every file play or parse, and how much is missing?"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path

import av

from yolocam.media.ffmpeg_errors import MEDIA_ERRORS

MOST_LOST_S = 1.0

_NO_PIECE = 200
"""A film holds nothing but its name tag until its first piece of a quarter of a second is there."""


@dataclass
class Wreckage:
    """What was found in a folder: `lost` seconds of film, and `faults` in words."""

    lost: float = 0.0
    faults: list[str] = field(default_factory=list)

    def check(self, holds: bool, fault: str) -> None:
        """Note a fault unless something holds."""
        if not holds:
            self.faults.append(fault)


def examine(folder: Path, *, ended: bool) -> Wreckage:
    """Look at all files of a run. One that `ended` in order has whole ones, also those written at the end."""
    found = Wreckage()
    lines = [_json_seconds(path, found) for path in folder.rglob("*.jsonl")]
    films = [film_seconds(path, found) for path in (*folder.rglob("*.mp4"), *folder.rglob("*.mkv"))]
    for path in folder.rglob("*.csv"):
        _table(path, found)
    for path in folder.rglob("*.json"):
        if ended or path.stat().st_size:
            _json(path, found)
    longest = max([*lines, *films], default=0.0)
    found.lost = longest - min([*lines, *films], default=0.0)
    found.check(found.lost <= MOST_LOST_S, f"{found.lost:.2f} s are lost: lines {lines}, films {films}")
    return found


def film_seconds(path: Path, found: Wreckage) -> float:
    """Decode a film; returns its length up to the last frame."""
    times: list[float] = []
    if path.stat().st_size < _NO_PIECE:
        return 0.0
    try:
        with av.open(str(path)) as film:
            times.extend(
                frame.time or 0.0 for frame in film.decode(video=0)
            )  # up to an error, if there is one
    except MEDIA_ERRORS as error:
        found.faults.append(f"{path} ({path.stat().st_size} bytes) does not play: {error}")
    return max(times, default=0.0) - min(times, default=0.0)


def _json_seconds(path: Path, found: Wreckage) -> float:
    """Read lines of JSON; returns the seconds from the first frame to the last."""
    times = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            times.append(json.loads(line)["pts"])
        except (ValueError, KeyError) as error:
            found.faults.append(f"{path}:{number} cannot be read: {error}")
    return float(max(times, default=0.0) - min(times, default=0.0))


def _table(path: Path, found: Wreckage) -> None:
    with path.open(newline="", encoding="utf-8-sig") as file:
        widths = {len(row) for row in csv.reader(file)}
    found.check(len(widths) <= 1, f"{path} has rows of {widths} columns")


def _json(path: Path, found: Wreckage) -> None:
    try:
        json.loads(path.read_bytes())
    except ValueError as error:
        found.faults.append(f"{path} ({path.stat().st_size} bytes) cannot be read: {error}")
