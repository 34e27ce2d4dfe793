"""What the model manager says of a model: the cells of its row, the lines of its details. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from yolocam.ui.models.model_download import DownloadState
from yolocam.ui.widgets.formatting import bytes_text, duration_text, percent_text
from yolocam.ui.widgets.status_icon import Kind
from yolocam.zoo.better_model import Better
from yolocam.zoo.checksums import caution
from yolocam.zoo.entry import ModelEntry


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """The status of a model: a few words, the kind of its icon, and the part that is downloaded (0 to 1)."""

    text: str
    kind: Kind = "none"
    share: float | None = None


def model_status(
    entry: ModelEntry, state: DownloadState | None, served: str | None, chosen: str
) -> ModelStatus:
    """Return how a model stands, where `served` answers now and `chosen` is what the settings ask for."""
    if state is not None:
        return _download_status(state)
    if entry.lacking:
        return ModelStatus("Files are missing", "error")
    if entry.name == served:
        return ModelStatus("In use", "ok")
    if not entry.ready:
        return ModelStatus("Not downloaded")
    if entry.name == chosen:
        return ModelStatus("Preparing…")
    return ModelStatus("Included" if entry.origin == "shipped" else "On this computer")


def download_text(state: DownloadState) -> str:
    """Return a download in figures, such as "12.0 MB of 23.7 MB, 4.1 MB a second, 3 seconds left"."""
    whole = f" of {bytes_text(state.total)}" if state.total else ""
    parts = [f"{bytes_text(state.done)}{whole}"]
    if state.bytes_per_s is not None:
        parts.append(f"{bytes_text(round(state.bytes_per_s))} a second")
    if state.seconds_left is not None:
        parts.append(f"{duration_text(state.seconds_left)} left")
    return ", ".join(parts)


def size_cell(entry: ModelEntry) -> str:
    """Return how large the weights are; empty where that is not known."""
    size = entry.bytes_on_disk if entry.bytes_on_disk is not None else entry.download_bytes
    return bytes_text(size) if size is not None else ""


def kinds_text(count: int) -> str:
    """Return how many classes a network knows, in words."""
    return "one kind of thing" if count == 1 else f"{count} kinds of things"


def accuracy_text(entry: ModelEntry) -> str:
    """Return how good a network is, such as "Accuracy 34.3 (AP50 on COCO)"; empty where that is not known."""
    return f"Accuracy {entry.figures.ap50:.1f} (AP50 on COCO)" if entry.figures is not None else ""


def better_text(better: Better) -> str:
    """Return the offer of a better network, as it stands on a button."""
    entry = better.entry
    accuracy = f" ({entry.figures.ap50:.1f})" if entry.figures is not None else ""
    return f"Better: {entry.name}{accuracy}{'' if entry.ready else '…'}"


def better_tip(better: Better) -> str:
    """Return what there is to say for it."""
    entry = better.entry
    accuracy = f"accuracy {entry.figures.ap50:.1f}, " if entry.figures is not None else ""
    how = "" if entry.ready else f" It has to be downloaded first ({size_cell(entry)})."
    return f"{entry.name} finds more: {accuracy}about {better.fps:.0f} frames a second on this computer.{how}"


def about(entry: ModelEntry) -> str:
    """Return what there is to know of a model, in one line."""
    parts = ["Your own model" if entry.own else "Public model"]
    if entry.class_count is not None:
        parts.append(f"sees {kinds_text(entry.class_count)}")
    if entry.figures is not None:
        parts.append(f"made for {entry.figures.size}×{entry.figures.size} pixels")
    if entry.licence is not None:
        parts.append(f"licence: {entry.licence}")
    return " · ".join(parts)


def whereabouts(entry: ModelEntry) -> str:
    """Return where the files of a model are, or where they come from."""
    if entry.lacking:
        return f"Not found: {', '.join(str(path) for path in entry.lacking)}"
    if entry.weights is not None:
        return str(entry.weights)
    hosts = dict.fromkeys(urlsplit(address).hostname or address for address in entry.addresses)
    if not hosts:
        return ""
    note = caution(entry)
    return f"Comes from {', or '.join(hosts)}" + ("" if note is None else f"; {note}")


def _download_status(state: DownloadState) -> ModelStatus:
    share = min(state.done / state.total, 1.0) if state.total else None
    if state.phase == "failed":
        return ModelStatus("Download failed", "error")
    if state.phase == "stopping":
        return ModelStatus("Stopping…", share=share)
    far = percent_text(state.done, state.total)
    if state.phase == "paused":
        return ModelStatus(f"Paused at {far}", share=share)
    return ModelStatus(far, share=share or 0.0)
