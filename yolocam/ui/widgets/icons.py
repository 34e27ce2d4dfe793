"""Simple line icons, drawn from a few strokes each and tinted by the palette when they are painted."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" '
    'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{strokes}</svg>'
)

_SOLID = 'fill="{colour}"'

_STROKES = {
    "open": '<path d="M3 18V6a1 1 0 0 1 1-1h5l2 2.5h8a1 1 0 0 1 1 1V10"/>'
    '<path d="M3 18l2.6-7.3a1 1 0 0 1 .9-.7h14.2a.8.8 0 0 1 .8 1'
    'L19.3 18.3a1 1 0 0 1-1 .7H4a1 1 0 0 1-1-1z"/>',
    "folder": '<path d="M3 18V6a1 1 0 0 1 1-1h5l2 2.5h9a1 1 0 0 1 1 1V18a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1z"/>',
    "camera": '<rect x="3" y="6.5" width="12" height="11" rx="2"/><path d="M15 10.8l6-3.3v9l-6-3.3z"/>',
    "film": '<rect x="3" y="4.5" width="18" height="15" rx="2"/>'
    '<path d="M7.5 4.5v15M16.5 4.5v15M3 9.5h4.5M3 14.5h4.5M16.5 9.5H21M16.5 14.5H21"/>',
    "spark": '<path d="M11 4l1.9 5.1L18 11l-5.1 1.9L11 18l-1.9-5.1L4 11l5.1-1.9z"/>'
    '<path d="M18.5 15.5v5M16 18h5"/>',
    "advanced": '<path d="M4 7h9M17 7h3M4 12h3M11 12h9M4 17h7M15 17h5"/><circle cx="15" cy="7" r="2"/>'
    '<circle cx="9" cy="12" r="2"/><circle cx="13" cy="17" r="2"/>',
    "record": '<circle cx="12" cy="12" r="6.5" {solid}/>',
    "stop": '<rect x="6.5" y="6.5" width="11" height="11" rx="1" {solid}/>',
    "snapshot": '<path d="M4 8.5a1 1 0 0 1 1-1h3l1.4-2.3a.8.8 0 0 1 .7-.4h3.8a.8.8 0 0 1 .7.4L16 7.5h3'
    'a1 1 0 0 1 1 1V18a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1z"/><circle cx="12" cy="13" r="3.3"/>',
    "play": '<path d="M7.5 5.2v13.6a.5.5 0 0 0 .8.4l10.4-6.8a.5.5 0 0 0 0-.8'
    'L8.3 4.8a.5.5 0 0 0-.8.4z" {solid}/>',
    "pause": '<rect x="6.5" y="5.5" width="3.5" height="13" rx=".6" {solid}/>'
    '<rect x="14" y="5.5" width="3.5" height="13" rx=".6" {solid}/>',
    "step_forward": '<path d="M6 6.5v11l8-5.5z" {solid}/><path d="M17.5 6v12"/>',
    "step_back": '<path d="M18 6.5v11L10 12z" {solid}/><path d="M6.5 6v12"/>',
    "loop": '<path d="M4 11.5V10a3 3 0 0 1 3-3h12.5M16.5 4l3 3-3 3"/>'
    '<path d="M20 12.5V14a3 3 0 0 1-3 3H4.5M7.5 20l-3-3 3-3"/>',
    "fullscreen": '<path d="M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4'
    'M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4"/>',
    "panel": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M15 5v14"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "retry": '<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.3M20 4.5v4.8h-4.8"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>',
    "detection": '<path d="M4 8.5V5a1 1 0 0 1 1-1h3.5M15.5 4H19a1 1 0 0 1 1 1v3.5'
    'M20 15.5V19a1 1 0 0 1-1 1h-3.5'
    'M8.5 20H5a1 1 0 0 1-1-1v-3.5"/><circle cx="12" cy="12" r="3"/>',
    "classes": '<path d="M10 6.5h10M10 12h10M10 17.5h10"/><rect x="4" y="5" width="3" height="3" rx=".6"/>'
    '<rect x="4" y="10.5" width="3" height="3" rx=".6"/><rect x="4" y="16" width="3" height="3" rx=".6"/>',
    "model": '<circle cx="5.5" cy="7" r="2"/><circle cx="5.5" cy="17" r="2"/>'
    '<circle cx="18.5" cy="12" r="2"/>'
    '<path d="M7.5 7.8l9 3.4M7.5 16.2l9-3.4"/>',
    "look": '<path d="M4 20l1-4.5L15.5 5a2 2 0 0 1 2.8 0l.7.7a2 2 0 0 1 0 2.8L8.5 19z"/>'
    '<path d="M13.5 7l3.5 3.5"/>',
    "playback": '<circle cx="12" cy="12" r="8.5"/><path d="M10 8.8v6.4l5.2-3.2z" {solid}/>',
    "chart": '<path d="M4 4v15a1 1 0 0 0 1 1h15"/><path d="M7.5 15l3.5-5 3.5 3 4.5-7"/>',
    "chevron_down": '<path d="M6.5 9.5l5.5 5.5 5.5-5.5"/>',
    "chevron_right": '<path d="M9.5 6.5l5.5 5.5-5.5 5.5"/>',
    "chevron_left": '<path d="M14.5 6.5l-5.5 5.5 5.5 5.5"/>',
    "reset": '<path d="M4.5 12a7.5 7.5 0 1 0 2.2-5.3L4 9.3M4 4.5v4.8h4.8"/>',
    "warning": '<path d="M12 4.5L3.5 19h17z"/><path d="M12 10v4M12 16.6v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>',
    "error": '<circle cx="12" cy="12" r="8.5"/><path d="M9 9l6 6M15 9l-6 6"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4.5 19.5h15"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "trash": '<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10 11v5M14 11v5"/>',
    "line": '<path d="M7 17L17 7"/><circle cx="5" cy="19" r="2"/><circle cx="19" cy="5" r="2"/>',
    "rectangle": '<rect x="4" y="6" width="16" height="12" rx=".5"/>',
    "polygon": '<path d="M5 9.5L13 4l6.5 6-3 9.5H7z"/>',
    "tracking": '<circle cx="17.5" cy="6.5" r="3"/><path d="M4 19.5h2.5a3 3 0 0 0 3-3v-1a3 3 0 0 1 3-3H14"/>'
    '<path d="M14 12.5a3.5 3.5 0 0 1 7 0v1.5h-7z"/>',
    "replay": '<path d="M4.5 12a7.5 7.5 0 1 0 2.2-5.3L4 9.3M4 4.5v4.8h4.8"/><path d="M10 9v6l5-3z" {solid}/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5H4.5z"/><path d="M10 20.5h4M12 5V3.5"/>',
    "copy": '<rect x="8.5" y="8.5" width="11" height="11" rx="1.5"/>'
    '<path d="M15.5 8.5v-3a1 1 0 0 0-1-1h-9a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h3"/>',
    "sound": '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z"/>'
    '<path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11"/>',
    "muted": '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z"/><path d="M15.5 9.5l5 5M20.5 9.5l-5 5"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
}  # fmt: skip


def icon_names() -> tuple[str, ...]:
    """Return the names that `icon` knows."""
    return tuple(_STROKES)


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """Return a line icon that follows the palette, or keeps `colour`; KeyError for an unknown name.

    The same one each time: Qt and Python both own an engine that is written in Python, so none is
    made and destroyed while the window runs.
    """
    return _icon(name, None if colour is None else colour.rgba())


@cache
def _icon(name: str, rgba: int | None) -> QIcon:
    colour = None if rgba is None else QColor.fromRgba(rgba)
    return QIcon(_LineEngine(_STROKES[name], colour))


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    """Draw an icon in a colour, for widgets that paint themselves."""
    _renderer(_STROKES[name], colour).render(painter, rect)


class _LineEngine(QIconEngine):
    """Paints strokes in the colour that the palette has at that moment, sharp at every scale."""

    def __init__(self, strokes: str, colour: QColor | None) -> None:
        super().__init__()
        self._strokes = strokes
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())  # where thumbnails are wide, an icon is not
        _renderer(self._strokes, self._tint(mode)).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        return pixmap

    def clone(self) -> QIconEngine:
        # Qt asks for a copy only when an image is added to a shared icon, which nobody does with these.
        return _LineEngine(self._strokes, self._colour)

    def _tint(self, mode: QIcon.Mode) -> QColor:
        palette = QApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        if self._colour is not None:
            return self._colour
        if mode == QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText)
        return palette.color(QPalette.ColorRole.ButtonText)


def _renderer(strokes: str, colour: QColor) -> QSvgRenderer:
    name = colour.name()
    body = strokes.replace("{solid}", _SOLID.format(colour=name))
    return QSvgRenderer(QByteArray(_SVG.format(colour=name, strokes=body).encode()))
