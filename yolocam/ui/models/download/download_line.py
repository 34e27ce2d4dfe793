"""Describes a download: its progress, its bar, and the buttons that apply now."""

from __future__ import annotations

from collections.abc import Callable

from yolocam.ui.models.download.downloads import Downloads
from yolocam.ui.models.model_text import download_text, size_cell
from yolocam.ui.translation import tr
from yolocam.ui.widgets.action_line import Choice, Line
from yolocam.zoo.entry import ModelEntry

_UNKNOWN = -1.0


def download_line(
    entry: ModelEntry, downloads: Downloads, browse_weights: Callable[[ModelEntry], None]
) -> Line:
    """Return what to show of a model's download; an empty line if it needs none.

    `browse_weights` asks for weights that are on this computer already.
    """
    state = downloads.state(entry.name)
    have = Choice(
        tr("I have the file…"),
        tr("Choose its weights on this computer: they are compared with the published ones, and taken"),
        lambda: browse_weights(entry),
    )
    if state is None:
        return Line() if entry.ready or entry.own else Line(_needs_text(entry), choices=(have,))
    share = min(state.done / state.total, 1.0) if state.total else None
    text = download_text(state)
    start = lambda: downloads.start(entry)  # noqa: E731 - used by two buttons
    cancel = Choice(
        tr("Cancel"), tr("Stop and discard the downloaded part"), lambda: downloads.cancel(entry.name)
    )
    if state.phase == "failed":
        retry = Choice(tr("Retry"), tr("Try again; the downloaded part is kept"), start)
        return Line(state.error, "error", choices=(retry, have))
    if state.phase == "paused":
        resume = Choice(tr("Resume"), tr("Continue where it stopped"), start)
        return Line(tr("Paused: {progress}").format(progress=text), share=share, choices=(resume, cancel))
    if state.phase == "stopping":
        return Line(tr("Stopping…"), share=_UNKNOWN if share is None else share)
    pause = Choice(
        tr("Pause"), tr("Stop for now; the downloaded part is kept"), lambda: downloads.pause(entry.name)
    )
    progress = text if state.done else tr("Connecting…")
    return Line(
        progress, share=share if state.done and share is not None else _UNKNOWN, choices=(pause, cancel)
    )


def _needs_text(entry: ModelEntry) -> str:
    size = size_cell(entry)
    if not size:
        return tr("Its weights are not on this computer")
    return tr("Its weights ({size}) are not on this computer").format(size=size)
