"""Chooses the most accurate network that runs live on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yolocam.zoo.entry import ModelEntry

LIVE_FPS = 25.0
"""From this rate on a video looks live."""

AROUND_MS = 5.0
"""What resizing a frame, finding boxes and drawing them takes beside the network, at least."""


@dataclass(frozen=True, slots=True)
class Better:
    """A network that finds more than the one in use, and the frames per second expected of it here."""

    entry: ModelEntry
    fps: float


def expected_fps(entry: ModelEntry, gflops_per_s: float) -> float | None:
    """Return the frames per second of a network on a machine of this speed; None if its work is not known."""
    if entry.figures is None:
        return None
    return 1e3 / (entry.figures.gflops / gflops_per_s * 1e3 + AROUND_MS)


def better_model(
    entries: Iterable[ModelEntry], current: str, fps_of: Callable[[ModelEntry], float | None]
) -> Better | None:
    """Return the most accurate network that runs live; `fps_of` expects frames per second of one.

    None if that is `current`, or if the accuracy of `current` is not known. A network that is not on the
    machine counts if it can be downloaded.
    """
    known = {entry.name: entry for entry in entries if entry.figures is not None and not entry.own}
    if current not in known:
        return None
    found: Better | None = None
    most = _accuracy(known[current])
    for entry in known.values():
        fps = fps_of(entry)
        if fps is not None and fps >= LIVE_FPS and _accuracy(entry) > most:
            found, most = Better(entry, fps), _accuracy(entry)
    return found


def _accuracy(entry: ModelEntry) -> float:
    return entry.figures.ap50 if entry.figures is not None else 0.0
