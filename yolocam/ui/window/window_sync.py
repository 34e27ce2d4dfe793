"""Shows the state of the session in the window, some times a second and on events of the session."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QWindow

from yolocam.frame import ModelInfo, Rendered
from yolocam.pipeline.actions.attached_rules import only_watches
from yolocam.pipeline.notices import Notice, SessionState
from yolocam.pipeline.session import Session
from yolocam.ui.actions import Actions
from yolocam.ui.allowed_actions import allow_actions
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.qt.resting_timer import IDLE_MS, QUICK_MS, SLOW_MS, RestingTimer
from yolocam.ui.recents import title_of
from yolocam.ui.recording.record_button import RecordButton
from yolocam.ui.recording.recording import Recording
from yolocam.ui.recording.recording_display import RecordingDisplay
from yolocam.ui.recording.replay import REPLAY
from yolocam.ui.stats.curve_sampler import CurveSampler
from yolocam.ui.stats.figures_display import FiguresDisplay
from yolocam.ui.stats.stats_dock import StatsDock
from yolocam.ui.stats.status_bar import StatusBar
from yolocam.ui.translation import tr
from yolocam.ui.video.lost_source import LostSource
from yolocam.ui.video.transport.skip_offer import SkipOffer
from yolocam.ui.video.transport.transport import Transport
from yolocam.ui.video.viewer import Viewer
from yolocam.ui.widgets.formatting import preparing_text
from yolocam.ui.widgets.message_bar import Message
from yolocam.ui.window.desktop_alert import DesktopAlert
from yolocam.ui.window.tool_bar import ToolBar

PATIENCE_NS = 300_000_000
"""A source that opens faster than this shows no spinner: it would only flicker."""


@dataclass(frozen=True, slots=True, eq=False)
class WindowParts:
    """Parts of the window that show the state of the session."""

    actions: Actions
    viewer: Viewer
    transport: Transport
    controls: ControlPanel
    tool_bar: ToolBar
    record_button: RecordButton
    recording: Recording
    status_bar: StatusBar
    stats_dock: StatsDock


class WindowSync(QObject):
    """Shows the state of a session in the parts of a window.

    `not_saved` tells what could not be saved because of its folder or disk. `at_work` says whether
    something goes on beside the source, of which the window shows how far it is. `camera_name` gives what the
    maker calls the camera of an address.
    `settled` is emitted after each update, `announced(notice)` for each notice of the session.
    """

    settled = Signal()
    announced = Signal(object)
    _woken = Signal()

    def __init__(
        self,
        session: Session,
        parts: WindowParts,
        reopen: Callable[[str], None],
        parent: QObject,
        not_saved: Callable[[Notice], None] = lambda notice: None,
        at_work: Callable[[], bool] = lambda: False,
        camera_name: Callable[[str], str | None] = lambda address: None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._parts = parts
        self._reopen = reopen
        self._reported: Rendered | None = None
        self._held = False  # whether playback was held at that image
        self._lost_source = LostSource(parts.viewer.message_bar)
        self._not_saved = not_saved
        self._at_work = at_work
        self._camera_name = camera_name
        self._served: ModelInfo | None = None
        self._stopped = False
        self._figures = FiguresDisplay(session, parts.viewer.view, parts.status_bar)
        self._skip_offer = SkipOffer(session, parts.transport, parts.viewer.message_bar, self.is_saving)
        self._recording_display = RecordingDisplay(
            parts.recording, parts.record_button, parts.actions, parts.viewer
        )
        self._woken.connect(self._wake, Qt.ConnectionType.QueuedConnection)
        session.on_event = self.wake
        self._alert = DesktopAlert(self)
        self._timer = RestingTimer(self, self._slowest_ms)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._sampler = CurveSampler(session, parts.stats_dock, self)

    def stop(self) -> None:
        """Stop updating: the window keeps its last state while it closes."""
        self._stopped = True
        self._skip_offer.end()
        self._session.on_event = None
        self._timer.stop()
        self._sampler.stop()

    def watch(self, window: QWindow) -> None:
        """Update every part soon after any input to a window."""
        self._timer.watch(window)

    def moved(self) -> None:
        """Have every part updated soon: an image was painted. Costs next to nothing while a film plays."""
        self._timer.wake()

    def wake(self) -> None:
        """Have every part updated soon; may be called on threads of the session."""
        with suppress(RuntimeError):  # the window is gone
            self._woken.emit()

    def look(self) -> None:
        """Update every part."""
        if self._stopped:
            return
        state = self._session.state
        for notice in self._session.take_notices():
            self._announce(notice)
        self._show_page(state)
        self._show_opening(state)
        self._recording_display.refresh(has_source=self._session.pipeline is not None)
        allow_actions(self._parts.actions, self._session, self._parts.viewer.view, self._parts.transport)
        title = self._title(state)
        self._parts.tool_bar.title.set_text(title)
        self._parts.tool_bar.window().setWindowTitle(window_title(title))
        self._parts.controls.set_preparing(state.preparing)
        self._show_served()
        self._count()
        self.settled.emit()

    def is_saving(self) -> bool:
        """Whether a recorder or a file waits for every frame."""
        pipeline = self._session.pipeline
        of_source = pipeline.outputs.queued() if pipeline is not None else ()
        every = (*self._session.outputs.queued(), *of_source)
        return any(one.name != REPLAY and not only_watches(one) for one in every)

    def _show_served(self) -> None:
        model = self._session.detector.model
        if model is not None and model != self._served:
            self._served = model
            self._parts.viewer.message_bar.settle("model")
        self._parts.controls.set_served(model)

    def _wake(self) -> None:
        self._timer.wake()
        self.look()

    def _tick(self) -> None:
        self._parts.recording.refresh()
        self.look()
        self._figures.follow(self._timer.interval(), resting=self._timer.resting)

    def _slowest_ms(self) -> int:
        """How rare updates may be: what is pressed, comes or ends still has every part updated soon."""
        if self._parts.recording.phase != "idle" or self._at_work():
            return QUICK_MS
        pipeline = self._session.pipeline
        if pipeline is None:
            return IDLE_MS if self._session.state.phase in ("idle", "failed") else QUICK_MS
        playback = pipeline.playback.state
        if not (playback.paused or playback.ended):
            return QUICK_MS
        return SLOW_MS if pipeline.source.info.live else IDLE_MS  # a camera may be lost while it is held

    def _count(self) -> None:
        """Show the class counts of a new image, and of the one at which playback stops."""
        current, playback = self._parts.viewer.view.current, self._session.playback
        state = playback.state if playback is not None else None
        held = state is not None and (state.paused or state.ended)
        if current is not None and (current is not self._reported or held != self._held):
            self._reported, self._held = current, held
            self._parts.controls.show_result(current.detected, held=held)

    def _announce(self, notice: Notice) -> None:
        self.announced.emit(notice)
        if notice.alert:
            self._alert.show(notice.text)
        if notice.of_place:
            self._not_saved(notice)
            return
        address = notice.address
        again = (lambda: self._reopen(address)) if address is not None else None
        matter = "source" if again else notice.matter
        self._parts.viewer.message_bar.show_message(
            Message(notice.text, notice.level, tr("Try again") if again else "", again, matter)
        )

    def _show_page(self, state: SessionState) -> None:
        viewer, pipeline = self._parts.viewer, self._session.pipeline
        opening = state.phase == "opening"
        if pipeline is None and not opening and viewer.view.current is not None:
            viewer.view.clear()
            self._reported = None
        waited = time.monotonic_ns() - state.opened_ns > PATIENCE_NS
        if pipeline is not None or (opening and waited):
            viewer.show_picture(True)
        elif not opening:
            viewer.show_picture(False)
        failure = self._session.detector.failure
        model = self._session.detector.model
        viewer.start_page.set_model(model, str(failure) if failure and model is None else None)
        playback = pipeline.playback if pipeline is not None else None
        self._parts.transport.attach(playback, state.info)
        current = viewer.view.current
        if current is not None:
            self._parts.transport.show_image(current.frame)
        self._parts.transport.refresh()
        self._skip_offer.follow()
        film = self._parts.transport.active and not self._parts.transport.shows_images
        ended = film and playback is not None and playback.state.ended
        viewer.replay.setVisible(ended and not opening)
        self._lost_source.follow(pipeline)

    def _show_opening(self, state: SessionState) -> None:
        overlay = self._parts.viewer.opening
        late = time.monotonic_ns() - state.opened_ns > PATIENCE_NS
        if state.phase == "opening" and late:
            opening = tr("Opening {source}…").format(source=self._name(state.address or ""))
            overlay.set_text(preparing_text(state.preparing) if state.preparing else opening)
        overlay.setVisible(state.phase == "opening" and late)

    def _title(self, state: SessionState) -> str:
        if state.phase == "opening" and state.address is not None:
            return self._name(state.address)
        if self._session.pipeline is None or state.info is None:
            return ""
        title = self._name(state.address or state.info.name)
        current = self._parts.viewer.view.current
        several = current is not None and state.info.kind == "sequence"
        return f"{title} · {current.frame.source.name}" if current is not None and several else title

    def _name(self, address: str) -> str:
        return self._camera_name(address) or title_of(address)


def window_title(source: str) -> str:
    """Return the title of a window: the source first, where a list of windows shows it."""
    name = source.replace("[*]", "[*][*]")  # which Qt takes for a mark of unsaved changes
    return f"{name} – yolocam" if source else "yolocam"
