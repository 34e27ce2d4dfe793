"""How a download is told: its figures, its bar, and the buttons that make sense at that moment."""

from __future__ import annotations

from yolocam.ui.models.downloads import Downloads
from yolocam.ui.models.model_text import download_text
from yolocam.ui.widgets.action_line import Choice, Line
from yolocam.zoo.entry import ModelEntry

_UNKNOWN = -1.0


def download_line(entry: ModelEntry, downloads: Downloads) -> Line:
    """Return what to show of a model's download; an empty line where there is none."""
    state = downloads.state(entry.name)
    if state is None:
        return Line()
    share = min(state.done / state.total, 1.0) if state.total else None
    text = download_text(state)
    start = lambda: downloads.start(entry)  # noqa: E731 - used by two buttons
    cancel = Choice("Cancel", "Stop, and throw away what has come", lambda: downloads.cancel(entry.name))
    if state.phase == "failed":
        return Line(
            state.error, "error", choices=(Choice("Retry", "Try again; what has come is kept", start),)
        )
    if state.phase == "paused":
        resume = Choice("Resume", "Go on where it stopped", start)
        return Line(f"Paused: {text}", share=share, choices=(resume, cancel))
    if state.phase == "stopping":
        return Line("Stopping…", share=_UNKNOWN if share is None else share)
    pause = Choice("Pause", "Stop for now; what has come is kept", lambda: downloads.pause(entry.name))
    words = text if state.done else "Connecting…"
    return Line(words, share=share if state.done and share is not None else _UNKNOWN, choices=(pause, cancel))
