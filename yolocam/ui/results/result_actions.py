"""What the window does with results: show them as a table, save them, open stored ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow

from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.names.dated_names import default_results_path
from yolocam.ui.actions import Actions
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.override_guard import guard_overrides
from yolocam.ui.results.appearances import Appearances
from yolocam.ui.results.opening import ResultsOpening, is_results
from yolocam.ui.results.results_dock import ResultsDock
from yolocam.ui.results.saving import MATTER, ResultsSaving, SaveRequest
from yolocam.ui.results.tally import SourceTally
from yolocam.ui.results.video_memory import VideoMemory
from yolocam.ui.session_sinks import counting
from yolocam.ui.translation import tr
from yolocam.ui.whole_file.whole_file import WholeFile
from yolocam.ui.widgets.message_bar import Message, MessageBar

_REFRESH_EVERY = 5
"""Looks of the window, ten a second, from one drawing of the timeline to the next."""


class ResultActions(QObject):
    """Holds the `dock` of results and the `opening` of stored ones, and asks what to save. For the UI thread.

    `folder` is where results are saved at first; None takes the user's Documents.
    """

    def __init__(
        self,
        session: Session,
        actions: Actions,
        message_bar: MessageBar,
        saving: ResultsSaving,
        whole_file: WholeFile,
        open_source: Callable[[str], None],
        window: QMainWindow,
        folder: Path | None,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._actions = actions
        self._message_bar = message_bar
        self._window = window
        self._folder = folder
        self.tally = counting(session, SourceTally, "counts")
        self._appearances = counting(session, Appearances, "appearances")
        self._looks = 0
        self._memory = VideoMemory(session, preferences)
        self._saved_of: str | None = None  # the address whose results are being saved
        self.opening = ResultsOpening(session, message_bar, open_source, self._memory, window)
        saving.saved.connect(self._remember)
        self._saving = saving
        whole_file.saved.connect(self._remember_whole)
        self._whole_file = whole_file
        self.dock = ResultsDock(message_bar, folder, window)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.hide()
        self.dock.visibilityChanged.connect(actions["results"].setChecked)

    def ask_or_stop(self) -> None:
        """Ask how to save, or stop saving."""
        if self._saving.active or self._whole_file.active:
            self._saving.stop()
            self._whole_file.stop()
            return
        pipeline = self._session.pipeline
        if pipeline is None:
            return
        from yolocam.ui.results.save_dialog import SaveDialog

        guard_overrides()
        for earlier in self._window.findChildren(SaveDialog):
            earlier.close()  # its name and its offer are of another moment
        suggested = default_results_path(datetime.now(), self._folder)
        whole = pipeline.source.info.seekable
        SaveDialog(suggested, self._window, self._save, whole=whole, fast=self._whole_file.possible).show()

    def go_to_appearance(self, *, later: bool) -> None:
        """Pause where one of the chosen classes next appears, or appeared before, in what was seen so far."""
        playback = self._session.playback
        if playback is None:
            return
        state, classes = playback.state, self._session.store.current.classes
        find = self._appearances.after if later else self._appearances.before
        at_ns = find(state.position_ns, classes)
        if at_ns is not None:
            playback.pause()
            playback.seek(at_ns)
            return
        later_text = tr("Nothing of the chosen classes was seen later than this, so far")
        before_text = tr("Nothing of the chosen classes was seen before this")
        self._message_bar.show_message(Message(later_text if later else before_text))

    def toggle_dock(self) -> None:
        """Show the table and the timeline, or hide them."""
        self.dock.setVisible(self.dock.isHidden())
        self.dock.raise_()

    def follow(self) -> None:
        """Bring everything up to date; called several times a second."""
        self.opening.follow()
        self._saving.refresh()
        self._looks += 1
        if self._session.pipeline is None and self._session.state.phase == "idle":
            self.tally.forget()
        if self._looks % _REFRESH_EVERY == 0 or self.tally.current is None:
            self.dock.refresh(self.tally.current, self._session.store.current.palette)
        action = self._actions["save_results"]
        active = self._saving.active or self._whole_file.active
        action.setText(tr("Stop saving results") if active else tr("Save results…"))
        allowed = active or self._session.pipeline is not None
        self._actions.allow("save_results", allowed, tr("Nothing is open."))

    def _save(self, wish: SaveRequest) -> None:
        address = self._session.state.address
        if wish.fast and address is not None:
            self._whole_file.start(wish, address)
            return
        self._saving.start(wish)
        if self._saving.active:
            self._saved_of = self._session.state.address
            text = tr("Saving results to {name}").format(name=wish.path.stem)
            self._message_bar.show_message(Message(text, "info", tr("Stop"), self._saving.stop, MATTER))

    def _remember(self, paths: list[Path], _frames: int) -> None:
        if self._saved_of is not None:
            self._remember_whole(paths, 0, self._saved_of)

    def _remember_whole(self, paths: list[Path], _frames: int, address: str) -> None:
        for path in paths:
            if is_results(str(path)):
                self._memory.remember(path, address)
