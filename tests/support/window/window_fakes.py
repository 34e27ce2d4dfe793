"""A detector, sources and a session for tests of the window: no torch, no files, no devices."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from support.fake_detector import FakeDetector
from support.films.media_files import detections
from yolocam.detections import Detections
from yolocam.errors import SourceError
from yolocam.frame import Detected, Frame, Image, Rendered, SourceInfo, publish
from yolocam.pipeline.detector_switch import DetectorSwitch
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.session import Session
from yolocam.pipeline.sources.live.reconnect import SourceState
from yolocam.pipeline.stored_results import results_path
from yolocam.pipeline.stored_results.result_file import ResultFile
from yolocam.pipeline.stored_results.stored_detector import StoredDetector
from yolocam.settings import Settings, SettingsStore

FILM = "film.avi"
CAMERA = "camera:0"
SLOW = "slow.avi"
MISSING = "missing.avi"

WIDTH, HEIGHT = 320, 240
FPS = 50
FRAMES = 100
FRAME_NS = 1_000_000_000 // FPS
NAMES = ("person", "bicycle", "car", "dog", "cat")


def fake_detector(settings: Settings) -> FakeDetector:
    """What is served lags behind what is wished for, as with a real network."""
    return FakeDetector(settings=settings, find=twelve_boxes, class_names=NAMES, own_side=416, warm_s=0.05)


def twelve_boxes(_: Image, settings: Settings) -> Detections:
    """Ten boxes of rising confidence (0.05 to 0.95), and two that overlap by 0.6: the wanted ones."""
    found = _all_boxes(settings.imgsz or 416)
    kept = found.confidence >= settings.confidence
    if settings.iou < 0.6:
        kept[-1] = False
    if settings.classes is not None:
        kept &= np.isin(found.class_id, list(settings.classes))
    return found.select(np.flatnonzero(kept)[: settings.max_det])


def walker(image: Image, settings: Settings) -> Detections:
    """A person of 20 x 40 pixels, 3 pixels further to the right in each frame; the feet are at 120 of 240."""
    x = 3 * int(image[0, 0, 0])
    return detections((x, 80, x + 20, 120, 0.9, 0.9, 0))


def _all_boxes(side: int) -> Detections:
    count = 12
    xyxy = np.zeros((count, 4), np.float32)
    for i in range(10):
        xyxy[i] = (10 + 30 * i, 40, 10 + 30 * i + side / 32, 80)
    xyxy[10] = (100, 150, 180, 200)
    xyxy[11] = (120, 150, 200, 200)
    scores = np.array([*(0.05 + 0.1 * i for i in range(10)), 0.9, 0.8], np.float32)
    order = np.array([*range(9, -1, -1), 10, 11])
    classes = np.arange(count, dtype=np.int32) % len(NAMES)
    ones = np.ones(count, np.float32)
    return Detections(xyxy=xyxy[order], objectness=ones, class_score=scores[order], class_id=classes)


def picture(index: int) -> Image:
    """A frame whose every pixel is its index."""
    return publish(np.full((HEIGHT, WIDTH, 3), index % 256, np.uint8))


class FakeFilm:
    """A file of FRAMES frames that can be sought."""

    def __init__(self, name: str = FILM, frames: int = FRAMES) -> None:
        self.info = SourceInfo(
            name, "video", (WIDTH, HEIGHT), fps=Fraction(FPS), frame_count=frames,
            duration_ns=frames * FRAME_NS, seekable=True,
        )  # fmt: skip
        self.closed = False
        self._next = 0
        self._frames = frames

    def read(self) -> Frame | None:
        if self._next >= self._frames:
            return None
        index, self._next = self._next, self._next + 1
        return Frame(picture(index), index, index * FRAME_NS, time.monotonic_ns(), self.info)

    def seek(self, pts_ns: int) -> None:
        self._next = min(pts_ns // FRAME_NS, self._frames - 1)

    def close(self) -> None:
        self.closed = True


class FakeCamera:
    """A live source that can be unplugged: `read` then waits until it is plugged in again."""

    def __init__(self) -> None:
        self.info = SourceInfo("camera:0", "camera", (WIDTH, HEIGHT), fps=Fraction(FPS), live=True)
        self.retried = False
        self.closed = False
        self._plugged = threading.Event()
        self._plugged.set()
        self._closing = threading.Event()
        self._index = 0

    def unplug(self) -> None:
        self._plugged.clear()

    def plug_in(self) -> None:
        self._plugged.set()

    @property
    def state(self) -> SourceState:
        if self._plugged.is_set():
            return SourceState("ok", 0.0, 0, "")
        return SourceState("lost", 12.0, 3, "camera:0 is gone: reconnecting, last frame 12 s ago")

    def retry_now(self) -> None:
        self.retried = True

    def read(self) -> Frame | None:
        self._closing.wait(1 / FPS)
        while not self._plugged.wait(0.01):
            if self._closing.is_set():
                return None
        if self._closing.is_set():
            return None
        self._index += 1
        now = time.monotonic_ns()
        return Frame(picture(self._index), self._index, now, now, self.info)

    def close(self) -> None:
        self.closed = True
        self._closing.set()


class FakeSources:
    """Opens fakes by address and keeps them; SLOW waits until `release` is set."""

    def __init__(self) -> None:
        self.opened: list[FakeFilm | FakeCamera] = []
        self.addresses: list[str] = []
        self.release = threading.Event()

    def open(self, address: str) -> FakeFilm | FakeCamera:
        self.addresses.append(address)
        if address.endswith(MISSING):
            raise SourceError(f"{address} does not exist")
        if address == SLOW:
            self.release.wait(60)
        source = FakeCamera() if address.startswith("camera:") else FakeFilm(Path(address).name)
        self.opened.append(source)
        return source


def make_session(
    open_source: Callable[[str], FakeFilm | FakeCamera],
    *,
    exit_at_end: bool = False,
    settings: Settings | None = None,
) -> Session:
    """A session with the fake detector, or with stored results; the caller closes it."""
    store = SettingsStore(settings or replace(Settings(), model="first", imgsz=416))

    def factory(wanted: Settings) -> FakeDetector | StoredDetector:
        stored = results_path(wanted.model)
        return fake_detector(wanted) if stored is None else StoredDetector(ResultFile(stored))

    return Session(store, DetectorSwitch(factory, store), open_source, Annotator, exit_at_end=exit_at_end)


def rendered(index=0, *, repeat=False, image=None):
    pixels = picture(index) if image is None else publish(image)
    frame = Frame(pixels, index, 0, 0, FakeFilm().info, repeat=repeat)
    settings = Settings()
    inference = fake_detector(settings).submit([frame.image], settings).result()[0]
    return Rendered(Detected(frame, inference, settings), None)
