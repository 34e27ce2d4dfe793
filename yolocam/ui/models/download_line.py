"""How a download is told: its figures, its bar, and the buttons that make sense at that moment."""

from __future__ import annotations

from yolocam.ui.models.downloads import Downloads
from yolocam.ui.models.model_text import transfer_text
from yolocam.ui.widgets.action_line import Choice, Line
from yolocam.zoo.entry import ModelEntry

_UNKNOWN = -1.0


def transfer_line(entry: ModelEntry, downloads: Downloads) -> Line:
    """Return what to show of a model's download; an empty line where there is none."""
    transfer = downloads.transfer(entry.name)
    if transfer is None:
        return Line()
    share = min(transfer.done / transfer.total, 1.0) if transfer.total else None
    text = transfer_text(transfer)
    start = lambda: downloads.start(entry)  # noqa: E731 - used by two buttons
    cancel = Choice("Cancel", "Stop, and throw away what has come", lambda: downloads.cancel(entry.name))
    if transfer.phase == "failed":
        return Line(
            transfer.error, "error", choices=(Choice("Retry", "Try again; what has come is kept", start),)
        )
    if transfer.phase == "paused":
        resume = Choice("Resume", "Go on where it stopped", start)
        return Line(f"Paused: {text}", share=share, choices=(resume, cancel))
    if transfer.phase == "stopping":
        return Line("Stopping…", share=_UNKNOWN if share is None else share)
    pause = Choice("Pause", "Stop for now; what has come is kept", lambda: downloads.pause(entry.name))
    words = text if transfer.done else "Connecting…"
    return Line(
        words, share=share if transfer.done and share is not None else _UNKNOWN, choices=(pause, cancel)
    )
