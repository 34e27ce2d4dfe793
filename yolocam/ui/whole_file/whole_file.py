"""Works through a whole file beside what the window shows, as fast as possible."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from yolocam.errors import YolocamError
from yolocam.files.output_file import is_of_place
from yolocam.frame import SourceInfo
from yolocam.pipeline.interfaces import BatchDetector, Sink
from yolocam.pipeline.notices import sentence
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks import result_format
from yolocam.pipeline.sinks.names.dated_names import sibling, unused_path
from yolocam.pipeline.sinks.results.result_set import ResultSet
from yolocam.settings import Settings
from yolocam.ui.recents import title_of
from yolocam.ui.results.saving import FLOOR, SaveRequest

FILM = ".mp4"
"""How the name of the film with boxes ends; of images a folder gets them."""


MakeFileDetector = Callable[[Settings], tuple[BatchDetector, int]]
"""Returns a detector for files, and how many images go through it together; may take seconds."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `done` of `total` frames, None where nobody knows how many there are.

    `share` is 0 to 1, -1 where it is unknown; `seconds_left` is None while nothing can be said.
    """

    name: str
    done: int = 0
    total: int | None = None
    share: float = -1.0
    seconds_left: float | None = None


class _Run:
    """One run, on a thread of its own. What the thread writes is read when it has ended, or is one value."""

    def __init__(
        self, session: Session, wish: SaveRequest, address: str, settings: Settings, make: MakeFileDetector
    ) -> None:
        self.wish = wish
        self.address = address
        self.error: Exception | None = None
        self.paths: list[Path] = []
        self._session = session
        self._settings = settings
        self._make = make
        self._stopped = threading.Event()
        self._results: ResultSet | None = None
        self._pipeline: Pipeline | None = None
        self._started_s = time.monotonic()
        self.thread = threading.Thread(target=self._work, name="whole file", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """End early; what was saved so far stays."""
        self._stopped.set()
        pipeline = self._pipeline
        if pipeline is not None:
            pipeline.stop()

    @property
    def frames(self) -> int:
        """How many frames were saved so far."""
        return self._results.frames if self._results is not None else 0

    @property
    def progress(self) -> Progress:
        """How far it is."""
        pipeline, done = self._pipeline, self.frames
        if pipeline is None or not done:
            return Progress(title_of(self.address))
        info = pipeline.source.info
        share = _share(info, done, pipeline.playback.state.position_ns)
        took_s = time.monotonic() - self._started_s
        left_s = took_s * (1 - share) / share if share > 0 and took_s > 1 else None
        return Progress(title_of(self.address), done, info.frame_count, share, left_s)

    def _work(self) -> None:
        try:
            detector, batch = self._make(self._settings)
            try:
                self._go_through(detector, batch)
            finally:
                detector.close()
        except Exception as error:  # nobody else would hear of it
            self.error = error

    def _go_through(self, detector: BatchDetector, batch: int) -> None:
        if self._stopped.is_set():
            return
        pipeline = self._session.beside(self.address, self._settings, detector, batch)
        try:
            sinks = self._open(pipeline.source.info)
        except YolocamError:
            pipeline.source.close()
            raise
        for name, sink in sinks.items():
            pipeline.outputs.attach(sink, name=name)
        self._started_s = time.monotonic()  # loading is no measure of the rest
        self._pipeline = pipeline
        if self._stopped.is_set():
            pipeline.stop()
        pipeline.start()
        pipeline.wait()
        for notice in pipeline.take_notices():
            self._session.notify(notice)
        pipeline.join()

    def _open(self, info: SourceInfo) -> dict[str, Sink]:
        wish = self.wish
        of_video = info.kind == "video"
        endings = [result_format(name).ending for name in wish.formats]
        base = unused_path(wish.path, [*endings, FILM if of_video else ""] if wish.film else endings)
        self._results = ResultSet(base, wish.formats, floor=FLOOR if wish.candidates else None)
        sinks: dict[str, Sink] = {"saving": self._results}
        self.paths = list(self._results.paths)
        if wish.film:
            film = sibling(base, FILM if of_video else "")
            try:
                sinks["film"] = _film_sink(film, info, of_video=of_video)
            except YolocamError:
                self._results.close()
                raise
            self.paths.insert(0, film)
        return sinks


class WholeFile(QObject):
    """One run at a time. For the UI thread.

    Emits `saved(paths, frames, address)` when its files are complete, also where it was stopped, or
    `failed(sentence, again)`: `again(folder)` begins anew in another folder, None where none helps.
    Settings and processors are those of the moment at which it was begun. `make_detector` is None where
    there is none for files.
    """

    saved = Signal(list, int, str)
    failed = Signal(str, object)

    def __init__(self, session: Session, make_detector: MakeFileDetector | None) -> None:
        super().__init__()
        self._session = session
        self._make_detector = make_detector
        self._run: _Run | None = None

    @property
    def possible(self) -> bool:
        """Whether there is a detector for files."""
        return self._make_detector is not None

    @property
    def active(self) -> bool:
        """Whether a file is being worked through."""
        return self._run is not None

    @property
    def progress(self) -> Progress | None:
        """How far it is; None where nothing is under way."""
        return self._run.progress if self._run is not None else None

    def start(self, wish: SaveRequest, address: str) -> None:
        """Begin at the first frame of a file. A film that is playing is held: the run gets the machine."""
        if self._make_detector is None or self._run is not None:
            return
        playback = self._session.playback
        if playback is not None:
            playback.pause()
        settings = replace(
            self._session.store.current, frames="every", floor=FLOOR if wish.candidates else None
        )
        model = self._session.detector.model
        if settings.imgsz == 0 and model is not None and model.size_wh[0] == model.size_wh[1]:
            settings = replace(settings, imgsz=model.size_wh[0])  # as the window shows it
        self._run = _Run(self._session, wish, address, settings, self._make_detector)

    def stop(self) -> None:
        """End early; `saved` tells what there is."""
        if self._run is not None:
            self._run.stop()

    def refresh(self) -> None:
        """Notice its end; called several times a second."""
        run = self._run
        if run is None or run.thread.is_alive():
            return
        self._run = None
        if run.error is None:
            self.saved.emit(run.paths, run.frames, run.address)
            return

        def again(folder: Path) -> None:
            self.start(replace(run.wish, path=folder / run.wish.path.name), run.address)

        self.failed.emit(sentence(run.error), again if is_of_place(run.error) else None)

    def wait(self) -> None:
        """Wait until it has ended; for the end of the program."""
        if self._run is not None:
            self._run.thread.join()


def _share(info: SourceInfo, done: int, position_ns: int) -> float:
    if info.frame_count:
        return min(done / info.frame_count, 1.0)
    if info.duration_ns:
        return min(position_ns / info.duration_ns, 1.0)
    return -1.0


def _film_sink(path: Path, info: SourceInfo, *, of_video: bool) -> Sink:
    from yolocam.pipeline.sinks.video.annotated_video import VideoFileSink
    from yolocam.pipeline.sinks.video.folder import FolderSink

    return VideoFileSink(path, source_info=info) if of_video else FolderSink(path)
