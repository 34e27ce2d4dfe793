"""Full screen: nothing but the image, and the controls when the mouse moves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractAnimation, QPoint, QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QAction, QCursor, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QToolButton,
    QWidget,
)

from yolocam.ui.video.transport.transport import Transport
from yolocam.ui.widgets.geometry import square
from yolocam.ui.widgets.overlay_panel import paint_card

HIDE_AFTER_MS = 2000
_FADE_MS = 200
_LOOK_MS = 100


class FullScreenBar(QWidget):
    """The controls over the image in full screen, with the transport. Fades out when the mouse rests."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = parent
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._row.setSpacing(4)
        for action in actions:
            self._row.addWidget(_button(action))
        self._effect = QGraphicsOpacityEffect(self)
        self._effect.setEnabled(False)
        self.setGraphicsEffect(self._effect)
        self._fade = QPropertyAnimation(self._effect, b"opacity", self)
        self._fade.setDuration(_FADE_MS)
        self._fade.setEndValue(0.0)
        self._fade.finished.connect(self._gone)
        self._rest = QTimer(self, singleShot=True, interval=HIDE_AFTER_MS)
        self._rest.timeout.connect(self._leave)
        # The cursor is looked at instead of filtering every event of the application.
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._watch)
        self._seen = QPoint()
        self.setVisible(False)

    @property
    def active(self) -> bool:
        """Whether the window is in full screen, also while the bar is faded."""
        return self._look.isActive()

    @property
    def is_wide(self) -> bool:
        """Whether the transport is shown in it, which takes all the width there is."""
        first = self._row.itemAt(0)
        widget = first.widget() if first is not None else None
        return isinstance(widget, Transport) and not widget.isHidden()

    def enter(self, transport: QWidget) -> None:
        """Take the transport in and watch the mouse."""
        self._row.insertWidget(0, transport, 1)
        self._seen = QCursor.pos()
        self._look.start()
        self.wake()

    def leave(self) -> None:
        """Stop watching; the caller takes the transport back."""
        self._look.stop()
        self._rest.stop()
        self._fade.stop()
        self.setVisible(False)
        self._stage.unsetCursor()

    def wake(self) -> None:
        """Show the controls, for two seconds from now."""
        self._fade.stop()
        self._effect.setEnabled(False)
        self.setVisible(True)
        self.raise_()
        self._stage.unsetCursor()
        self._rest.start()

    def _watch(self) -> None:
        position = QCursor.pos()
        if position != self._seen:
            self._seen = position
            self.wake()

    def _leave(self) -> None:
        if self.underMouse():
            self._rest.start()
            return
        self._effect.setEnabled(True)
        self._fade.setStartValue(1.0)
        self._fade.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)

    def _gone(self) -> None:
        self.setVisible(False)
        self._stage.setCursor(Qt.CursorShape.BlankCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a ground on which the controls can be read over every image."""
        paint_card(self)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setIconSize(square(20))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


class FullScreen:
    """Takes a window into full screen and back, with what lies around the image put away meanwhile."""

    def __init__(
        self,
        window: QWidget,
        bar: FullScreenBar,
        around: Sequence[QWidget],
        transport: QWidget,
        home: QBoxLayout,
    ) -> None:
        self._window = window
        self._bar = bar
        self._around = around
        self._transport = transport
        self._home = home
        self._place = home.indexOf(transport)
        self._put_away: list[QWidget] = []
        self.active = False
        """Whether it is on, as far as this program has asked for it."""
        self._maximised = False

    def toggle(self) -> None:
        """Go in, or come back."""
        (self.leave if self.active else self.enter)()

    def enter(self) -> None:
        """Show nothing but the image."""
        self.active = True
        self._put_away = [part for part in self._around if not part.isHidden()]
        for part in self._put_away:
            part.hide()
        self._maximised = self._window.isMaximized()
        self._bar.enter(self._transport)
        self._window.showFullScreen()

    def leave(self) -> None:
        """Bring everything back."""
        self._bring_back()
        (self._window.showMaximized if self._maximised else self._window.showNormal)()

    def follow(self) -> None:
        """Bring everything back when the platform, not this program, has ended full screen."""
        if self.active and not self._window.isFullScreen():
            self._bring_back()

    def _bring_back(self) -> None:
        self.active = False
        self._home.insertWidget(self._place, self._transport)
        self._bar.leave()
        for part in self._put_away:
            part.show()
