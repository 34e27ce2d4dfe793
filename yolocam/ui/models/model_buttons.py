"""The buttons of the model manager; one that does nothing for the chosen model says why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QWidget

from yolocam.ui.models.model_download import DownloadState
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
        self.add = _button("Add own model…", "plus")
        self.add.setToolTip("Add a network of your own: its .cfg and .weights, or the folder they are in")
        self.add.setMenu(self._add_menu())
        self.check = _button("Check", "search")
        self.remove = _button("Remove", "trash")
        self.download = _button("Download", "download")
        self.use = _button("Use", "check")
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
        """Put the buttons into one row, or into two."""
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
        """Offer what can be done with a model, while `served` answers and `wanted` is asked for."""
        _allow(self.use, "Have this model look at the picture (Enter)", _why_not_use(entry, served, wanted))
        _allow(self.download, "Bring it onto this computer (Enter)", _why_not_download(entry, state))
        _allow(
            self.check, "See whether its files fit together, and what its layers are", _why_not_check(entry)
        )
        tip = "Take it off the list; its files stay where they are (Delete)"
        if entry is not None and entry.origin != "referenced":
            tip = "Delete its files from this computer (Delete)"
        _allow(self.remove, tip, _why_not_remove(entry, served, wanted))

    def _add_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        files = menu.addAction(icon("open"), "From its files…")
        files.setToolTip("Choose the .cfg and the .weights, and the .names if there is one")
        files.triggered.connect(lambda: self.add_asked.emit(False))
        folder = menu.addAction(icon("folder"), "From a folder…")
        folder.setToolTip("Choose the folder in which the files of the model are")
        folder.triggered.connect(lambda: self.add_asked.emit(True))
        return menu


def _why_not_use(entry: ModelEntry | None, served: str | None, wanted: str) -> str | None:
    if entry is None:
        return "Choose a model first"
    if entry.name == served:
        return "This model is in use"
    if entry.ready and entry.name == wanted:
        return "It is being made ready"
    if entry.lacking:
        return "Some of its files are missing"
    return None if entry.ready else "Download it first"


def _why_not_download(entry: ModelEntry | None, state: DownloadState | None) -> str | None:
    if entry is None:
        return "Choose a model first"
    if entry.own:
        return "Your own models are not downloaded"
    if entry.ready:
        return "It is on this computer already"
    if state is not None and state.phase in ("running", "stopping"):
        return "It is being downloaded"
    return None if entry.addresses else "Nobody offers it for download"


def _why_not_check(entry: ModelEntry | None) -> str | None:
    if entry is None:
        return "Choose a model first"
    return None if entry.ready or entry.own else "Download it first"


def _why_not_remove(entry: ModelEntry | None, served: str | None, wanted: str) -> str | None:
    if entry is None:
        return "Choose a model first"
    if entry.name in (served, wanted):
        return "This model is in use: use another one first"
    if entry.origin == "shipped":
        return "It is a part of yolocam"
    if entry.origin == "placed":
        return "It was put there by hand: remove its file by hand"
    return None if entry.removable else "It is not on this computer"


def _allow(button: QPushButton, tip: str, reason: str | None) -> None:
    button.setEnabled(reason is None)
    button.setToolTip(reason or tip)


def _button(text: str, icon_name: str) -> QPushButton:
    button = QPushButton(icon(icon_name), text)
    button.setAutoDefault(False)
    return button
