"""What the user saves: recordings, snapshots and results, and the message when they are saved."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from yolocam.pipeline.notices import Notice
from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.names.dated_names import default_snapshot_path
from yolocam.pipeline.sinks.video.recorder import RecordingState
from yolocam.ui import file_dialogs
from yolocam.ui.preferences import Preferences
from yolocam.ui.recording.other_folder import Again, tell_failure
from yolocam.ui.recording.recording import MATTER as RECORDING
from yolocam.ui.recording.recording import Recording
from yolocam.ui.recording.replay import REPLAY, Replay
from yolocam.ui.recording.snapshots import Snapshots
from yolocam.ui.results.saving import MATTER, ResultsSaving
from yolocam.ui.translation import tr
from yolocam.ui.video.video_view import VideoView
from yolocam.ui.whole_file.whole_file import FILM, MakeFileDetector, WholeFile
from yolocam.ui.widgets.formatting import bytes_text, capitalised
from yolocam.ui.widgets.geometry import isolated
from yolocam.ui.widgets.message_bar import Message, MessageBar
from yolocam.ui.widgets.timecode import timecode


class SavedFiles(QObject):
    """Holds what saves, and tells how it ended.

    That is `recording`, `replay`, `snapshots`, `saving` (of results) and `whole_file`.
    """

    play_asked = Signal(str)
    """Asks to open a recording."""

    folder_chosen = Signal(Path)
    """Asks to record into another folder from now on: the last recording could not be saved."""

    def __init__(
        self,
        session: Session,
        view: VideoView,
        message_bar: MessageBar,
        preferences: Preferences,
        recordings: Path | None,
        pictures: Path | None,
        file_detector: MakeFileDetector | None = None,
    ) -> None:
        super().__init__()
        self._view = view
        self._message_bar = message_bar
        self._pictures = pictures
        self.recording = Recording(session, recordings)
        self.replay = Replay(session, self._folder, preferences)
        self.snapshots = Snapshots(pictures)
        self.saving = ResultsSaving(session)
        self.whole_file = WholeFile(session, file_detector)
        self.whole_file.saved.connect(self._whole_file_saved)
        self.whole_file.failed.connect(self._results_failed)
        self.saving.saved.connect(self._results_saved)
        # Methods, not functions that hold this object: Qt would keep those, and the window with them.
        self.saving.failed.connect(self._results_failed)
        self.recording.saved.connect(self._recording_saved)
        self.replay.saved.connect(self._clip_saved)
        self.replay.failed.connect(self._clip_failed)
        self.snapshots.saved.connect(self._snapshot_saved)
        self.snapshots.failed.connect(self._snapshot_failed)

    def snapshot(self, *, boxes: bool) -> None:
        """Save the image that is shown into the Pictures folder."""
        rendered = self._view.annotated if boxes else self._view.current
        if rendered is not None:
            self.snapshots.save(rendered, boxes=boxes)

    def snapshot_as(self, parent: QWidget) -> None:
        """Ask for a name, and save the image that was shown when the dialog opened."""
        rendered = self._view.annotated
        if rendered is not None:
            suggested = default_snapshot_path(datetime.now(), self._pictures)
            file_dialogs.browse_snapshot(
                parent, suggested, lambda name: self.snapshots.save(rendered, Path(name))
            )

    def _snapshot_saved(self, path: Path) -> None:
        self._tell(path, "snapshot")

    def tell_failure(self, notice: Notice) -> None:
        """Tell that a recording, or what else was being saved, has failed, and offer another folder."""
        again = {RECORDING: self.folder_chosen.emit, MATTER: self.saving.start_in}.get(notice.matter)
        tell_failure(self._message_bar, notice.text, notice.matter, again)

    def _snapshot_failed(self, text: str, again: Again | None) -> None:
        tell_failure(self._message_bar, text, "snapshot", again)

    def _recording_saved(self, state: RecordingState) -> None:
        if not state.frames:
            text = tr("Nothing was recorded: no new frame came")
            self._message_bar.show_message(Message(text, matter="recording"))
            return
        parts = state.parts or (state.path,)
        names = ", ".join((full_name(parts[0]), *(part.name for part in parts[1:])))
        self._tell_film(parts[0], "recording", names, state.seconds, state.bytes)

    def _clip_saved(self, path: Path, seconds: float) -> None:
        with contextlib.suppress(OSError):  # somebody was quick to move it
            self._tell_film(path, REPLAY, full_name(path), seconds, path.stat().st_size)

    def _clip_failed(self, text: str, again: Again | None) -> None:
        tell_failure(self._message_bar, capitalised(text), REPLAY, again)

    def _tell_film(self, path: Path, matter: str, names: str, seconds: float, size: int) -> None:
        words = f"{names}, {timecode(round(seconds * 1e9), digits=0)}, {bytes_text(size)}"
        tell_saved(self._message_bar, path, matter, words, lambda: self.play_asked.emit(str(path)))

    def _folder(self) -> Path:
        """Where recordings and clips go now."""
        return self.recording.choices.path(datetime.now()).parent

    def _whole_file_saved(self, paths: list[Path], frames: int, _address: str) -> None:
        if paths:
            self._results_saved(paths, frames)

    def _results_saved(self, paths: list[Path], frames: int) -> None:
        few = ", ".join((full_name(paths[0]), *(path.name for path in paths[1:])))
        many = tr("%n files", "1 file", len(paths))
        files = few if len(paths) < 4 else f"{full_name(paths[0])} ({many})"
        text = tr("{files}, results of %n frames", "{files}, results of 1 frame", frames)
        film = str(paths[0]) if paths[0].suffix == FILM else None
        play = None if film is None else lambda: self.play_asked.emit(film)
        tell_saved(self._message_bar, paths[0], MATTER, text.format(files=files), play)

    def _results_failed(self, text: str, again: Again | None) -> None:
        tell_failure(self._message_bar, text, MATTER, again)

    def _tell(self, path: Path, matter: str, words: str = "") -> None:
        tell_saved(self._message_bar, path, matter, words)


def tell_saved(
    bar: MessageBar, path: Path, matter: str, words: str = "", play: Callable[[], None] | None = None
) -> None:
    """Say that something was saved at `path`, with a button that shows its folder, and one that plays it."""
    text = tr("Saved {what}").format(what=words or full_name(path))
    show = partial(_show_folder, bar, path)
    playing = tr("Play") if play is not None else ""
    bar.show_message(Message(text, "info", tr("Show in folder"), show, matter, playing, play))


def full_name(path: Path) -> str:
    """Return the whole path as a person reads it: below the home folder it begins with ~."""
    path = path.absolute()
    with contextlib.suppress(ValueError, RuntimeError):  # elsewhere, or there is no home
        path = Path("~") / path.relative_to(Path.home())
    return isolated(str(path))


def _show_folder(bar: MessageBar, path: Path) -> None:
    """Open the folder in the platform's file manager; where there is none, the path can be copied."""
    folder = str(path.absolute().parent)
    if QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
        return
    text = tr("No program here shows folders: {path}").format(path=path.absolute())
    copy = lambda: QGuiApplication.clipboard().setText(str(path.absolute()))  # noqa: E731
    bar.show_message(Message(text, "error", tr("Copy path"), copy))
