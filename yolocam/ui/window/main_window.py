"""The main window: creates its parts and runs its actions."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from yolocam.frame import SourceInfo
from yolocam.pipeline.session import Session
from yolocam.pipeline.stats import Snapshot, Stats
from yolocam.ui.actions import Actions
from yolocam.ui.awake.screen_awake import ScreenAwake
from yolocam.ui.live.live_button import LiveButton
from yolocam.ui.models.model_actions import ModelActions
from yolocam.ui.models.model_connections import connect_models
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.panel.unavailable_choices import UnavailableChoices
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.first_paint import FirstPaint
from yolocam.ui.qt.override_guard import guard_overrides
from yolocam.ui.recording.record_button import RecordButton
from yolocam.ui.recording.recording_settings import RecordingSettings
from yolocam.ui.recording.replay_button import ReplayButton
from yolocam.ui.recording.saved_files import SavedFiles
from yolocam.ui.regions.region_actions import RegionActions
from yolocam.ui.regions.tracking_choice import TrackingChoice
from yolocam.ui.results.film_lanes import FilmLanes
from yolocam.ui.results.opening import is_results
from yolocam.ui.results.result_actions import ResultActions
from yolocam.ui.rules.rule_actions import RuleActions
from yolocam.ui.sound.window_sound import WindowSound
from yolocam.ui.stats.stats_dock import StatsDock
from yolocam.ui.stats.status_bar import StatusBar
from yolocam.ui.video.full_screen import FullScreen
from yolocam.ui.video.mirroring import Mirroring
from yolocam.ui.video.picture_menu import PictureMenu
from yolocam.ui.video.start_page import StartPage
from yolocam.ui.video.transport.transport import Transport
from yolocam.ui.video.video_view import VideoView
from yolocam.ui.video.viewer import Viewer
from yolocam.ui.video.window_sink import WindowSink
from yolocam.ui.widgets.message_bar import Message
from yolocam.ui.window.camera_menu import CameraMenu
from yolocam.ui.window.central_widget import CentralWidget
from yolocam.ui.window.handlers import handlers_of, take_drops
from yolocam.ui.window.keyboard import Keyboard
from yolocam.ui.window.language_menu import language_menu
from yolocam.ui.window.layout_memory import LayoutMemory
from yolocam.ui.window.menus import OpenMenu, RecordingMenu, picture_actions, results_menu, view_menu
from yolocam.ui.window.panel_visibility import PanelVisibility
from yolocam.ui.window.plugin_check import check_plugins
from yolocam.ui.window.shutdown import Shutdown, end_status, reopen
from yolocam.ui.window.source_opener import SourceOpener
from yolocam.ui.window.surroundings import Surroundings
from yolocam.ui.window.tool_bar import ToolBar
from yolocam.ui.window.window_options import WindowOptions
from yolocam.ui.window.window_sync import WindowParts, WindowSync


class MainWindow(QMainWindow):
    """The window of a session; closing the window closes the session.

    `recordings`, `pictures` and `documents` are the folders for recordings, snapshots and results; None
    uses the user's Videos, Pictures and Documents.
    """

    def __init__(
        self,
        session: Session,
        options: WindowOptions,
        preferences: Preferences,
        *,
        recordings: Path | None = None,
        pictures: Path | None = None,
        documents: Path | None = None,
    ) -> None:
        guard_overrides()
        super().__init__()
        self.session = session
        self.final: tuple[Snapshot, SourceInfo] | None = None
        """Statistics and info of the last source, once the window is closed."""
        self.exit_status = 0
        self._options = options
        self._preferences = preferences
        self._closing: Shutdown | None = None
        self.closed = False  # whether everything is finished, too
        self.reopens = False  # whether it closes only to be made again, see `reopen`
        self._memory = LayoutMemory(self, preferences, session.store)
        self.setWindowTitle("yolocam")
        take_drops(self)
        self.transport = Transport()
        self.actions_by_name = Actions(self, handlers_of(self))
        self._build(recordings, pictures, documents)
        self._connect()
        self._memory.restore(self.controls)
        self.panel_visibility.fit()
        self.sync.look()

    # Building.

    def _build(self, recordings: Path | None, pictures: Path | None, documents: Path | None) -> None:
        session, options, actions = self.session, self._options, self.actions_by_name
        self.sink = WindowSink(session.store, self._stats)
        session.outputs.attach(self.sink, name="window", lifetime="session", delivery="direct")
        self.mirroring = Mirroring(actions["mirror"], self.sink, session, self._preferences)
        self.view = VideoView(self.sink)
        self.picture_menu = PictureMenu(self.view, session.store, picture_actions(actions, self.view))
        self.camera_menu = CameraMenu(self.open, self)
        self.viewer = Viewer(self.view, StartPage(self.camera_menu, options.sample), actions)
        keep, bar = self._preferences, self.viewer.message_bar
        self.models = ModelActions(session, options.library, options.models, bar, self, options.rate)
        self.tracking = TrackingChoice(session, self._preferences, self)
        self.controls = ControlPanel(session.store, options.models, tracking=self.tracking)
        self.panel_visibility = PanelVisibility(self, self.controls, actions["panel"], self._preferences)
        self.status_bar = StatusBar()
        self.stats_dock = StatsDock(self)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.stats_dock)
        self.stats_dock.hide()
        kept = (recordings, pictures, options.file_detector)
        self.saved_files = SavedFiles(session, self.view, bar, keep, *kept)
        self.replay_button = ReplayButton(self.saved_files.replay, actions, bar)
        self.record_button = RecordButton()
        recording = self.saved_files.recording
        menu = RecordingMenu(
            recording, actions, keep, lambda: self.recording_settings.show_dialog(), self.record_button
        )
        self.sound = WindowSound(session, self.view, self.transport.volume, self._preferences, self)
        self.recording_settings = RecordingSettings(
            session, recording, self._preferences, menu.choose, actions["sound"].trigger, self
        )
        self.record_button.setMenu(menu)
        self.open_menu = OpenMenu(actions, self.open, options.sample, self)
        self.opener = SourceOpener(session, self._preferences, self.viewer, self.open_menu, self.open, self)
        whole = self.saved_files.whole_file
        self.results = ResultActions(
            session, actions, bar, self.saved_files.saving, whole, self.opener.open, self, documents, keep
        )
        self.regions = RegionActions(
            session, actions, self.view, self.sink, bar, keep, self.tracking, self, documents
        )
        self.rules = RuleActions(
            session, actions, options.rules, self.regions.editor, bar, keep, self, documents, recordings
        )
        docks = (self.stats_dock, self.results.dock, self.regions.dock, self.rules.dock)
        for dock in docks[1:]:  # as tabs: side by side there is room for none
            self.tabifyDockWidget(self.stats_dock, dock)
        view = view_menu(actions, keep, self)
        view.addMenu(language_menu(keep, bar, view, lambda: reopen(self)))
        menus = (self.open_menu, self.camera_menu, view, results_menu(actions, self))
        self._live = LiveButton(session, self._preferences, actions["sound"], self.viewer.show_live)
        self.tool_bar = ToolBar(actions, menus, self._live, self.record_button, self.replay_button)
        self.addToolBar(self.tool_bar)
        self._centre = centre = CentralWidget(self.viewer, self.controls, self.transport, whole)
        self.full_screen = FullScreen(
            self, self.viewer.full_screen_bar, (self.tool_bar, *docks), self.transport, centre.column
        )
        parts = (self.controls, self.status_bar)
        self._surroundings = Surroundings(session, self.viewer, self.full_screen, parts, docks)
        self.setStatusBar(self.status_bar)
        self.setCentralWidget(centre)
        self.keyboard = Keyboard(self, self.view, self.controls)
        self.setMinimumSize(480, 360)

    def _connect(self) -> None:
        parts = WindowParts(
            self.actions_by_name, self.viewer, self.transport, self.controls, self.tool_bar,
            self.record_button, self.saved_files.recording, self.status_bar, self.stats_dock,
        )  # fmt: skip
        whole = self.saved_files.whole_file
        asked = (self.saved_files.tell_failure, lambda: whole.active, self.camera_menu.name_of)
        self.sync = WindowSync(self.session, parts, self.open, self, *asked)
        self._awake = ScreenAwake(self.session, self.sync.is_saving, lambda: whole.active)
        self.sync.settled.connect(self._settled)
        self.sync.announced.connect(self.models.show_notice)
        lanes = FilmLanes(self.session, self.results.tally, self.regions, self.transport, self)
        refused = UnavailableChoices(self.session, self._options.refused, self.controls, self.view, self)
        for part in (self.models, self.results, self.regions, self.rules, lanes, refused):
            self.sync.settled.connect(part.follow)
        connect_models(self.models, self.controls, self.viewer.start_page)
        self.view.appeared.connect(self.sync.look, Qt.ConnectionType.QueuedConnection)
        self.view.painted.connect(self.sync.moved)
        self.picture_menu.cut_out_asked.connect(self.saved_files.snapshots.save_cut_out)
        self.view.clicked.connect(self._click)
        self.saved_files.play_asked.connect(self.open)
        self.saved_files.folder_chosen.connect(self.recording_settings.record_into)
        self.view.double_clicked.connect(self.actions_by_name["full_screen"].trigger)
        self.viewer.start_page.open_requested.connect(self.open)
        self.viewer.start_page.browse_requested.connect(self.opener.browse_file)
        self.viewer.opening.cancelled.connect(self.session.close_source)
        self.viewer.replay.clicked.connect(self.transport.toggle)
        self.record_button.clicked.connect(self.actions_by_name["record"].trigger)
        self.status_bar.figure_clicked.connect(self.stats_dock.show_curve)
        self.stats_dock.visibilityChanged.connect(self.actions_by_name["stats"].setChecked)

    # Actions.

    def start(self) -> None:
        """Show the window and apply its options. Raises SinkError if `record` cannot be written."""
        options = self._options
        self.sound.start(options, self._live.stream, self.saved_files.recording)
        self.recording_settings.start(options.encoder)
        self.saved_files.replay.start()
        if options.record is not None:
            self.saved_files.recording.start_now(options.record)
        self.show()
        self.sync.watch(self.windowHandle())
        if options.fullscreen:
            self.full_screen.toggle()
        if options.notice is not None:
            self.viewer.message_bar.show_message(Message(options.notice))
        FirstPaint(self, self._painted)
        if options.address is not None:
            (self.open if is_results(options.address) else self.opener.open)(options.address)
        if options.exit_after_s is not None:
            QTimer.singleShot(round(options.exit_after_s * 1000), self.close)

    def _painted(self) -> None:
        """Begin with what nobody sees: the imports of a network would hold up the first picture."""
        self.session.detector.begin()
        check_plugins(self.viewer.message_bar, self)

    def open(self, address: str) -> None:
        """Open a source, or stored results with their video, in place of the present source."""
        self.results.opening.open(address)

    def report(self, sentence: str) -> None:
        """Show an error in the message bar."""
        self.viewer.message_bar.show_message(Message(sentence, "error"))

    def play_or_pause(self) -> None:
        """Play or hold the source that is open."""
        playback = self.session.playback
        if playback is not None:
            playback.toggle()
            self.transport.refresh()

    def _click(self) -> None:
        """Play or pause by a click on the image; at the end there is a button for it."""
        playback = self.session.playback
        if playback is not None and not playback.state.ended:
            self.play_or_pause()

    # Updates.

    def _settled(self) -> None:
        self.full_screen.follow()
        self.actions_by_name["full_screen"].setChecked(self.full_screen.active)
        self._surroundings.follow()
        self._centre.strip.follow(full_screen=self.full_screen.active)
        self._awake.follow()
        self.opener.remember()
        if self._options.exit_at_end and self._closing is None:
            status = end_status(self.session, self.saved_files.recording, self.viewer.message_bar)
            if status is not None:
                self.exit_status = status
                self.close()

    def _stats(self) -> Stats | None:
        pipeline = self.session.pipeline if self._closing is None else self._closing.pipeline
        return pipeline.stats if pipeline is not None else None

    # Qt's events.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel_visibility.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.actions_by_name.handle_soft_key(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.keyboard.give_back()
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.closed:
            event.accept()
            return
        # The window stays open and shows a message until everything is saved.
        event.ignore()
        if self._closing is None:
            self._surroundings.bring_back()
            self.sync.stop()
            self._memory.remember(self.controls)
            self._closing = Shutdown(
                self.session, self.saved_files, self.models, self.rules, self.sound.film,
                self.viewer.message_bar, self, keep_session=self.reopens,
            )  # fmt: skip
            self._closing.done.connect(self._really_close)
            self._closing.start()

    def _really_close(self) -> None:
        self.view.repaint()  # the last image, if it still waits
        self.final = None if self._closing is None else self._closing.final
        self._awake.end()
        self.closed = True
        self.close()
