"""The classes of a network as rows of a list: colour, name, count, shown or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from yolocam.darknet.names import hidden_classes
from yolocam.palette import Palette
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import plain_tooltip
from yolocam.ui.widgets.theme import to_qcolor

AnyIndex = QModelIndex | QPersistentModelIndex

COUNT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
COLOUR_ROLE = int(Qt.ItemDataRole.UserRole) + 2
SEEN_ROLE = int(Qt.ItemDataRole.UserRole) + 3

FEW = 6
"""So many classes are listed at least, whether they were seen or not."""


class ClassModel(QAbstractListModel):
    """Row n is class n. Emits `chosen` with the new filter when the user ticks or clears a class."""

    chosen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._palette: Palette | None = None
        self._names: tuple[str, ...] = ()
        self._hidden: frozenset[int] = frozenset()
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._seen: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._shown: frozenset[int] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the classes."""
        return self._names

    @property
    def shown(self) -> frozenset[int] | None:
        """The classes that are shown; None is all of them."""
        return self._shown

    @property
    def hidden(self) -> frozenset[int]:
        """The classes that are never shown and not listed, by their names."""
        return self._hidden

    def count(self) -> int:
        """Return how many classes of this network can be shown."""
        return len(self._names) - len(self._hidden)

    def shown_count(self) -> int:
        """Return how many classes of this network are shown."""
        if self._shown is None:
            return self.count()
        return sum(class_id < len(self._names) for class_id in self._shown - self._hidden)

    def notable(self) -> frozenset[int]:
        """Return the classes worth listing: seen so far, set apart by the filter, and a few in any case."""
        every = [row for row in range(len(self._names)) if row not in self._hidden]
        chosen = [row for row in every if self._is_shown(row)]
        left_out = [row for row in every if not self._is_shown(row)]
        apart = chosen if len(chosen) <= len(left_out) else left_out
        found = {*np.flatnonzero(self._seen).tolist(), *apart} - self._hidden
        return frozenset((*found, *[row for row in every if row not in found][: max(FEW - len(found), 0)]))

    def set_names(self, names: Sequence[str]) -> None:
        """Take the classes of another network; nothing of them has been seen yet."""
        self.beginResetModel()
        self._names = tuple(names)
        self._hidden = hidden_classes(self._names)
        self._counts = np.zeros(len(self._names), np.int64)
        self._seen = np.zeros(len(self._names), np.bool_)
        self.endResetModel()

    def set_palette(self, palette: Palette) -> None:
        """Take the colours of another palette."""
        if palette != self._palette:
            self._palette = palette
            self._repaint(COLOUR_ROLE)

    def set_shown(self, classes: frozenset[int] | None) -> None:
        """Show a filter that came from elsewhere."""
        if classes != self._shown:
            self._shown = classes
            self._repaint(int(Qt.ItemDataRole.CheckStateRole))

    def set_counts(self, counts: NDArray[np.int64]) -> bool:
        """Show how many are in the image; returns whether a class was seen for the first time."""
        changed = np.flatnonzero(counts != self._counts)
        if not len(changed):
            return False
        self._counts = counts
        for row in changed.tolist():
            index = self.index(row)
            self.dataChanged.emit(index, index, [COUNT_ROLE])
        new = (counts > 0) & ~self._seen
        self._seen = self._seen | new
        return bool(new.any())

    def choose(self, classes: frozenset[int] | None) -> None:
        """Take a filter as the user's choice; all classes are the same as no filter."""
        if classes is not None:
            classes = frozenset(c for c in classes - self._hidden if c < len(self._names))
            classes = None if len(classes) == self.count() else classes
        self.set_shown(classes)
        self.chosen.emit(classes)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of classes."""
        return 0 if parent is not None and parent.isValid() else len(self._names)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return one thing about one class."""
        row = index.row()
        if not 0 <= row < len(self._names):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._names[row]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._names[row])
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self._is_shown(row) else Qt.CheckState.Unchecked
        if role == COUNT_ROLE:
            return int(self._counts[row])
        if role == COLOUR_ROLE:
            return to_qcolor(self._palette.colour(row)) if self._palette else None
        if role == SEEN_ROLE:
            return bool(self._seen[row])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or clear a class."""
        if role != Qt.ItemDataRole.CheckStateRole or not 0 <= index.row() < len(self._names):
            return False
        now = frozenset(range(len(self._names))) if self._shown is None else self._shown
        self.choose(now ^ {index.row()} if self._is_shown(index.row()) != self._ticked(value) else now)
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Every class can be ticked."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def _spoken(self, row: int) -> str:
        shown, hidden = tr("{name}, shown, {count} in the image"), tr("{name}, hidden, {count} in the image")
        text = shown if self._is_shown(row) else hidden
        return text.format(name=self._names[row], count=self._counts[row])

    def _is_shown(self, row: int) -> bool:
        return self._shown is None or row in self._shown

    @staticmethod
    def _ticked(value: Any) -> bool:
        return Qt.CheckState(value) == Qt.CheckState.Checked

    def _repaint(self, role: int) -> None:
        if self._names:
            self.dataChanged.emit(self.index(0), self.index(len(self._names) - 1), [role])


class ClassOrder(QSortFilterProxyModel):
    """Classes that were seen come first, each group in the network's order, so that rows rarely move.

    Unless the `whole` list is wanted, or something is searched, only those worth it are listed.
    """

    def __init__(self, model: ClassModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._classes = model
        self._whole = False
        self._searched = ""
        self._notable: frozenset[int] = frozenset()
        self.setSourceModel(model)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setDynamicSortFilter(False)
        self.sort(0)

    @property
    def whole(self) -> bool:
        """Whether every class is listed."""
        return self._whole

    @property
    def left_out(self) -> int:
        """How many classes are not listed, where nothing is searched."""
        return 0 if self._searched else self._classes.count() - len(self._notable)

    def set_whole(self, whole: bool) -> None:
        """List every class, or those worth it."""
        self._whole = whole
        self.refresh()

    def search(self, text: str) -> None:
        """List the classes with this in their names."""
        self._searched = text
        self.setFilterFixedString(text)

    def refresh(self) -> None:
        """Look anew which classes are worth listing, and in which order."""
        self._notable = self._classes.notable()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: AnyIndex) -> bool:
        """Leave out what is never shown, and what is not worth listing."""
        if row in self._classes.hidden or not (self._whole or self._searched or row in self._notable):
            return False
        return super().filterAcceptsRow(row, parent)

    def lessThan(self, left: AnyIndex, right: AnyIndex) -> bool:
        """Compare by seen, then by class."""
        seen_left, seen_right = left.data(SEEN_ROLE), right.data(SEEN_ROLE)
        if seen_left != seen_right:
            return bool(seen_left)
        return left.row() < right.row()
