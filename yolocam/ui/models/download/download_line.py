"""Describes a download: its progress, its bar, and the buttons that apply now."""

from __future__ import annotations

from yolocam.ui.models.download.downloads import Downloads
from yolocam.ui.models.model_text import download_text
from yolocam.ui.translation import tr
from yolocam.ui.widgets.action_line import Choice, Line
from yolocam.zoo.entry import ModelEntry

_UNKNOWN = -1.0


def download_line(entry: ModelEntry, downloads: Downloads) -> Line:
    """Return what to show of a model's download; an empty line if there is none."""
    state = downloads.state(entry.name)
    if state is None:
        return Line()
    share = min(state.done / state.total, 1.0) if state.total else None
    text = download_text(state)
    start = lambda: downloads.start(entry)  # noqa: E731 - used by two buttons
    cancel = Choice(
        tr("Cancel"), tr("Stop and discard the downloaded part"), lambda: downloads.cancel(entry.name)
    )
    if state.phase == "failed":
        retry = Choice(tr("Retry"), tr("Try again; the downloaded part is kept"), start)
        return Line(state.error, "error", choices=(retry,))
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
