"""Which classes are shown: a list to search, with how many of each are in the image now."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yolocam.errors import PaletteError
from yolocam.frame import Detected
from yolocam.palette import load_palette
from yolocam.settings import Control
from yolocam.ui.panel.class_counts import ClassCounts
from yolocam.ui.panel.class_delegate import ClassDelegate
from yolocam.ui.panel.class_menu import ClassMenu
from yolocam.ui.panel.class_model import AnyIndex, ClassModel, ClassOrder
from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import allow, explain
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.scroll_column import show_in_column
from yolocam.ui.widgets.theme import GRID, icon

_REFRESH_MS = 250


class ClassList(QWidget):
    """A filter by class. Emits `changed` with a frozenset of ids, or None for all of them."""

    changed = Signal(object)

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self._counts = ClassCounts()
        self.model = ClassModel(self)
        self.order = ClassOrder(self.model, self)
        self.search = self._make_search()
        self.view = self._make_view()
        self.menu = ClassMenu(self.model, self)
        self.summary = PlainLabel()
        self.summary.setForegroundRole(self.summary.palette().ColorRole.PlaceholderText)
        self.all_button = _flat(tr("All"), tr("Show every class"))
        self.none_button = _flat(tr("None"), tr("Hide every class, then tick the ones you want"))
        self.all_button.clicked.connect(lambda: self.model.choose(None))
        self.none_button.clicked.connect(lambda: self.model.choose(frozenset()))
        self._refresh_timer = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refresh_timer.timeout.connect(self._refresh)
        self.model.chosen.connect(self._chosen)
        self.more = _flat("", tr("List every class, or those that were seen"))
        self.more.clicked.connect(self._turn_over)
        self._lay_out()
        self._fit()
        self._summarise()

    def show_value(self, value: Any) -> None:
        """Show a filter that came from elsewhere."""
        if value != self.model.shown:
            self.model.set_shown(value)
            self.order.refresh()
            self._fit()
        self._summarise()

    def reset(self) -> None:
        """Show every class."""
        self.model.choose(None)

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """List the classes of another network."""
        if names != self.model.names:
            self._counts.clear()
            self.model.set_names(names)
            self._summarise()
            self.order.refresh()
            self._fit()

    def set_palette_name(self, name: str) -> None:
        """Take the colours of another palette; an unknown one changes nothing."""
        with suppress(PaletteError):  # whoever draws the boxes reports it
            self.model.set_palette(load_palette(name))

    def show_result(self, detected: Detected, *, held: bool = False) -> None:
        """Count what is in the image, alone if it is `held`; the numbers follow four times a second."""
        self.set_class_names(detected.model.class_names)
        self._counts.add(detected, len(self.model.names), held=held)
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _refresh(self) -> None:
        counts = self._counts.steady()
        if counts is None or len(counts) != len(self.model.names):
            return
        new = self.model.set_counts(counts)
        # Rows do not move under a pointer or a cursor that is about to choose one.
        if new and not self.view.underMouse() and not self.view.hasFocus():
            self.order.refresh()
            self._fit()

    def _turn_over(self) -> None:
        self.order.set_whole(not self.order.whole)
        self._fit()

    def _search_for(self, text: str) -> None:
        self.order.search(text)
        self._fit()

    def _fit(self) -> None:
        """Make the list as high as its rows: it lies in a panel that scrolls already."""
        row = max(self.view.sizeHintForRow(0), 1)
        rows = self.order.rowCount()
        self.view.setFixedHeight(rows * row + 2 * self.view.frameWidth())
        self.view.setVisible(self.order.rowCount() > 0)
        left_out = self.order.left_out
        self.more.setVisible(left_out > 0)
        more = tr("%n more", number=left_out)
        self.more.setText(tr("Show fewer") if self.order.whole else more)

    def _chosen(self, classes: frozenset[int] | None) -> None:
        self._summarise()
        self.changed.emit(classes)

    def _summarise(self) -> None:
        total, shown = self.model.count(), self.model.shown_count()
        if not total:
            text = tr("Listed once a model is ready")
        else:
            text = tr("All {total} shown") if shown == total else tr("{shown} of {total} shown")
            text = text.format(shown=shown, total=total)
        self.summary.setText(text)
        allow(self.all_button, self.model.shown is not None, tr("Every class is shown."))
        allow(self.none_button, shown > 0, tr("No class is shown."))

    def _menu(self, position: QPoint) -> None:
        index = self.order.mapToSource(self.view.indexAt(position))
        self.menu.ask(index.row() if index.isValid() else None)
        self.menu.popup(self.view.viewport().mapToGlobal(position))

    def _make_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setPlaceholderText(tr("Search classes"))
        search.setAccessibleName(tr("Search classes"))
        search.setClearButtonEnabled(True)
        sign = search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(tr("Search classes"))
        search.textChanged.connect(self._search_for)
        return search

    def _make_view(self) -> QListView:
        view = _View()
        view.setObjectName("classes")
        view.setModel(self.order)
        view.setItemDelegate(ClassDelegate(view))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        view.setSelectionMode(QListView.SelectionMode.NoSelection)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setFrameShape(QFrame.Shape.StyledPanel)
        view.setAccessibleName(tr(self.control.label))
        explain(view, tr(self.control.help), tr("Right-click a class to show only that one."))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        return view

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID // 2)
        line.addWidget(self.summary, 1)
        line.addWidget(self.all_button)
        line.addWidget(self.none_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, GRID // 2, 0, 0)
        whole.setSpacing(GRID)
        whole.addWidget(self.search)
        whole.addWidget(self.view)
        whole.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(line)


class _View(QListView):
    """Leaves letters, Enter and the wheel to the window: its shortcuts work, and the panel scrolls."""

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            show_in_column(self, self.visualRect(current))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.key() != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _flat(text: str, explanation: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(explanation)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
