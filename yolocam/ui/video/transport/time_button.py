"""The time of a film, which a click shows in other ways: tenths, milliseconds, the number of the frame."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton

from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.timecode import timecode

TimeForm = Literal["tenths", "milliseconds", "frames"]

_FORMS: tuple[TimeForm, ...] = ("tenths", "milliseconds", "frames")


class TimeButton(QToolButton):
    """Emits `form_changed` when a click has chosen how times are shown; frames only where they are known."""

    form_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form: TimeForm = "tenths"
        self._count: int | None = None
        self._length_ns = 0
        self.setAutoRaise(True)
        self.setFont(theme.tabular(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Time"))
        self.setToolTip(tr("Click to see milliseconds or the number of the frame"))
        self.clicked.connect(self._turn)

    def set_length(self, ns: int, frames: int | None) -> None:
        """Make room for the times and frames of a film."""
        self._length_ns, self._count = ns, frames
        if self.form == "frames" and not frames:
            self.form = "tenths"
        self._make_room()

    def show_time(self, ns: int, frame: int) -> None:
        """Show a moment; `frame` counts from 0."""
        text = self.words(ns, frame)
        if text != self.text():
            self.setText(text)

    def words(self, ns: int, frame: int) -> str:
        """Return how a moment is written."""
        if self.form == "frames":
            number = min(frame + 1, self._count or frame + 1)
            return tr("frame {number} / {count}").format(number=number, count=self._count)
        return timecode(ns, digits=3 if self.form == "milliseconds" else 1)

    def _turn(self) -> None:
        forms = _FORMS if self._count else _FORMS[:2]
        self.form = forms[(forms.index(self.form) + 1) % len(forms)]
        self._make_room()
        self.form_changed.emit()

    def _make_room(self) -> None:
        widest = self.words(self._length_ns, self._count or 0)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(widest) + 12)


def length_label() -> QLabel:
    """Return the words for the length, to stand behind the position."""
    label = PlainLabel()
    label.setFont(theme.tabular(label.font()))
    label.setAccessibleName(tr("Length"))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
