"""Tab goes through the window as one reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QGridLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QTabBar,
    QWidget,
)

from yolocam.ui.translation import tr


def order_tabs(parts: Iterable[QWidget | None]) -> None:
    """Let Tab go through the parts one after the other, and within each from its first line to its last."""
    for before, after in pairwise([widget for part in parts if part is not None for widget in _stops(part)]):
        QWidget.setTabOrder(before, after)


def fit_dock_tabs(docks: Sequence[QDockWidget]) -> None:
    """Let Tab reach the tabs of docks only where there are some: Qt keeps an empty bar out of sight."""
    window = docks[0].parent()
    if window is None:
        return
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        policy = Qt.FocusPolicy.TabFocus if bar.count() > 1 else Qt.FocusPolicy.NoFocus
        if bar.focusPolicy() != policy or not bar.accessibleName():
            bar.setFocusPolicy(policy)
            bar.setAccessibleName(tr("Shown below the image"))


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """Find what Tab stops at in a widget, in the order of its layout."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
        return
    layout = widget.layout()
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _stops(inside)
    elif layout is not None and layout.count():
        yield from _in_layout(layout)
    else:
        for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not child.isWindow():
                yield from _stops(child)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for item in _items(layout):
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _stops(widget)
        elif inner is not None:
            yield from _in_layout(inner)


def _items(layout: QLayout) -> list[QLayoutItem]:
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):  # whose items are in the order in which they came
        position: Callable[[int], Any] = layout.getItemPosition  # whose stub says object
        numbers.sort(key=lambda number: position(number)[:2])
    found = (layout.itemAt(number) for number in numbers)
    return [item for item in found if item is not None]
