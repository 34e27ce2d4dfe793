"""The middle of the window: the image or the start page, and what lies over them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from yolocam.ui.actions import Actions
from yolocam.ui.translation import tr
from yolocam.ui.video.drop_hint import DropHint
from yolocam.ui.video.full_screen import FullScreenBar
from yolocam.ui.video.opening_overlay import OpeningOverlay
from yolocam.ui.video.recording_dot import RecordingDot
from yolocam.ui.video.shortcuts_overlay import ShortcutsOverlay
from yolocam.ui.video.start_page import StartPage
from yolocam.ui.video.video_view import VideoView
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.geometry import scaled, square
from yolocam.ui.widgets.message_bar import MessageBar

_EDGE = 16
_BAR_WIDTH = 720


class Viewer(QWidget):
    """Holds the two pages and places the overlays; an overlay never resizes the image."""

    def __init__(self, view: VideoView, start_page: StartPage, actions: Actions) -> None:
        super().__init__()
        self.view = view
        self.start_page = start_page
        self.message_bar = MessageBar(self)
        self.opening = OpeningOverlay(self)
        self.shortcuts = ShortcutsOverlay(self)
        self.drop_hint = DropHint(self)
        self.replay = _replay_button(self)
        self.recording_dot = RecordingDot(self)
        self.live_sign = RecordingDot(self)
        names = ("snapshot", "save_replay", "record", "full_screen")
        self.full_screen_bar = FullScreenBar([actions[name] for name in names], self)
        self._pages = QStackedWidget()
        self._pages.addWidget(start_page)
        self._pages.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        for overlay in self._overlays():
            overlay.raise_()
            overlay.installEventFilter(self)
        self.message_bar.resized.connect(self._place)

    @property
    def shows_picture(self) -> bool:
        """Whether the image is in front, not the start page."""
        return self._pages.currentWidget() is self.view

    def show_picture(self, picture: bool) -> None:
        """Bring the image or the start page to the front."""
        if picture == self.shows_picture:
            return
        self._pages.setCurrentWidget(self.view if picture else self.start_page)
        if picture:
            self.view.setFocus()  # so that Space plays and pauses, and presses no button of the tool bar

    def show_live(self, words: str, colour: QColor) -> None:
        """Say in full screen how a live stream is doing; no words where there is none."""
        self.live_sign.show_words(words if self.full_screen_bar.active else "", colour)

    def close_sheet(self) -> bool:
        """Close the sheet of keys; returns whether it was open."""
        was_open = self.shortcuts.isVisible()
        self.shortcuts.hide()
        return was_open

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the overlays."""
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Place an overlay when it appears or changes its wish."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest):
            self._place()
        return False

    def _overlays(self) -> tuple[QWidget, ...]:
        bars = (self.replay, self.full_screen_bar, self.recording_dot, self.live_sign)
        return *bars, self.opening, self.message_bar, self.shortcuts, self.drop_hint

    def _place(self) -> None:
        width, height = self.width(), self.height()
        bottom = height - _EDGE
        room = max(width - 2 * _EDGE, 1)
        if not self.full_screen_bar.isHidden():
            bar = self.full_screen_bar
            wide = scaled(_BAR_WIDTH) if bar.is_wide else bar.sizeHint().width()
            bottom = self._put(bar, min(room, wide), bottom)
        if not self.message_bar.isHidden():
            wide = min(room, scaled(_BAR_WIDTH))
            tall = self.message_bar.height_for(wide)
            self.message_bar.setGeometry((width - wide) // 2, bottom - tall, wide, tall)
            bottom -= tall + _EDGE
        dot = self.recording_dot.sizeHint()
        self.recording_dot.setGeometry(width - dot.width() - _EDGE, _EDGE, dot.width(), dot.height())
        top = _EDGE if self.recording_dot.isHidden() else _EDGE + dot.height() + _EDGE // 2
        live = self.live_sign.sizeHint()
        self.live_sign.setGeometry(width - live.width() - _EDGE, top, live.width(), live.height())
        self._put(self.replay, self.replay.sizeHint().width(), bottom)
        for card in (self.opening, self.shortcuts, self.drop_hint):
            if card.isHidden():
                continue
            size = card.sizeHint().expandedTo(card.minimumSize()).boundedTo(self.size())
            card.setGeometry(
                (width - size.width()) // 2, (height - size.height()) // 2, size.width(), size.height()
            )

    def _put(self, widget: QWidget, wide: int, bottom: int) -> int:
        tall = max(widget.sizeHint().height(), widget.minimumHeight())
        widget.setGeometry((self.width() - wide) // 2, bottom - tall, wide, tall)
        return bottom - tall - _EDGE


def _replay_button(parent: QWidget) -> QPushButton:
    button = QPushButton(tr("Play again"), parent)
    button.setIcon(theme.icon("retry"))
    button.setIconSize(square(20))
    button.setMinimumHeight(scaled(40))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setToolTip(tr("Play the file from the beginning (Space)"))
    button.setVisible(False)
    return button
