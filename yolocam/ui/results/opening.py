"""Opens stored results in place of a network, and their video with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from yolocam.errors import VideoMissingError, YolocamError
from yolocam.pipeline.session import Session
from yolocam.pipeline.stored_results import results_model, results_path
from yolocam.pipeline.stored_results.find_video import find_video
from yolocam.settings import Settings
from yolocam.ui import file_dialogs
from yolocam.ui.results.video_memory import VideoMemory
from yolocam.ui.translation import tr
from yolocam.ui.widgets.message_bar import Message, MessageBar

_ENDING = ".jsonl"


def is_results(address: str) -> bool:
    """Whether an address names a file of stored results."""
    return address.lower().endswith(_ENDING)


class ResultsOpening(QObject):
    """The results are chosen as the model; their video is opened once they answer.

    Whatever else is opened leaves them, and the network from before takes over.
    """

    def __init__(
        self,
        session: Session,
        message_bar: MessageBar,
        open_source: Callable[[str], None],
        memory: VideoMemory,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._memory = memory
        self._window = window
        self._session = session
        self._message_bar = message_bar
        self._open_source = open_source
        model = session.store.current.model
        self._network = model if results_path(model) is None else Settings().model
        self._waiting: tuple[Path, Path] | None = None  # results that are not served yet, and their video

    def open(self, address: str) -> None:
        """Open any source; a file of results is shown on its video."""
        self._waiting = None
        if is_results(address):
            self._open_results(Path(address))
            return
        if results_path(self._session.store.current.model) is not None:
            self._session.store.update(model=self._network)
        self._open_source(address)

    def follow(self) -> None:
        """Go on with what waits; called several times a second."""
        wanted = self._session.store.current.model
        if results_path(wanted) is None:
            self._network = wanted
        if self._waiting is None:
            return
        results, video = self._waiting
        model = self._session.detector.model
        if wanted != results_model(results):  # they could not be read, which the session tells
            self._waiting = None
        elif model is not None and model.stored is not None and self._session.detector.preparing is None:
            self._waiting = None
            self._open_source(str(video))

    def _open_results(self, path: Path) -> None:
        try:
            video = self._memory.video_of(path) or find_video(path, self._memory.places())
        except VideoMissingError as error:
            ask = partial(self._ask_for_video, path)
            self._message_bar.show_message(Message(str(error), "error", tr("Find the video…"), ask, "source"))
        except YolocamError as error:
            self._message_bar.show_message(Message(str(error), "error", matter="source"))
        else:
            self._show(path, video)

    def _ask_for_video(self, results: Path) -> None:
        def chosen(video: str) -> None:
            self._memory.remember(results, video)
            self._show(results, Path(video))

        file_dialogs.browse_file(self._window, str(results.parent), chosen)

    def _show(self, path: Path, video: Path) -> None:
        self._message_bar.settle("source")
        self._waiting = path, video
        self._session.close_source()  # the results are not of what is open now
        self._session.store.update(model=results_model(path), classes=None)
