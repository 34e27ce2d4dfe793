"""Goes through everything that a window shows now: what is disabled, and what a screen reader says."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, cast

from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction
from PySide6.QtWidgets import QApplication, QMenu, QTabBar, QToolButton, QWidget

from yolocam.ui.widgets.explained import reason_of

_MARKUP = re.compile(r"</?(p|b|span|br|html)\b|&\w+;")

_CONTROLS = {
    QAccessible.Role.Button, QAccessible.Role.ButtonMenu, QAccessible.Role.ButtonDropDown,
    QAccessible.Role.CheckBox, QAccessible.Role.ComboBox, QAccessible.Role.EditableText,
    QAccessible.Role.Slider, QAccessible.Role.SpinBox, QAccessible.Role.Table, QAccessible.Role.List,
    QAccessible.Role.PageTabList, QAccessible.Role.PageTab, QAccessible.Role.Graphic,
    QAccessible.Role.ProgressBar, QAccessible.Role.MenuItem, QAccessible.Role.Dial,
}  # fmt: skip
"""What a person goes to, and has to hear the name of."""

_MOST_ROWS = 30


def disabled_without_reason(root: QWidget) -> list[str]:
    """Name what is disabled and does not say why where one points at it."""
    found = [name_of(widget) for widget in disabled_controls(root) if not says_why(widget)]
    actions = (action for action in root.findChildren(QAction) if _is_disabled(action))
    return found + [action.text() for action in actions if not says_why(action)]


def disabled_controls(root: QWidget) -> Iterator[QWidget]:
    """Find the disabled widgets that are seen; of one within another the outer one."""
    for widget in root.findChildren(QWidget):
        parent = widget.parentWidget()
        if widget.isVisible() and not widget.isEnabled() and (parent is None or parent.isEnabled()):
            yield widget


def says_why(control: QWidget | QAction) -> bool:
    """Whether the tooltip of a disabled control holds the reason."""
    reason = reason_of(control)
    if not reason and isinstance(control, QToolButton) and control.defaultAction() is not None:
        reason = reason_of(control.defaultAction())
    return bool(reason) and reason in html.unescape(control.toolTip())


def name_of(widget: QWidget) -> str:
    """A name by which a failed test tells a widget."""
    return f"{type(widget).__name__} {widget.accessibleName() or getattr(widget, 'text', str)()}"


def hidden_tips(root: QWidget) -> list[str]:
    """Name the menus that do not show why one of their entries is disabled."""
    return [
        menu.title()
        for menu in root.findChildren(QMenu)
        if not menu.toolTipsVisible() and any(reason_of(action) for action in menu.actions())
    ]


def spoken(root: QWidget) -> list[tuple[QAccessibleInterface, str, str, str]]:
    """What a screen reader finds in a window: (interface, name, value, description)."""
    return list(_spoken(QAccessible.queryAccessibleInterface(root)))


def badly_spoken(root: QWidget) -> list[str]:
    """Name the controls without a name, and whatever is read out with markup."""
    bad = []
    for found, name, value, description in spoken(root):
        about = found.object()
        empty = isinstance(about, QTabBar) and not about.count()  # Qt keeps that of docks out of sight
        if found.role() in _CONTROLS and not name and not empty:
            bad.append(f"no name: {found.role().name} {about}")
        bad += [f"markup: {text}" for text in (name, value, description) if _MARKUP.search(text)]
    return bad


def modal_box() -> QWidget | None:
    """Return the box that holds up the window, if there is one."""
    return QApplication.activeModalWidget()


def _is_disabled(action: QAction) -> bool:
    of_menu = isinstance(action.parent(), QMenu) and action.menu() is action.parent()
    return action.isVisible() and not action.isSeparator() and not action.isEnabled() and not of_menu


def _spoken(found: QAccessibleInterface | None) -> Iterator[tuple[QAccessibleInterface, str, str, str]]:
    if found is None or not found.isValid() or cast(Any, found.state()).invisible:
        return
    kinds = QAccessible.Text
    name, value, about = (found.text(kind) for kind in (kinds.Name, kinds.Value, kinds.Description))
    yield found, name, value, about
    for number in range(min(found.childCount(), _MOST_ROWS)):
        yield from _spoken(found.child(number))
