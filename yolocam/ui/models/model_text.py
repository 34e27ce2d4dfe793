"""Texts about a model: the cells of its row, its details, its download, its accuracy."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from yolocam.ui.models.download.download_thread import DownloadState
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import bytes_text, duration_text, percent_text
from yolocam.ui.widgets.geometry import isolated
from yolocam.ui.widgets.status_icon import Kind
from yolocam.zoo.better_model import Better
from yolocam.zoo.checksums import caution
from yolocam.zoo.entry import ModelEntry


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """The status of a model: a short text, an icon, and the downloaded `share` (0 to 1)."""

    text: str
    kind: Kind = "none"
    share: float | None = None


def model_status(
    entry: ModelEntry, state: DownloadState | None, served: str | None, chosen: str
) -> ModelStatus:
    """Return the status of a model. `served` is the model in use, `chosen` the one in the settings."""
    if state is not None:
        return _download_status(state)
    if entry.lacking:
        return ModelStatus(tr("Files missing"), "error")
    if entry.name == served:
        return ModelStatus(tr("In use"), "ok")
    if not entry.ready:
        return ModelStatus(tr("Not downloaded"))
    if entry.name == chosen:
        return ModelStatus(tr("Preparing…"))
    return ModelStatus(tr("Included") if entry.origin == "shipped" else tr("On this computer"))


def download_text(state: DownloadState) -> str:
    """Return the progress of a download, such as "12.0 MB of 23.7 MB, 4.1 MB/s, 3 seconds left"."""
    done = bytes_text(state.done)
    if state.total:
        done = tr("{done} of {total}").format(done=done, total=bytes_text(state.total))
    parts = [done]
    if state.bytes_per_s is not None:
        parts.append(tr("{amount}/s").format(amount=bytes_text(round(state.bytes_per_s))))
    if state.seconds_left is not None:
        parts.append(tr("{duration} left").format(duration=duration_text(state.seconds_left)))
    return ", ".join(parts)


def size_cell(entry: ModelEntry) -> str:
    """Return the size of the weights file; empty if unknown."""
    size = entry.bytes_on_disk if entry.bytes_on_disk is not None else entry.download_bytes
    return bytes_text(size) if size is not None else ""


def classes_text(count: int) -> str:
    """Return the number of classes of a model, such as "80 classes"."""
    return tr("%n classes", "1 class", number=count)


def accuracy_text(entry: ModelEntry) -> str:
    """Return the accuracy of a model, such as "Accuracy 34.3 on COCO"; empty if unknown."""
    if entry.figures is None:
        return ""
    return tr("Accuracy {ap50} on COCO").format(ap50=f"{entry.figures.ap50:.1f}")


def better_text(better: Better) -> str:
    """Return the offer of a better model, for a button."""
    offer = tr("Better: {model}") if better.entry.ready else tr("Better: {model}…")
    return offer.format(model=better.entry.name)


def better_tip(better: Better) -> str:
    """Return the figures of a better model, and that it has to be downloaded."""
    entry = better.entry
    if entry.figures is None:
        text = tr("{model} finds more: about {fps} frames per second on this computer.")
    else:
        text = tr("{model} finds more: accuracy {ap50}, about {fps} frames per second on this computer.")
    ap50 = "" if entry.figures is None else f"{entry.figures.ap50:.1f}"
    parts = [text.format(model=entry.name, ap50=ap50, fps=_about(better.fps))]
    if not entry.ready:
        parts.append(tr("It has to be downloaded first ({size}).").format(size=size_cell(entry)))
    return " ".join(parts)


def speed_cell(fps: float | None) -> str:
    """Return the frames per second to expect, such as "about 45 fps"; empty where nothing is known."""
    return "" if fps is None else tr("about {number} fps").format(number=_about(fps))


def about(entry: ModelEntry, fps: float | None = None) -> str:
    """Return the facts about a model in one line, with the frames per second to expect of it."""
    parts = [tr("Your own model") if entry.own else tr("Public model")]
    if entry.class_count is not None:
        parts.append(classes_text(entry.class_count))
    if entry.figures is not None:
        parts.append(tr("made for {size}×{size} pixels").format(size=entry.figures.size))
    if entry.licence is not None:
        parts.append(tr("licence: {licence}").format(licence=entry.licence))
    if fps is not None:
        parts.append(tr("about {number} fps here").format(number=_about(fps)))
    return " · ".join(parts)


def location_text(entry: ModelEntry) -> str:
    """Return where the files of a model are, or where to download them from."""
    if entry.lacking:
        return tr("Not found: {files}").format(files=", ".join(str(path) for path in entry.lacking))
    if entry.weights is not None:
        return isolated(str(entry.weights))
    hosts = dict.fromkeys(urlsplit(address).hostname or address for address in entry.addresses)
    if not hosts:
        return ""
    text = tr("Download from {hosts}").format(hosts=f", {tr('or')} ".join(hosts))
    note = caution(entry)
    return text if note is None else f"{text}; {note}"


def _about(number: float) -> str:
    """Return an estimate in two digits: more would pretend to know more."""
    return f"{float(f'{number:.2g}'):g}"


def _download_status(state: DownloadState) -> ModelStatus:
    share = min(state.done / state.total, 1.0) if state.total else None
    if state.phase == "failed":
        return ModelStatus(tr("Download failed"), "error")
    if state.phase == "stopping":
        return ModelStatus(tr("Stopping…"), share=share)
    progress = percent_text(state.done, state.total)
    if state.phase == "paused":
        return ModelStatus(tr("Paused at {progress}").format(progress=progress), share=share)
    return ModelStatus(progress, share=share or 0.0)
