"""What dialogs have in common: how their parts are laid out, and how they come to the front."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.theme import GRID

_FIELDS = QAbstractSpinBox, QComboBox, QLineEdit


def to_front(window: QWidget) -> None:
    """Show a window, or bring an open one to the front."""
    window.show()
    window.raise_()
    window.activateWindow()


def stack(dialog: QWidget, *parts: QWidget | QLayout) -> QVBoxLayout:
    """Lay out the parts of a dialog one below the other; it grows when a part needs more height."""
    column = QVBoxLayout(dialog)
    dialog.installEventFilter(_Growth(dialog))
    column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
    column.setSpacing(2 * GRID)
    for part in parts:
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
        if isinstance(part, QDialogButtonBox):
            for button in part.buttons():
                if part.buttonRole(button) == QDialogButtonBox.ButtonRole.ActionRole:
                    cast(QPushButton, button).setAutoDefault(False)  # Enter is for the dialog
                button.setIcon(QIcon())  # the style's own have colours: red would be an error
    return column


def form(*rows: tuple[str, QWidget] | tuple[str, QWidget, QWidget]) -> QFormLayout:
    """Return rows of a title, its control, which is called by it, and what stands beside the control."""
    layout = QFormLayout()
    layout.setSpacing(GRID)
    for title, part, *beside in rows:
        if title:
            part.setAccessibleName(title)
        if isinstance(part, _FIELDS):
            part.setMinimumHeight(scaled(3 * GRID))  # by itself each kind has a height of its own
        if not beside:
            layout.addRow(title, part)
            continue
        row = QHBoxLayout()
        row.addWidget(part, 1)
        row.addWidget(beside[0])
        layout.addRow(title, row)
    return layout


class _Growth(QObject):
    """Makes a dialog higher where lines that wrap do not fit: Qt would squeeze its rows."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            dialog = cast(QWidget, watched)
            layout = cast(QLayout, dialog.layout())
            layout.activate()
            needed = max(layout.totalHeightForWidth(dialog.width()), layout.totalMinimumSize().height())
            if needed > dialog.height():
                dialog.resize(dialog.width(), needed)
        return False
