"""The bar that says what happened, with at most two buttons."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.formatting import capitalised
from yolocam.ui.widgets.geometry import square
from yolocam.ui.widgets.icons import icon
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.status_icon import StatusIcon

INFO_MS = 6000
"""How long a message that is no error stays; a longer one stays as long as it takes to read."""

_LETTER_MS = 75

MAX_WAITING = 10


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, and perhaps a button with its text and action.

    `matter` is what it is about, such as "model": a later message of the same matter replaces it.
    """

    text: str
    level: Literal["info", "error"] = "info"
    button: str = ""
    action: Callable[[], None] | None = None
    matter: str = ""
    other_button: str = ""
    other_action: Callable[[], None] | None = None
    """A second button, before the first."""


class MessageBar(QWidget):
    """Shows one message at a time; the same text is not queued twice, and the oldest of many give way.

    Errors are shown one after the other. What is no error is shown at once, and an error of another matter
    comes back after it.

    A standing message (`set_standing`) describes a condition, such as a lost camera: it is shown while
    no other message is, and goes with the condition. `resized` asks the parent to place the bar.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Message] = deque(maxlen=MAX_WAITING)
        self._shown: Message | None = None
        self._standing: Message | None = None
        self._ignored = False  # the user has dismissed the standing message
        self._timer = QTimer(self, singleShot=True, interval=INFO_MS)
        self._timer.timeout.connect(self._time_is_up)
        self._rounds = 0  # how often the time of the message begins anew
        self._sign = StatusIcon("note")
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.clicked.connect(lambda: self._act(other=False))
        self._other = QPushButton()
        self._other.clicked.connect(lambda: self._act(other=True))
        self._close = QToolButton()
        self._close.setIcon(icon("close"))
        self._close.setIconSize(square(16))
        self._close.setAutoRaise(True)
        self._close.setToolTip(tr("Dismiss this message"))
        self._close.setAccessibleName(tr("Dismiss"))
        self._close.clicked.connect(self.dismiss)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addWidget(self._label, 1)
        row.addWidget(self._other)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What the bar says now; empty while it is hidden."""
        return self._label.text() if not self.isHidden() else ""

    def show_message(self, message: Message) -> None:
        """Show a message now; an error waits for the error of another matter that is being shown."""
        if message == self._shown or any(m.text == message.text for m in self._waiting):
            return
        self._drop(message.matter)
        shown = self._shown
        if shown is None or shown.level == "info":
            self._present(message)
        elif message.level == "error":
            self._waiting.append(message)
        else:
            self._waiting.appendleft(shown)
            self._present(message)

    def set_standing(self, message: Message | None) -> None:
        """Set what is shown while a condition lasts; None when it is over."""
        if message is None:
            self._ignored = False
        before, self._standing = self._standing, message
        same = (message and message.text) == (before and before.text)
        if self._shown is None and not same:
            self._refresh()

    def settle(self, matter: str) -> None:
        """Drop the errors of a matter: it has turned out well, and nothing needs to be said."""
        self._waiting = deque((m for m in self._waiting if m.matter != matter), MAX_WAITING)
        if self._shown is not None and self._shown.matter == matter and self._shown.level == "error":
            self.dismiss()

    def forget_errors(self) -> None:
        """Drop errors that no longer matter: something else was opened."""
        self._waiting = deque((m for m in self._waiting if m.level != "error"), MAX_WAITING)
        if self._shown is not None and self._shown.level == "error":
            self.dismiss()

    def dismiss(self) -> None:
        """Close this message; the next one follows."""
        self._timer.stop()
        if self._shown is None:
            self._ignored = True
        self._shown = None
        if self._waiting:
            self._present(self._waiting.popleft())
        else:
            self._refresh()

    def _drop(self, matter: str) -> None:
        if matter:
            self._waiting = deque((m for m in self._waiting if m.matter != matter), MAX_WAITING)
            if self._shown is not None and self._shown.matter == matter:
                self._shown = None

    def _time_is_up(self) -> None:
        self._rounds -= 1
        if self._rounds > 0:
            self._timer.start()
        else:
            self.dismiss()

    def _current(self) -> Message | None:
        return self._shown or (None if self._ignored else self._standing)

    def _present(self, message: Message) -> None:
        self._shown = message
        self._timer.stop()
        if message.level == "info":
            self._rounds = _LETTER_MS * len(message.text) // INFO_MS
            self._timer.start()
        self._refresh()

    def _refresh(self) -> None:
        message = self._current()
        if message is not None:
            self._label.setText(capitalised(message.text))
            self.setAccessibleName(self._label.text())
            self._button.setText(message.button)
            self._button.setVisible(bool(message.button))
            self._other.setText(message.other_button)
            self._other.setVisible(bool(message.other_button))
            self._sign.set_kind("error" if message.level == "error" else "note")
        self.setVisible(message is not None)
        self.update()
        self.resized.emit()

    def _act(self, *, other: bool) -> None:
        message = self._current()
        if self._shown is not None:
            self.dismiss()
        action = None if message is None else message.other_action if other else message.action
        if action is not None:
            action()

    def height_for(self, width: int) -> int:
        """Return the height in pixels that the bar needs at this width."""
        return max(self._row.totalHeightForWidth(width), self.minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, with an edge that is red for an error."""
        error = (self._current() or Message("")).level == "error"
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.danger() if error else theme.rule())
            painter.setBrush(self.palette().window())
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
