"""The choice of box colours, each palette shown as a strip of its first colours."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from yolocam.errors import PaletteError
from yolocam.palette import Palette, load_palette, palette_names
from yolocam.settings import Control
from yolocam.ui.panel.choice_row import ChoiceRow
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import choice_text
from yolocam.ui.widgets.theme import to_qcolor

_STRIP = QSize(64, 12)
_COLOURS = 8


class PalettePicker(ChoiceRow):
    """The palettes that ship with yolocam, and one from a file where the settings name it."""

    def __init__(self, control: Control, default: str, parent: QWidget | None = None) -> None:
        super().__init__(control, default, palette_names(), parent)
        self.combo.setIconSize(_STRIP)

    def item_text(self, value: str) -> str:
        """Return the palette's title."""
        palette = _load(value)
        return tr(palette.title) if palette else choice_text(value)

    def item_icon(self, value: str) -> QIcon | None:
        """Return a strip of the first colours."""
        palette = _load(value)
        return QIcon(_strip(palette)) if palette else None


def _load(name: str) -> Palette | None:
    try:
        return load_palette(name)
    except PaletteError:  # the pipeline reports it; the list shows the name alone
        return None


def _strip(palette: Palette) -> QPixmap:
    pixmap = QPixmap(_STRIP * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = _STRIP.width() / _COLOURS
        for index in range(_COLOURS):
            painter.setBrush(to_qcolor(palette.colour(index)))
            painter.drawRoundedRect(QRectF(index * width, 0, width - 1, _STRIP.height()), 2, 2)
    return pixmap
