"""Asks for the address of a source: a camera, a stream, a path."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from yolocam.address import is_network
from yolocam.pipeline.sources import schemes, source_types, type_of, unknown_kind
from yolocam.ui.translation import tr
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID


class AddressDialog(QDialog):
    """Calls `chosen` with the address. The video behind the dialog goes on.

    The address may contain a password, so it is kept only in the line, which is cleared on closing.
    """

    def __init__(self, parent: QWidget, chosen: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open address"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        self.line = QLineEdit()
        self.line.setAccessibleName(tr("Address"))
        self.line.setPlaceholderText(tr("rtsp://user:password@camera/stream"))
        self.line.setMinimumWidth(56 * GRID)
        self.hint = PlainLabel(_hint())
        self.hint.setWordWrap(True)
        self.hint.setForegroundRole(self.hint.palette().ColorRole.PlaceholderText)
        self.problem = PlainLabel()
        self.problem.setWordWrap(True)
        self.problem.setVisible(False)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        self._open = self.buttons.button(QDialogButtonBox.StandardButton.Open)
        self._open.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.line.textChanged.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        for part in (self.line, self.hint, self.problem, self.buttons):
            column.addWidget(part)
        self._follow()

    def accept(self) -> None:
        address = self.line.text().strip()
        if is_network(address) and type_of(address) is None:
            self.problem.setText(unknown_kind(address))
            self.problem.setVisible(True)
            return
        self.line.clear()
        super().accept()
        self._chosen(address)

    def _follow(self) -> None:
        self._open.setEnabled(bool(self.line.text().strip()))
        self.problem.setVisible(False)


def ask_address(parent: QWidget, chosen: Callable[[str], None]) -> AddressDialog:
    """Show the dialog, or bring the open one to the front."""
    dialog = parent.findChild(AddressDialog) or AddressDialog(parent, chosen)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    dialog.line.setFocus()
    return dialog


def _hint() -> str:
    network = ", ".join(f"{scheme}://" for scheme in schemes(network=True))
    local = [kind for kind in source_types().types if kind.schemes and not kind.network]
    others = ", ".join(f"{scheme}: ({tr(kind.title)})" for kind in local for scheme in kind.schemes)
    text = tr("Starts with {network}, or {others}. A path or the number of a camera works too.")
    return text.format(network=network, others=others)
