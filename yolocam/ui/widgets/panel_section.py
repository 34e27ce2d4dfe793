"""A group of controls under a heading that folds it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.geometry import square
from yolocam.ui.widgets.section_heading import SectionHeading
from yolocam.ui.widgets.theme import GRID, icon


class PanelSection(QWidget):
    """A heading, a button that puts the group back to its defaults, and the rows below.

    Emits `reset_asked` when that button is pressed. `names` are the fields of `Settings` in the group;
    `differs` tells whether something else in it is not as at first.
    """

    reset_asked = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.names: list[str] = []
        self.differs: Callable[[], bool] = lambda: False
        self.heading = SectionHeading(title)
        self.heading.toggled.connect(self._fold)
        self.reset_button = _reset_button(title)
        self.reset_button.clicked.connect(self.reset_asked)
        self.body = QWidget()
        self._rows = QVBoxLayout(self.body)
        self._rows.setContentsMargins(GRID, 0, GRID, GRID)
        self._rows.setSpacing(0)
        self._top = top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.heading, 1)
        top.addWidget(self.reset_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.body, 1)
        self.set_changed(False)

    def add(self, name: str, row: QWidget) -> None:
        """Add the control of a field of `Settings`."""
        self.names.append(name)
        self._rows.addWidget(row)

    def add_line(self, widget: QWidget) -> None:
        """Add a line that is no control."""
        self._rows.addWidget(widget)

    def add_to_heading(self, widget: QWidget) -> None:
        """Put a widget into the line of the heading, before the button that resets."""
        self._top.insertWidget(self._top.count() - 1, widget)

    def set_open(self, is_open: bool) -> None:
        """Unfold or fold the rows."""
        self.heading.setChecked(is_open)

    def set_changed(self, changed: bool) -> None:
        """Tell whether any field in the group differs from its default."""
        changed = changed or self.differs()
        allow(self.reset_button, changed, tr("{section} is at its defaults").format(section=self.title))

    def _fold(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        policy = QSizePolicy.Policy.Preferred if is_open else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, policy)


def _reset_button(title: str) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setIcon(icon("reset"))
    button.setIconSize(square(2 * GRID))
    button.setFixedSize(square(3 * GRID))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(tr("Reset {section}").format(section=title))
    button.setToolTip(tr("Reset {section} to its defaults").format(section=title))
    return button
