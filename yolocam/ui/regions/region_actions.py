"""What the window does with tracking and regions: choose, draw, count, keep and save them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow

from yolocam.errors import YolocamError
from yolocam.pipeline.processors import Chosen, processor_types
from yolocam.pipeline.regions.region_file import Regions, Role, read_regions
from yolocam.pipeline.regions.region_store import RegionStore
from yolocam.pipeline.regions.region_text import write_regions
from yolocam.pipeline.session import Session
from yolocam.ui import file_dialogs
from yolocam.ui.actions import Actions
from yolocam.ui.preferences import Preferences
from yolocam.ui.regions.counts_model import rows_of
from yolocam.ui.regions.region_canvas import RegionCanvas, Tool
from yolocam.ui.regions.region_editor import RegionEditor
from yolocam.ui.regions.region_memory import RegionMemory
from yolocam.ui.regions.region_moments import moment_beside
from yolocam.ui.regions.region_tally import RegionTally
from yolocam.ui.regions.regions_dock import RegionsDock
from yolocam.ui.regions.track_times import TrackTimes, object_colours
from yolocam.ui.regions.tracking_choice import TrackingChoice, show_again
from yolocam.ui.regions.view_mapping import ViewMapping
from yolocam.ui.results.save_as import SaveAs
from yolocam.ui.session_sinks import counting
from yolocam.ui.translation import tr
from yolocam.ui.video.video_view import VideoView
from yolocam.ui.video.window_sink import WindowSink
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.message_bar import Message, MessageBar

_REFRESH_EVERY = 3
"""Looks of the window, ten a second, from one showing of the counts to the next."""

_MATTER = "regions"
"""What its messages are about."""


class RegionActions(QObject):
    """Holds the `dock` of tracking and regions, the `editor` and the `canvas`. For the UI thread.

    `folder` is where counts are saved at first; None takes the user's Documents.
    """

    def __init__(
        self,
        session: Session,
        actions: Actions,
        view: VideoView,
        sink: WindowSink,
        message_bar: MessageBar,
        preferences: Preferences,
        tracking: TrackingChoice,
        window: QMainWindow,
        folder: Path | None,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._message_bar = message_bar
        self._tracking = tracking
        self._view = view
        self._kind = next(kind for kind in processor_types().types if kind.name == "regions")
        self._memory = RegionMemory(preferences)
        self._given = self._given_regions()
        self._address: str | None = None
        self._loading = False
        self._looks = 0
        self._store = RegionStore()
        self.editor = RegionEditor(self._store, self)
        self.canvas = RegionCanvas(view, ViewMapping(view, sink), self.editor)
        self.tally = counting(session, RegionTally, "region counts")
        self.tracks = counting(session, TrackTimes, "objects")
        self._tracks_shown: object = None
        self.dock = RegionsDock(tracking.methods, window)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.hide()
        self._save_as = SaveAs(self.dock, message_bar, folder, _MATTER)
        self.dock.visibilityChanged.connect(actions["regions"].setChecked)
        self._connect()
        if tracking.reason:
            self.dock.set_unavailable(tracking.reason)
        self._tracking_changed()
        self._changed()

    def toggle_dock(self) -> None:
        """Show the dock, or hide it."""
        self.dock.setVisible(self.dock.isHidden())
        self.dock.raise_()

    def go_to_event(self, *, later: bool) -> None:
        """Pause where something next happens at a line or an area, or happened before."""
        playback = self._session.playback
        if playback is None:
            return
        moment = moment_beside(self.tally.figures().moments, playback.state.position_ns, later=later)
        if moment is not None:
            self._go(moment.at_ns, moment.track_id)
            return
        later_text = tr("Nothing happened at a line or area later than this, so far")
        before_text = tr("Nothing happened at a line or area before this")
        self._message_bar.show_message(Message(later_text if later else before_text, matter=_MATTER))

    def follow(self) -> None:
        """Bring everything up to date; called several times a second."""
        state = self._session.state
        if state.address != self._address:
            self._open(state.address)
        if state.info is not None and not self.editor.current.relative:
            self._load(self.editor.current.in_shares(state.info.size_wh))
        if self.canvas.tool is not None and self._session.pipeline is None:
            self.canvas.choose(None)
        self._looks += 1
        if self._looks % _REFRESH_EVERY == 0 and self.dock.isVisible():
            self._show()

    def _connect(self) -> None:
        dock, editor, canvas = self.dock, self.editor, self.canvas
        editor.changed.connect(self._changed)
        canvas.tool_changed.connect(lambda: dock.show_tool(canvas.tool))
        canvas.selected_changed.connect(self._selected)
        dock.tool_chosen.connect(lambda tool: canvas.choose(cast(Tool, tool) if tool else None))
        dock.tracking_chosen.connect(self._tracking.choose)
        self._tracking.changed.connect(self._tracking_changed)
        dock.region_chosen.connect(lambda name: canvas.select(name or None))
        dock.role_chosen.connect(self._on_selected(lambda name, role: editor.set_role(name, role)))
        dock.model.renamed.connect(self._rename)
        dock.lists.sought.connect(self._go)
        dock.lists.currentChanged.connect(lambda _: self._show())
        dock.undo.clicked.connect(canvas.undo)
        dock.remove.clicked.connect(self._on_selected(lambda name, _: editor.remove(name)))
        dock.turn.clicked.connect(self._on_selected(lambda name, _: editor.turn(name)))
        dock.reset.clicked.connect(self._reset)
        dock.load_regions.triggered.connect(self._ask_regions)
        ask = self._save_as.ask
        dock.save_regions.triggered.connect(lambda: ask("regions.json", "JSON (*.json)", self._write))
        dock.save_counts.clicked.connect(
            lambda: ask("counts.csv", f"{tr('Table')} (*.csv)", self.tally.save_counts)
        )
        dock.save_events.clicked.connect(
            lambda: ask("events.jsonl", "JSON Lines (*.jsonl)", self.tally.save_events)
        )

    def _on_selected(self, act: Callable[[str, Role], object]) -> Callable[..., None]:
        def run(value: object = None) -> None:
            if self.canvas.selected is not None:
                act(self.canvas.selected, cast(Role, value))

        return run

    # Regions.

    def _given_regions(self) -> Regions | None:
        """Return those of the file that a flag has named; from here on they are edited like all others."""
        for one in self._session.processors.current:
            if one.kind.name == "regions":
                return read_regions(Path(one.option))
        return None

    def _open(self, address: str | None) -> None:
        """Take the regions of a source: those given by a flag, or those it had the last time."""
        self._address = address
        self.canvas.choose(None)
        kept = self._memory.of(address) if address is not None and self._given is None else None
        self._load(kept or self._given or Regions((), relative=True))

    def _load(self, regions: Regions) -> None:
        """Work with regions that nobody has changed, and which therefore need not be kept."""
        self._loading = True
        self.editor.load(regions)
        self._loading = False

    def _changed(self) -> None:
        """Work with the regions of this moment from the next frame on, and keep them."""
        current = self.editor.current
        chosen = Chosen(self._kind, self._store) if current.regions else None
        self._session.processors.put("regions", chosen)
        if self._address is not None and not self._loading:
            self._memory.keep(self._address, current)
        show_again(self._session)
        self._selected()
        self._show()

    def _rename(self, name: str, wanted: str) -> None:
        if self.editor.rename(name, wanted):
            self.canvas.select(wanted.strip())
        else:
            text = tr("There is a region called {name} already").format(name=wanted.strip())
            self._message_bar.show_message(Message(text, "error", matter=_MATTER))

    def _reset(self) -> None:
        self.editor.begin_anew()
        self.tally.reset()
        show_again(self._session)
        self._show()

    def _selected(self) -> None:
        name = self.canvas.selected
        self.dock.show_selected(self.editor.find(name) if name is not None else None)

    def _show(self) -> None:
        figures, regions = self.tally.figures(), self.editor.current.regions
        self.dock.show_rows(rows_of(regions, figures))
        self.dock.set_open(self._session.pipeline is not None, bool(regions), figures.events)
        allow(self.dock.undo, self.editor.can_undo, tr("Nothing was changed yet."))
        drawn = any(region.role == "count" for region in regions)
        nothing = tr("Nothing has happened at the lines and areas yet")
        undrawn = tr("Draw a line or an area: what happens there is listed here")
        self.dock.lists.show_moments(figures.moments, nothing if drawn else undrawn)
        if self.dock.lists.shows_objects:
            self._show_objects()

    def _show_objects(self) -> None:
        info, settings = self._session.state.info, self._session.store.current
        now = (info, self.tracks.changes, settings, self._tracking.method)
        if now == self._tracks_shown:
            return
        self._tracks_shown = now
        length_ns = 0 if info is None else info.duration_ns or 0
        objects = self.tracks.objects()
        if info is not None and info.live:
            hint = tr("Objects are listed of films: here nobody can go back to where one appeared")
        elif self._tracking.method:
            hint = tr("No object was seen twice yet")
        else:
            hint = tr("Switch tracking on: each object is listed here")
        self.dock.lists.show_objects(objects, object_colours(objects, settings), length_ns, hint)

    def _go(self, at_ns: int, track_id: int | None) -> None:
        """Hold the film at a position, and mark the object that is meant."""
        self._view.mark(track_id)
        playback = self._session.playback
        if playback is not None:
            playback.pause()
            playback.seek(at_ns)

    def _tracking_changed(self) -> None:
        self.dock.show_tracking(self._tracking.method)

    # Files.

    def _ask_regions(self) -> None:
        file_dialogs.browse_regions(self.dock, self._read)

    def _read(self, path: str) -> None:
        info = self._session.state.info
        try:
            if info is not None:
                self.editor.take(read_regions(Path(path)).in_shares(info.size_wh))
        except YolocamError as error:
            self._message_bar.show_message(Message(str(error), "error", matter=_MATTER))

    def _write(self, path: Path) -> None:
        write_regions(path, self.editor.current)
