"""The dialog that says which yolocam this is, and what it is made of."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from yolocam import __version__
from yolocam.ui.about.component_list import Component, as_text, components
from yolocam.ui.preferences import default_preferences_path
from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.qt.column_table import column_table
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import stack, to_front
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_ICON = 8 * GRID


class AboutDialog(QDialog):
    """Not modal; "Copy" puts the whole of it on the clipboard, for a report."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About yolocam"))
        self.setModal(False)
        self._parts = components()
        self.table = _table(self._parts, self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = self.buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.setToolTip(tr("Copy the versions, for a report"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(as_text(self._parts)))
        self.buttons.rejected.connect(self.hide)
        column = stack(self, self._head(), self.table, *map(_quiet, self._remarks()), self.buttons)
        column.setStretchFactor(self.table, 1)
        self.resize(80 * GRID, 64 * GRID)

    def _head(self) -> QHBoxLayout:
        picture = PlainLabel()
        picture.setAccessibleName("yolocam")
        picture.setPixmap(QGuiApplication.windowIcon().pixmap(_ICON, _ICON))
        name = PlainLabel(" ".join(("yolocam", __version__)))
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        name.setFont(font)
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(name)
        words.addWidget(_quiet(tr("Detects objects in videos, images and cameras, on this computer alone.")))
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(picture)
        head.addLayout(words, 1)
        return head

    def _remarks(self) -> tuple[str, str, str]:
        licences = tr(
            "yolocam itself is under the MIT licence. The FFmpeg inside PyAV holds x264 and x265, which are "
            "under the GPL, version 2 or later."
        )
        settings = tr("Settings: {path}").format(path=default_preferences_path())
        # A log on disk would say what was watched and when: there is one only where somebody asks for it.
        log = tr("Log: none is kept. {command} shows one in the terminal.").format(command="yolocam --debug")
        return licences, settings, log


class _Model(ColumnModel[Component]):
    def __init__(self, parts: list[Component], parent: QWidget) -> None:
        super().__init__((Column(tr("Part")), Column(tr("Version")), Column(tr("Licence"))), parts, parent)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        text = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else None


def _table(parts: list[Component], parent: QWidget) -> QTableView:
    table = column_table(_Model(parts, parent), tr("Parts, versions and licences"))
    table.horizontalHeader().setStretchLastSection(True)
    table.resizeColumnsToContents()
    return table


def _quiet(words: str) -> PlainLabel:
    label = PlainLabel(words)
    label.setWordWrap(True)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    return label


def show_about(parent: QWidget) -> AboutDialog:
    """Show the dialog, or bring the one that was made before to the front."""
    dialog = parent.findChild(AboutDialog) or AboutDialog(parent)
    to_front(dialog)
    return dialog
