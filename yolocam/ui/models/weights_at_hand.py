"""Takes weights that the user has already in place of a download."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from yolocam.ui import file_dialogs
from yolocam.ui.qt.background_jobs import Background
from yolocam.ui.translation import tr
from yolocam.ui.widgets.message_bar import Message
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.known_weights import has_weights, length_of, public_model
from yolocam.zoo.library import Library

if TYPE_CHECKING:
    from yolocam.model.doctor import Diagnosis
    from yolocam.ui.models.model_actions import ModelActions

_OTHER_HEADER = 4
"""Bytes by which the header of old weights is shorter; the numbers behind it may be the same."""


@dataclass(frozen=True, slots=True)
class WeightsFound:
    """What a file turned out to be.

    `placed` is the model, now ready, if the file is its published weights. Otherwise `other` is the public
    model whose weights they are, or `diagnosis` says whether they fit the cfg; with neither, its `length` in
    bytes is another one.
    """

    placed: ModelEntry | None = None
    other: ModelEntry | None = None
    diagnosis: Diagnosis | None = None
    length: int = 0


def take_weights(library: Library, entry: ModelEntry, weights: Path) -> WeightsFound:
    """Compare length and checksum of a file with what is published of a model, and take it if they agree.

    Otherwise look what it is. Reads the whole file, and takes seconds where it has the right length but is
    another. Raises ModelError if it cannot be read or put into the folder.
    """
    if has_weights(entry, weights):
        return WeightsFound(placed=library.place(entry, weights))
    public = public_model([weights], library.models())
    if public is not None:
        return WeightsFound(other=public[0])
    length = length_of(weights)
    if entry.download_bytes is not None and abs(length - entry.download_bytes) > _OTHER_HEADER:
        return WeightsFound(length=length)
    from yolocam.model.doctor import examine

    return WeightsFound(diagnosis=examine(entry.cfg, weights, entry.names, fit=entry.fit))


class WeightsAtHand:
    """Asks for the file, has it checked on a thread, and tells what came of it. For the UI thread."""

    def __init__(self, models: ModelActions, background: Background) -> None:
        self._models = models
        self._background = background

    def ask(self, entry: ModelEntry, parent: QWidget) -> None:
        """Ask where the weights of a model are, and take them if they are the right ones."""
        title = tr("The weights of {model}").format(model=entry.name)
        file_dialogs.browse_weights(parent, title, lambda path: self.take(entry, Path(path)))

    def take(self, entry: ModelEntry, weights: Path) -> None:
        """Take a file for the weights of a model if it is."""
        job = partial(take_weights, self._models.store.library, entry, weights)
        checking = tr("Checking {file}…").format(file=weights.name)
        self._models.show_message(Message(checking, matter="model"))
        self._background.start(job, partial(self._found, entry, weights), self._failed)

    def _found(self, entry: ModelEntry, weights: Path, found: WeightsFound) -> None:
        if found.placed is not None:
            self._models.downloads.cancel(entry.name)  # what there is of a download is not needed
            self._models.store.refresh(partial(self._taken, entry))
        elif found.other is not None:
            text = tr("{file} holds the weights of {other}, not those of {model}")
            words = text.format(file=weights.name, other=found.other.name, model=entry.name)
            use = partial(self._models.add, [weights], use=True)
            self._offer(words, tr("Use {model}").format(model=found.other.name), use)
        elif found.diagnosis is not None and found.diagnosis.fits:
            text = tr(
                "{file} fits {model}, but its checksum is not the published one: trained anew, or damaged"
            )
            words = text.format(file=weights.name, model=entry.name)
            files = [entry.cfg, weights, *([] if entry.names is None else [entry.names])]
            self._offer(words, tr("Add as own model"), partial(self._models.add, files, use=True))
        elif found.diagnosis is not None:
            text = tr("{file} does not fit the cfg of {model}")
            words = text.format(file=weights.name, model=entry.name)
            report = partial(self._models.report, weights.name, found.diagnosis)
            self._offer(words, tr("Show report"), report)
        else:
            text = tr("{file} has {length} bytes, but the weights of {model} have {expected}")
            words = text.format(
                file=weights.name, length=found.length, model=entry.name, expected=entry.download_bytes
            )
            self._failed(words)

    def _taken(self, entry: ModelEntry) -> None:
        text = tr("{model} is ready: length and checksum of its weights are right").format(model=entry.name)
        use = partial(self._models.use, entry.name)
        self._models.show_message(Message(text, "info", tr("Use it"), use, "model"))

    def _offer(self, text: str, button: str, action: Callable[[], None]) -> None:
        self._models.show_message(Message(text, "error", button, action, "model"))

    def _failed(self, text: str) -> None:
        self._models.show_message(Message(text, "error", matter="model"))
