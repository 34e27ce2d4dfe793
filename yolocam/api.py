"""yolocam as a library: `from yolocam import Detector, track`. Loading it changes nothing in the program."""

from __future__ import annotations

import operator
import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, overload

import numpy as np

from yolocam.detections import Detections
from yolocam.errors import SettingsError
from yolocam.files.bounded import shown
from yolocam.frame import Detected, Frame, Image, SourceInfo
from yolocam.loading import make_detector, model_files
from yolocam.selection import weak_confidence
from yolocam.settings import DEFAULT_MODEL, Settings

__all__ = ["Detections", "Detector", "track"]


class Detector:
    """A network that finds objects in images; may be used by several threads at once.

    `model` is a name that `yolocam models` lists; `cfg` and `weights`, with `names` of the classes, are a
    network of your own. `device` is auto, cpu, cuda or mps, `precision` auto, fp32, bf16, fp16 or int8. Other
    keywords are fields of `yolocam.settings.Settings`: confidence, iou, imgsz, classes (a set of numbers),
    max_det, threshold_on. Raises a `yolocam.errors.YolocamError` when something cannot be had.
    """

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        *,
        cfg: str | Path | None = None,
        weights: str | Path | None = None,
        names: str | Path | None = None,
        **settings: Any,
    ) -> None:
        paths = (None if path is None else Path(path) for path in (cfg, weights, names))
        files = model_files(model, *paths)
        self.settings = _settings(Settings(model=files.name), settings)
        self.class_names: tuple[str, ...] = tuple(files.class_names)
        self._lock = threading.Lock()  # the network belongs to one thread at a time
        with _environment_kept():
            self._detector = make_detector(files, self.settings)
        self._detector.input_size(self.settings)

    @overload
    def detect(self, images: Image, **settings: Any) -> Detections: ...
    @overload
    def detect(self, images: Sequence[Image], **settings: Any) -> list[Detections]: ...
    def detect(self, images: Image | Sequence[Image], **settings: Any) -> Detections | list[Detections]:
        """Return the objects in an image, or in each of several, which go through the network together.

        Images are uint8 (H, W, 3), BGR as OpenCV reads them. Keywords change the settings for this call.
        """
        single = isinstance(images, np.ndarray) and images.ndim == 3
        batch = [_checked(image) for image in ([images] if single else images)]
        if not batch:
            return []
        wanted = _settings(self.settings, settings)
        with self._lock:
            found = [one.detections for one in self._detector.submit(batch, wanted).result()]
        return found[0] if single else found

    __call__ = detect

    def track(
        self,
        source: str | Path | Iterable[tuple[float, Image]],
        *,
        method: Literal["bytetrack", "ocsort"] = "bytetrack",
        **settings: Any,
    ) -> Iterator[Detected]:
        """Yield each frame of a source with its objects, which keep their `track_id` from frame to frame.

        `source` is a file, a folder, a camera or an address, as `yolocam` takes it; or pairs of a time in
        seconds and an image. What is yielded has `frame` (image, index, pts_ns) and `detections`.
        """
        from yolocam.pipeline.process import ProcessStage
        from yolocam.pipeline.stats import Stats
        from yolocam.pipeline.tracking.track_processor import TrackProcessor

        wanted = _settings(self.settings, settings)
        wanted = replace(wanted, floor=weak_confidence(wanted.confidence))
        process = ProcessStage([TrackProcessor(method)], Stats(), _fail)
        for frame in _frames(source):
            with self._lock:
                (inference,) = self._detector.submit([frame.image], wanted).result()
            yield process.process(Detected(frame, inference, wanted))

    def close(self) -> None:
        """Release what the device holds."""
        with self._lock:
            self._detector.close()

    def __enter__(self) -> Detector:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()


def track(
    source: str | Path | Iterable[tuple[float, Image]],
    *,
    detector: Detector | None = None,
    method: Literal["bytetrack", "ocsort"] = "bytetrack",
    **settings: Any,
) -> Iterator[Detected]:
    """Yield each frame of a source with its tracked objects, see `Detector.track`; by default's network."""
    if detector is not None:
        yield from detector.track(source, method=method, **settings)
        return
    with Detector() as own:
        yield from own.track(source, method=method, **settings)


def _frames(source: str | Path | Iterable[tuple[float, Image]]) -> Iterator[Frame]:
    if isinstance(source, str | Path):
        from yolocam.pipeline.sources import open_source

        opened = open_source(str(source))
        try:
            while (frame := opened.read()) is not None:
                yield frame
        finally:
            opened.close()
        return
    info: SourceInfo | None = None
    for index, (seconds, image) in enumerate(source):
        image = _checked(image).view()
        image.flags.writeable = False
        size_wh = image.shape[1], image.shape[0]
        if info is None or info.size_wh != size_wh:
            info = SourceInfo("images", "video", size_wh)
        yield Frame(image, index, round(seconds * 1e9), time.monotonic_ns(), info)


def _checked(image: Any) -> Image:
    if not isinstance(image, np.ndarray) or image.dtype != np.uint8 or image.shape[2:] != (3,):
        found = f"{image.dtype} {image.shape}" if isinstance(image, np.ndarray) else type(image).__name__
        raise SettingsError(f"an image is {found}, expected a numpy array, uint8 (height, width, 3), BGR")
    if not image.size:
        raise SettingsError(f"an image is {image.shape}, expected at least one pixel")
    return np.ascontiguousarray(image)


def _settings(settings: Settings, changes: dict[str, Any]) -> Settings:
    if changes.get("classes") is not None:
        changes = {**changes, "classes": _class_numbers(changes["classes"])}
    try:
        return replace(settings, **changes)
    except TypeError as error:
        unknown = ", ".join(sorted(changes.keys() - set(Settings.__dataclass_fields__)))
        raise SettingsError(
            f"{unknown}: no such setting, expected fields of yolocam.settings.Settings"
        ) from error


def _class_numbers(classes: Any) -> frozenset[int]:
    try:
        return frozenset(map(operator.index, classes))
    except TypeError as error:
        raise SettingsError(
            f"classes is {shown(classes)}, expected class numbers such as {{0, 2}}"
        ) from error


def _fail(sentence: str) -> None:
    raise RuntimeError(sentence)


@contextmanager
def _environment_kept() -> Iterator[None]:
    """Undo what the network's libraries are told by the environment while they load."""
    before = dict(os.environ)
    try:
        import cv2  # noqa: F401 - writes to it

        import yolocam.model.detector  # noqa: F401 - imports torch, which reads it

        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update({name: value for name, value in before.items() if os.environ.get(name) != value})
