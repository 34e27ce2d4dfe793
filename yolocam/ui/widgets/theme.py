"""How the window looks: light and dark, one accent, red only for recording and errors, an 8-pixel grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from yolocam.palette import Colour
from yolocam.ui.widgets.icons import icon

__all__ = [
    "GRID", "Scheme", "accent", "apply_theme", "danger", "icon", "is_dark", "quiet", "rule", "tabular",
    "to_qcolor",
]  # fmt: skip

Scheme = Literal["system", "light", "dark"]

GRID = 8
"""Margins, gaps and heights are multiples of this many pixels."""

_FOLLOWER = "yolocam-theme"

_LIGHT = {
    "window": "#f4f5f7", "base": "#ffffff", "alternate": "#f0f1f4", "text": "#1b1d21",
    "quiet": "#5a5f69", "disabled": "#8b909a", "button": "#fcfcfd", "rule": "#d5d8de", "edge": "#868b96",
    "accent": "#0b62d0", "on_accent": "#ffffff", "tip": "#26292f", "on_tip": "#f2f3f5",
}  # fmt: skip

_DARK = {
    "window": "#1d1f23", "base": "#16181b", "alternate": "#212429", "text": "#e7e8eb",
    "quiet": "#a3a8b2", "disabled": "#747a85", "button": "#2a2d33", "rule": "#383c44", "edge": "#6d7481",
    "accent": "#62a8ff", "on_accent": "#0b1524", "tip": "#33373f", "on_tip": "#f2f3f5",
}  # fmt: skip

_DANGER_LIGHT, _DANGER_DARK = "#c4231c", "#ff7a70"


_SHEET = """
QLineEdit {
    background: palette(base); color: palette(text); border: 1px solid palette(dark); border-radius: 4px;
    padding: 3px 6px; placeholder-text-color: palette(placeholder-text);
    selection-background-color: palette(highlight); selection-color: palette(highlighted-text);
}
QAbstractSpinBox QLineEdit { border: none; padding: 0; background: transparent; }
QListView#classes { border: 1px solid palette(mid); border-radius: 4px; background: palette(base); }
QLineEdit:focus { border-color: palette(accent); }
QLineEdit:disabled { color: palette(mid); border-color: palette(mid); }
QTableView { border: 1px solid palette(mid); border-radius: 4px; outline: none; }
QTableView::item { padding: 0 5px; border: none; }
QTableView::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QTableView:focus { border-color: palette(accent); }
QAbstractScrollArea::corner { background: transparent; border: none; }
QHeaderView { background: palette(base); border: none; }
QHeaderView::section {
    background: palette(base); color: palette(placeholder-text); border: none;
    border-bottom: 1px solid palette(mid); padding: 6px 8px;
}
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: palette(dark); border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QStatusBar::item { border: none; }
QMenu::separator { height: 1px; margin: 3px 4px; background: palette(mid); }
"""


def apply_theme(app: QApplication, scheme: Scheme = "system") -> None:
    """Give the application its colours; may be called again to change them while it runs.

    "system" follows the platform, also when it changes later.
    """
    app.setStyle("Fusion")  # the one style that takes a palette whole, on every platform
    hints = app.styleHints()
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(scheme, Qt.ColorScheme.Unknown)
    follower = app.findChild(_Follower, _FOLLOWER) or _Follower(app)
    follower.scheme = scheme
    hints.setColorScheme(wanted)
    follower.refresh()


def is_dark() -> bool:
    """Return whether the palette in use is a dark one."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def accent() -> QColor:
    """Return the one accent: what is chosen, filled or focused."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Accent)


def danger() -> QColor:
    """Return the red of recording and errors, readable on the window's colour."""
    return QColor(_DANGER_DARK if is_dark() else _DANGER_LIGHT)


def quiet() -> QColor:
    """Return the colour of secondary text, still readable at 4.5:1."""
    return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)


def rule() -> QColor:
    """Return the colour of thin lines between areas."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Mid)


def to_qcolor(colour: Colour) -> QColor:
    """Return a palette's colour, which is in the channel order of a frame, as Qt has it."""
    blue, green, red = colour
    return QColor(red, green, blue)


def tabular(font: QFont) -> QFont:
    """Return the font with digits of one width, so that a changing number stays still."""
    steady = QFont(font)
    steady.setFeature(QFont.Tag("tnum"), 1)
    return steady


def make_palette(dark: bool) -> QPalette:
    """Return the palette of the light or the dark look."""
    colours = {name: QColor(value) for name, value in (_DARK if dark else _LIGHT).items()}
    palette = QPalette()
    role = QPalette.ColorRole
    for target, name in (
        (role.Window, "window"), (role.WindowText, "text"), (role.Base, "base"),
        (role.AlternateBase, "alternate"), (role.Text, "text"), (role.Button, "button"),
        (role.ButtonText, "text"), (role.BrightText, "on_accent"), (role.PlaceholderText, "quiet"),
        (role.Highlight, "accent"), (role.HighlightedText, "on_accent"), (role.Accent, "accent"),
        (role.Link, "accent"), (role.LinkVisited, "accent"), (role.ToolTipBase, "tip"),
        (role.ToolTipText, "on_tip"), (role.Mid, "rule"), (role.Midlight, "rule"), (role.Light, "button"),
        (role.Dark, "edge"),
    ):  # fmt: skip
        palette.setColor(target, colours[name])
    palette.setColor(role.Shadow, QColor("#000000" if dark else "#60646c"))
    off = QPalette.ColorGroup.Disabled
    for target in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(off, target, colours["disabled"])
    for target in (role.Highlight, role.Accent):
        palette.setColor(off, target, colours["rule"])
    return palette


def menu_palette(dark: bool) -> QPalette:
    """Return the palette of menus: Fusion draws their edges, and their boxes to tick, darker than Window."""
    palette = make_palette(dark)
    if dark:
        palette.setColor(QPalette.ColorRole.Window, QColor(_DARK["edge"]))
    return palette


class _Follower(QObject):
    """Puts the palette in place, and again when the platform goes from day to night."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName(_FOLLOWER)
        self.scheme: Scheme = "system"
        self._app = app
        app.styleHints().colorSchemeChanged.connect(self.refresh)

    def refresh(self) -> None:
        if self.scheme == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self.scheme == "dark"
        QApplication.setPalette(make_palette(dark))
        set_palette: Callable[..., None] = QApplication.setPalette
        set_palette(menu_palette(dark), "QMenu")  # text, where the stubs of PySide ask for bytes
        self._app.setStyleSheet(_SHEET)
