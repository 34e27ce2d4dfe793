"""What the user saves: recordings, snapshots and results, and the message when they are saved."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.names.dated_names import default_snapshot_path
from yolocam.ui import file_dialogs
from yolocam.ui.recording.recording import Recording
from yolocam.ui.recording.snapshots import Snapshots
from yolocam.ui.results.saving import MATTER, ResultsSaving
from yolocam.ui.translation import tr
from yolocam.ui.video.video_view import VideoView
from yolocam.ui.widgets.message_bar import Message, MessageBar


class SavedFiles(QObject):
    """Holds `recording`, `snapshots` and `saving` (of results), and tells their ends in the message bar."""

    def __init__(
        self,
        session: Session,
        view: VideoView,
        message_bar: MessageBar,
        recordings: Path | None,
        pictures: Path | None,
    ) -> None:
        super().__init__()
        self._view = view
        self._message_bar = message_bar
        self._pictures = pictures
        self.recording = Recording(session, recordings)
        self.snapshots = Snapshots(pictures)
        self.saving = ResultsSaving(session)
        self.saving.saved.connect(self._results_saved)
        self.saving.failed.connect(lambda text: message_bar.show_message(_failure(text, MATTER)))
        self.recording.saved.connect(self._recording_saved)
        self.snapshots.saved.connect(lambda path: self._tell(path, "snapshot"))
        self.snapshots.failed.connect(lambda text: message_bar.show_message(_failure(text, "snapshot")))

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

    def _recording_saved(self, path: Path, frames: int) -> None:
        if frames:
            self._tell(path, "recording")
        else:
            text = tr("Nothing was recorded: no new frame came")
            self._message_bar.show_message(Message(text, matter="recording"))

    def _results_saved(self, paths: list[Path], frames: int) -> None:
        few = ", ".join(path.name for path in paths)
        files = few if len(paths) < 3 else tr("%n files", "1 file", len(paths))
        text = tr("{files}, results of %n frames", "{files}, results of 1 frame", frames)
        self._tell(paths[0], MATTER, text.format(files=files))

    def _tell(self, path: Path, matter: str, words: str = "") -> None:
        self._message_bar.show_message(saved_message(path, words or path.name, matter))


def _failure(text: str, matter: str) -> Message:
    return Message(text, "error", matter=matter)


def saved_message(path: Path, what: str, matter: str) -> Message:
    """Return the message that something was saved at `path`, with a button that shows its folder."""
    text = tr("Saved {what}").format(what=what)
    return Message(text, "info", tr("Show in folder"), lambda: show_folder(path.parent), matter)


def show_folder(folder: Path) -> None:
    """Open a folder in the platform's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
