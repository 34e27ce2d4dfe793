"""The buttons of the model manager. The tooltip of a disabled button says why it is disabled."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QWidget

from yolocam.ui.models.download.download_thread import DownloadState
from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.formatting import plain_tooltip
from yolocam.ui.widgets.geometry import square
from yolocam.ui.widgets.theme import GRID, icon
from yolocam.zoo.entry import ModelEntry


class ModelButtons(QWidget):
    """Emits `add_asked(folder)` for files (False) or a folder (True), and a signal for each other action."""

    add_asked = Signal(bool)
    use_asked = Signal()
    download_asked = Signal()
    check_asked = Signal()
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add = _button(tr("Add own model…"), "plus")
        self.add.setToolTip(tr("Add your own model: its .cfg and .weights files, or their folder"))
        self.add.setMenu(self._add_menu())
        self.check = _button(tr("Check"), "search")
        self.remove = _button(tr("Remove"), "trash")
        self.download = _button(tr("Download"), "download")
        self.use = _button(tr("Use"), "check")
        for button, signal in (
            (self.check, self.check_asked), (self.remove, self.remove_asked),
            (self.download, self.download_asked), (self.use, self.use_asked),
        ):  # fmt: skip
            button.clicked.connect(signal)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)
        self.arrange(narrow=False)

    def arrange(self, *, narrow: bool) -> None:
        """Place the buttons in one row, or in two."""
        row = 1 if narrow else 0
        self._grid.addWidget(self.add, 0, 0, 1, 4 if narrow else 1)
        for column, button in enumerate((self.check, self.remove, self.download, self.use)):
            self._grid.addWidget(button, row, column + (0 if narrow else 2))
        for column in range(6):
            self._grid.setColumnStretch(
                column, 1 if (narrow and column < 4) or (not narrow and column == 1) else 0
            )

    def enable(
        self, entry: ModelEntry | None, state: DownloadState | None, served: str | None, wanted: str
    ) -> None:
        """Enable what applies to a model. `served` is the model in use, `wanted` the one in the settings."""
        _allow(self.use, tr("Use this model (Enter)"), _why_not_use(entry, served, wanted))
        _allow(self.download, tr("Download it to this computer (Enter)"), _why_not_download(entry, state))
        tip = tr("Check whether its files fit together, and show its layers")
        _allow(self.check, tip, _why_not_check(entry))
        tip = tr("Remove it from the list; its files stay where they are (Delete)")
        if entry is not None and entry.origin != "referenced":
            tip = tr("Delete its files from this computer (Delete)")
        _allow(self.remove, tip, _why_not_remove(entry, served, wanted))

    def _add_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        files = menu.addAction(icon("open"), tr("From files…"))
        files.setToolTip(tr("Choose the .cfg and .weights files, and the .names file if there is one"))
        files.triggered.connect(lambda: self.add_asked.emit(False))
        folder = menu.addAction(icon("folder"), tr("From a folder…"))
        folder.setToolTip(tr("Choose the folder with the files of the model"))
        folder.triggered.connect(lambda: self.add_asked.emit(True))
        return menu


def _why_not_use(entry: ModelEntry | None, served: str | None, wanted: str) -> str | None:
    if entry is None:
        return tr("Select a model first")
    if entry.name == served:
        return tr("This model is in use")
    if entry.ready and entry.name == wanted:
        return tr("It is being prepared")
    if entry.lacking:
        return tr("Some of its files are missing")
    return None if entry.ready else tr("Download it first")


def _why_not_download(entry: ModelEntry | None, state: DownloadState | None) -> str | None:
    if entry is None:
        return tr("Select a model first")
    if entry.own:
        return tr("Your own models are not downloaded")
    if entry.ready:
        return tr("It is already on this computer")
    if state is not None and state.phase in ("running", "stopping"):
        return tr("It is being downloaded")
    return None if entry.addresses else tr("There is no download for it")


def _why_not_check(entry: ModelEntry | None) -> str | None:
    if entry is None:
        return tr("Select a model first")
    return None if entry.ready or entry.own else tr("Download it first")


def _why_not_remove(entry: ModelEntry | None, served: str | None, wanted: str) -> str | None:
    if entry is None:
        return tr("Select a model first")
    if entry.name in (served, wanted):
        return tr("This model is in use: use another one first")
    if entry.origin == "shipped":
        return tr("It is part of yolocam")
    if entry.origin == "placed":
        return tr("It was put there by hand: remove its file by hand")
    return None if entry.removable else tr("It is not on this computer")


def _allow(button: QPushButton, tip: str, reason: str | None) -> None:
    allow(button, True, "")
    button.setToolTip(plain_tooltip(tip))
    allow(button, reason is None, reason or "")


def _button(text: str, icon_name: str) -> QPushButton:
    button = QPushButton(icon(icon_name), text)
    button.setIconSize(square(16))
    button.setAutoDefault(False)
    return button
