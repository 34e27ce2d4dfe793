"""The row under a video file: play, step, position, speed, loop. Under a stream, the volume of its sound."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from yolocam.frame import Frame, SourceInfo
from yolocam.pipeline.playback import Playback
from yolocam.ui.sound.film_sound import has_own_sound
from yolocam.ui.sound.volume_control import VolumeControl
from yolocam.ui.translation import tr
from yolocam.ui.video.transport.lanes import Lanes
from yolocam.ui.video.transport.real_speed import RealSpeed
from yolocam.ui.video.transport.seek_bar import SeekBar
from yolocam.ui.video.transport.speed_button import SpeedButton, next_speed
from yolocam.ui.video.transport.time_button import TimeButton, length_label
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.elided_label import ElidedLabel
from yolocam.ui.widgets.geometry import square

_FILLED = "QToolButton { background: palette(accent); border: none; border-radius: 4px; padding: 3px; }"

JUMP_NS = 5_000_000_000
"""How far the arrow keys move."""


class Transport(QWidget):
    """Drives a Playback; hidden unless the source can be sought. `refresh` is called by the window.

    Of a live source with sound it has the volume alone.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback: Playback | None = None
        self._duration_ns = 0
        self._frame_ns = 0
        self._back = self._button(
            "step_back", tr("Step back"), tr("Previous frame (,)"), lambda: self.step(-1)
        )
        self._play = self._button("play", tr("Play"), tr("Play (Space)"), self.toggle)
        self._forward = self._button(
            "step_forward", tr("Step forward"), tr("Next frame (.)"), lambda: self.step(1)
        )
        self._bar = SeekBar()
        self._bar.sought.connect(self.seek)
        self.lanes = Lanes(self._bar.x_of, self._bar.ns_at)
        self.lanes.sought.connect(self.seek)
        self._time, self._total = TimeButton(), length_label()
        self._time.form_changed.connect(self._show_length)
        self._frame_index = 0
        self._starts: tuple[int, ...] = ()  # of several files, where each begins
        self._file: tuple[int, bool] = 0, False  # which of them is shown, and whether it is an image
        self._image = ElidedLabel(Qt.AlignmentFlag.AlignLeft, inset=8)
        self._measure = RealSpeed()
        self.real_speed: float | None = None
        """How fast the file plays where that is much slower than it should, else None."""
        self.shows_images = False
        """Whether it turns over images, which have no time."""
        self._speed = SpeedButton()
        self._speed.chosen.connect(self.set_speed)
        self._loop = self._button("loop", tr("Loop"), tr("Start over at the end (L)"), self._loop_clicked)
        self._loop.setCheckable(True)
        self.volume = VolumeControl()
        self._only_heard = False
        self._parts = (
            self._back, self._play, self._forward, self._bar, self.lanes, self._time, self._total,
            self._image, self._speed, self._loop,
        )  # fmt: skip
        self._lay_out()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # films run that way everywhere
        self.setVisible(False)

    def attach(self, playback: Playback | None, info: SourceInfo | None) -> None:
        """Drive this playback from now on; None, a single image, or what cannot be sought hides the row."""
        images = info is not None and info.kind == "image"
        if info is None or not info.seekable or (images and info.frame_count == 1):
            playback = None
        heard = info is not None and info.live and has_own_sound(info)
        if playback is self._playback and heard == self._only_heard:
            return
        self._playback, self._only_heard = playback, heard
        for part in self._parts:
            part.setVisible(not heard)
        if playback is not None and info is not None:
            self._duration_ns = info.duration_ns or 0
            self._frame_ns = round(1e9 / info.fps) if info.fps else 0
            self._bar.set_duration(self._duration_ns)
            self._starts = info.starts_ns
            self._time.set_length(self._duration_ns, None if self._starts else info.frame_count)
            self.lanes.show_lanes(())
            self._show_length()
            self._show_kind(images)
            self.volume.setVisible(info.has_audio)
        elif heard:
            self.volume.setVisible(True)
        self.setVisible(heard or playback is not None)
        self.refresh()

    @property
    def has_sound(self) -> bool:
        """Whether there is a film or a stream with sound."""
        return (self.active or self._only_heard) and not self.volume.isHidden()

    @property
    def active(self) -> bool:
        """Whether there is something to drive."""
        return self._playback is not None

    @property
    def image_ns(self) -> int | None:
        """How long each of several images counts in the position; None for a film."""
        return max(self._frame_ns, 1) if self.shows_images else None

    def show_image(self, frame: Frame) -> None:
        """Say which of several images is shown, or of which frame the time is."""
        self._frame_index = frame.index
        if self._starts:
            of_all = bisect_right(self._starts, frame.offset_ns or 0)
            self._file = of_all - 1, frame.source.kind == "image"
            self._image.set_text(f"{of_all} / {len(self._starts)}  {frame.source.name}")
        if not self.shows_images:
            return
        count = frame.source.frame_count
        number = f"{frame.index + 1} / {count}" if count else str(frame.index + 1)
        self._image.set_text(f"{number}  {frame.source.name}")

    def refresh(self) -> None:
        """Show the state of the playback as it is now."""
        if self._playback is None:
            self.real_speed = None
            return
        state = self._playback.state
        still = state.paused or state.ended
        name, text = ("pause", tr("Pause")) if not still else ("play", tr("Play"))
        if state.ended:
            name, text = "retry", tr("Play again")
        if self._play.property("shown") != name:
            self._play.setProperty("shown", name)
            self._play.setIcon(theme.icon(name))
            self._play.setToolTip(tr("{action} (Space)").format(action=text))
            self._play.setAccessibleName(text)
        # The position is the last frame's beginning: at the end the bar is to be full.
        position = self._duration_ns if state.ended else state.position_ns
        self._bar.set_position(position)
        shown = self._bar.value() * 1_000_000 if self._bar.isSliderDown() else position
        dragged = self._bar.isSliderDown() and self._frame_ns
        self._time.show_time(shown, round(shown / self._frame_ns) if dragged else self._frame_index)
        self._show_loop(state.loop)
        playing = not (still or self.shows_images or self._bar.isSliderDown())
        now = time.monotonic_ns()
        self.real_speed = self._measure.measure(now, state.position_ns, state.speed, playing=playing)
        self._speed.show_speed(state.speed, self.real_speed)

    def _show_kind(self, images: bool) -> None:
        self.shows_images = images
        self._bar.set_images(self.image_ns)
        self._image.setVisible(images or bool(self._starts))
        for widget in (self._time, self._total, self._speed):
            widget.setVisible(not images)

    def _show_length(self) -> None:
        frames = self._time.form == "frames"
        self._total.setText("" if frames else self._time.words(self._duration_ns, 0))
        self.refresh()

    def _show_loop(self, loop: bool) -> None:
        """Fill the button while it is on, or it would look as it does under the mouse."""
        self._loop.setChecked(loop)
        icon = theme.icon("loop", self.palette().color(QPalette.ColorRole.BrightText) if loop else None)
        if icon.cacheKey() != self._loop.icon().cacheKey():
            self._loop.setIcon(icon)
            self._loop.setStyleSheet(_FILLED if loop else "")

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what the window's actions of these names do."""
        return {
            "step_back": lambda: self.step(-1),
            "step_forward": lambda: self.step(1),
            "jump_back": lambda: self.jump(-JUMP_NS),
            "jump_forward": lambda: self.jump(JUMP_NS),
            "to_start": lambda: self.seek(0),
            "to_end": self.to_end,
            "slower": lambda: self.change_speed(-1),
            "faster": lambda: self.change_speed(1),
            "loop": self.toggle_loop,
            "mute": self.volume.toggle_mute,
            "louder": self.volume.louder,
            "softer": self.volume.softer,
        }

    def toggle(self) -> None:
        """Play or pause; at the end, play again."""
        if self._playback is not None:
            self._playback.toggle()
            self.refresh()

    def seek(self, ns: int) -> None:
        """Show the frame at this media time."""
        if self._playback is not None:
            last = self._duration_ns - max(self._frame_ns, 1) if self._duration_ns else ns
            self._playback.seek(max(0, min(ns, last)))
            self.refresh()

    def jump(self, ns: int) -> None:
        """Move by this much media time, or by one image."""
        number, is_image = self._file
        if self.shows_images:
            self.step(1 if ns > 0 else -1)
        elif self._starts and is_image:
            self.seek(self._starts[min(max(number + (1 if ns > 0 else -1), 0), len(self._starts) - 1)])
        elif self._playback is not None:
            state = self._playback.state
            self.seek((self._duration_ns if state.ended else state.position_ns) + ns)

    def to_end(self) -> None:
        """Show the last frame."""
        self.seek(self._duration_ns)

    def step(self, frames: int) -> None:
        """Pause and move by whole frames."""
        if self._playback is not None:
            self._playback.step(frames)
            self.refresh()

    def set_loop(self, loop: bool) -> None:
        """Start over at the end, or stay there."""
        if self._playback is not None:
            self._playback.set_loop(loop)
            self.refresh()

    def toggle_loop(self) -> None:
        """Change between looping and not."""
        if self._playback is not None:
            self.set_loop(not self._playback.state.loop)

    def set_speed(self, speed: float) -> None:
        """Play at this multiple of the file's own speed."""
        if self._playback is not None:
            self._playback.set_speed(speed)
            self.refresh()

    def change_speed(self, steps: int) -> None:
        """Take the next faster or slower speed of the menu."""
        if self._playback is not None:
            self.set_speed(next_speed(self._playback.state.speed, steps))

    def _loop_clicked(self) -> None:
        self.set_loop(self._loop.isChecked())

    def _button(self, icon: str, name: str, tip: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.icon(icon))
        button.setIconSize(square(20))
        button.setAutoRaise(True)
        button.setAccessibleName(name)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        for widget in (self._back, self._play, self._forward):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._time)
        row.addSpacing(4)
        row.addWidget(self._image, 1)
        row.addLayout(_stacked(self._bar, self.lanes), 2)
        row.addSpacing(4)
        row.addWidget(self._total)
        row.addSpacing(8)
        row.addWidget(self.volume, 0, Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._speed)
        row.addWidget(self._loop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.volume.fit(event.size().width())


def _stacked(bar: QWidget, lanes: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(bar)
    column.addWidget(lanes)
    return column
