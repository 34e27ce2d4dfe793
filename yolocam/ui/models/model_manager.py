"""The model manager: a list of all models, and buttons to use, download, check and remove them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from yolocam.ui.models.download.download_line import download_line
from yolocam.ui.models.download.downloads import Downloads
from yolocam.ui.models.model_buttons import ModelButtons
from yolocam.ui.models.model_details import ModelDetails
from yolocam.ui.models.model_list import ModelList
from yolocam.ui.models.model_speeds import ModelSpeeds
from yolocam.ui.models.model_store import ModelStore
from yolocam.ui.models.model_table import ModelTable
from yolocam.ui.models.model_text import ModelStatus, model_status
from yolocam.ui.qt.drop_target import DropTarget
from yolocam.ui.translation import tr
from yolocam.ui.widgets.action_line import Choice, Line
from yolocam.ui.widgets.dialog_parts import stack
from yolocam.ui.widgets.formatting import bytes_text
from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.message_bar import MessageBar
from yolocam.ui.widgets.theme import GRID
from yolocam.zoo.entry import ModelEntry

_NARROW = 66 * GRID


class ManagerActions(Protocol):
    """What the manager needs from the window."""

    @property
    def served(self) -> str | None:
        """The model in use; None while no model is ready."""

    @property
    def wanted(self) -> str:
        """The model in the settings."""

    def use(self, name: str) -> None:
        """Put a model into the settings."""

    def check(self, entry: ModelEntry) -> None:
        """Check the files of a model and show the report."""

    def remove(self, entry: ModelEntry) -> None:
        """Delete a model, or remove it from the list."""

    def browse(self, folder: bool) -> None:
        """Ask for the files or the folder of a model, and add it."""

    def browse_weights(self, entry: ModelEntry) -> None:
        """Ask for the weights of a public model, which the user has already."""

    def add(self, paths: Sequence[Path]) -> None:
        """Add the model that these files are."""


class ModelManager(QDialog):
    """A window beside the main window. Video and downloads go on, also when it is closed."""

    def __init__(
        self,
        model_store: ModelStore,
        speeds: ModelSpeeds,
        downloads: Downloads,
        actions: ManagerActions,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._model_store = model_store
        self._speeds = speeds
        self._downloads = downloads
        self._actions = actions
        self._asked = ""  # the model whose deletion waits for the user's answer
        self._seen: tuple[str | None, str] | None = None
        self.setWindowTitle(tr("Models"))
        self.setModal(False)
        DropTarget(self, lambda addresses: actions.add([Path(address) for address in addresses]))
        self.list = ModelList(ModelTable(self._status, speeds.fps_of, self))
        self.details = ModelDetails()
        self.message_bar = MessageBar()
        self.buttons = ModelButtons()
        self._lay_out()
        self._connect()
        self._list_models()

    def follow(self) -> None:
        """Show which model is in use, if that has changed."""
        seen = (self._actions.served, self._actions.wanted)
        if seen != self._seen:
            self._seen = seen
            self.list.table.repaint()
            self._show_chosen()

    # Building.

    def _lay_out(self) -> None:
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setForegroundRole(self.palette().ColorRole.Mid)
        column = stack(self, self.list, self.details, self.message_bar, rule, self.buttons)
        column.setStretchFactor(self.list, 1)
        self.details.setMinimumHeight(14 * GRID)
        self.setMinimumSize(46 * GRID, 52 * GRID)
        self.resize(scaled(100 * GRID), scaled(76 * GRID))

    def _connect(self) -> None:
        buttons = self.buttons
        self._model_store.changed.connect(self._list_models)
        self._speeds.changed.connect(self._list_models)
        self._downloads.changed.connect(self._download_changed)
        self.list.chosen.connect(self._show_chosen)
        self.list.used.connect(self._use_or_download)
        self.list.removed.connect(buttons.remove.click)
        buttons.use_asked.connect(lambda: self._actions.use(self.list.current))
        buttons.download_asked.connect(self._download)
        buttons.check_asked.connect(lambda: self._with_entry(self._actions.check))
        buttons.remove_asked.connect(lambda: self._with_entry(self._remove))
        buttons.add_asked.connect(self._actions.browse)

    # What is shown.

    def _list_models(self) -> None:
        current = self.list.current
        self.list.table.set_entries(self._model_store.entries)
        self.list.choose(current if self._model_store.entry(current) else self._actions.wanted)
        if not self.list.current and self._model_store.entries:
            self.list.choose(self._model_store.entries[0].name)
        self.list.fit_columns()
        self._show_chosen()

    def _status(self, entry: ModelEntry) -> ModelStatus:
        state = self._downloads.state(entry.name)
        return model_status(entry, state, self._actions.served, self._actions.wanted)

    def _download_changed(self, name: str) -> None:
        self.list.table.repaint(name)
        if name == self.list.current:
            self._show_chosen()

    def _show_chosen(self) -> None:
        entry = self._model_store.entry(self.list.current)
        if self._asked != self.list.current:
            self._asked = ""
        self.details.show_entry(entry, None if entry is None else self._speeds.fps_of(entry))
        state = None
        if entry is not None:
            state = self._downloads.state(entry.name)
            line = (
                self._question(entry)
                if self._asked
                else download_line(entry, self._downloads, self._actions.browse_weights)
            )
            self.details.line.show_line(line)
        self.buttons.enable(entry, state, self._actions.served, self._actions.wanted)

    def _question(self, entry: ModelEntry) -> Line:
        size = bytes_text(entry.bytes_on_disk or 0)
        tip = tr("Delete the files of {model}").format(model=entry.name)
        yes = Choice(tr("Delete"), tip, lambda: self._really_remove(entry))
        no = Choice(tr("Keep"), tr("Do not delete it"), lambda: self._ask(""))
        question = tr("Delete {model} ({size}) from this computer?").format(model=entry.name, size=size)
        return Line(question, "warning", choices=(yes, no))

    # What the user does.

    def _with_entry(self, action: Callable[[ModelEntry], None]) -> None:
        entry = self._model_store.entry(self.list.current)
        if entry is not None:
            action(entry)

    def _use_or_download(self) -> None:
        if self.buttons.use.isEnabled():
            self._actions.use(self.list.current)
        elif self.buttons.download.isEnabled():
            self._download()

    def _download(self) -> None:
        self._with_entry(self._downloads.start)

    def _remove(self, entry: ModelEntry) -> None:
        """Remove a model, but ask first if its files would be deleted."""
        if entry.origin == "referenced":
            self._actions.remove(entry)
        else:
            self._ask(entry.name)
            self.details.line.buttons[0].setFocus()

    def _really_remove(self, entry: ModelEntry) -> None:
        self._ask("")
        self._actions.remove(entry)

    def _ask(self, name: str) -> None:
        self._asked = name
        self._show_chosen()
        self.list.setFocus()

    # Qt's events.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model_store.refresh()
        self.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.buttons.arrange(narrow=self.width() < _NARROW)
