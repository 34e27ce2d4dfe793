"""What flows through the pipeline: each type holds the one before it, so the direction is visible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import YolocamError
from yolocam.letterbox import Placement
from yolocam.settings import Settings

Image = NDArray[np.uint8]
"""uint8 (H, W, 3), BGR, C-contiguous."""

SourceKind = Literal["image", "video", "camera", "screen", "stream", "synthetic", "sequence"]


class SourceSound(Protocol):
    """The newest sound of a live source; may be read on any thread."""

    def read(self, at_ns: int, count: int) -> NDArray[np.float32]:
        """Return float32 (2, count) at 48 kHz from a moment on, which counts like `Frame.captured_ns`.

        There is silence where there is no sound.
        """


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of one source before its first frame.

    `name` is unique within a run: a file name, a path relative to the folder that was given, or an
    address such as `camera:0`. `path` is the file, None where there is none. `size_wh` is in pixels.
    `time_base` is the unit in seconds of the container's own time stamps. `pixel_aspect` is the width of
    a pixel over its height, None where they are square. `sound` is that of a live source, None where it has
    none; a file with `has_audio` is read anew for it.
    """

    name: str
    kind: SourceKind
    size_wh: tuple[int, int]
    path: Path | None = None
    fps: Fraction | None = None
    time_base: Fraction | None = None
    frame_count: int | None = None
    duration_ns: int | None = None
    live: bool = False
    has_audio: bool = False
    seekable: bool = False
    pixel_aspect: Fraction | None = None
    sound: SourceSound | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One image of a source.

    `image` is read-only once the frame is published (see `publish`). `index` counts the frames of
    its source from 0; a gap reveals a drop. `pts_ns` is media time and `captured_ns` is
    `time.monotonic_ns()` at the moment the image was complete, both in nanoseconds. `repeat` marks
    a frame that is sent again, because a setting changed while paused; recorders skip it. `jumps` counts
    the seeks and loops since the source was opened: with another count a frame does not follow the one
    before it.
    """

    image: Image
    index: int
    pts_ns: int
    captured_ns: int
    source: SourceInfo
    repeat: bool = False
    jumps: int = 0

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height of the image in pixels."""
        return self.image.shape[1], self.image.shape[0]


def publish(image: Image) -> Image:
    """Make an image read-only: from here on several threads look at it."""
    image.flags.writeable = False
    return image


@dataclass(frozen=True, eq=False, kw_only=True)
class Detections:
    """The objects found in one frame, as columns of N rows, strongest first; N may be 0.

    `xyxy` float32 (N, 4): x1, y1, x2, y2 in pixels of the original frame, clipped to it.
    `objectness` and `class_score` float32 (N,) in 0..1. `class_id` int32 (N,). `track_id` int32 (N,) is
    the identity that a tracker gave, -1 where it gave none; None where nothing tracks.
    """

    xyxy: NDArray[np.float32]
    objectness: NDArray[np.float32]
    class_score: NDArray[np.float32]
    class_id: NDArray[np.int32]
    track_id: NDArray[np.int32] | None = None

    @cached_property
    def confidence(self) -> NDArray[np.float32]:
        """Objectness times class score, float32 (N,)."""
        return self.objectness * self.class_score

    def __len__(self) -> int:
        return len(self.class_id)

    def select(self, rows: NDArray[Any]) -> Detections:
        """Return the rows that a boolean mask or an index array picks."""
        return Detections(
            xyxy=self.xyxy[rows],
            objectness=self.objectness[rows],
            class_score=self.class_score[rows],
            class_id=self.class_id[rows],
            track_id=None if self.track_id is None else self.track_id[rows],
        )

    def to_supervision(self, class_names: Sequence[str] = ()) -> Any:
        """Return the same as `supervision.Detections`; with `class_names`, they stand in its `data`.

        Objects without a track have -1 for `tracker_id`. Needs the package supervision (YolocamError).
        """
        try:
            import supervision
        except ImportError as error:
            raise YolocamError("to_supervision needs supervision: pip install supervision") from error
        names = [class_names[i] if i < len(class_names) else f"class {i}" for i in self.class_id.tolist()]
        return supervision.Detections(
            xyxy=self.xyxy.copy(),
            confidence=self.confidence.copy(),
            class_id=self.class_id.astype(int),
            tracker_id=None if self.track_id is None else self.track_id.astype(int),
            data={"class_name": np.array(names, dtype=str)} if class_names else {},
        )

    @staticmethod
    def empty() -> Detections:
        """Return the result of a frame in which nothing was found."""
        none = np.zeros(0, np.float32)
        return Detections(
            xyxy=np.zeros((0, 4), np.float32),
            objectness=none,
            class_score=none,
            class_id=np.zeros(0, np.int32),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """What a network proposes for one frame, as N rows before overlaps are settled, in the network's order.

    Every proposal whose objectness is above `floor` is there, whatever the other settings are: from them
    `selection.select` makes the Detections of any settings. `xyxy` float32 (N, 4) is in pixels of the
    network's input and not clipped, `place` says where the frame lay in it; the other columns are
    those of Detections.
    """

    xyxy: NDArray[np.float32]
    objectness: NDArray[np.float32]
    class_score: NDArray[np.float32]
    class_id: NDArray[np.int32]
    place: Placement
    floor: float

    def __len__(self) -> int:
        return len(self.class_id)

    def select(self, rows: NDArray[Any]) -> Candidates:
        """Return the rows that a boolean mask or an index array picks."""
        return replace(
            self,
            xyxy=self.xyxy[rows],
            objectness=self.objectness[rows],
            class_score=self.class_score[rows],
            class_id=self.class_id[rows],
        )


@dataclass(frozen=True, slots=True)
class StoredInfo:
    """The file that results come from where no network runs.

    Below the confidence `floor` it holds nothing. `complete` says whether overlaps can be settled anew,
    `painted` whether the boxes stand in the image already, as in a recording.
    """

    file_name: str
    floor: float
    complete: bool
    painted: bool = False


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The network that made a result; `left_out` is a sentence on what would make it quicker."""

    name: str
    class_names: tuple[str, ...]
    size_wh: tuple[int, int]
    device: str
    precision: str
    stored: StoredInfo | None = None
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """One frame's share of the time its batch took, in nanoseconds, measured around a synchronisation."""

    prepare_ns: int = 0
    network_ns: int = 0
    postprocess_ns: int = 0

    @property
    def total_ns(self) -> int:
        """Sum of the three parts."""
        return self.prepare_ns + self.network_ns + self.postprocess_ns


@dataclass(frozen=True, slots=True, eq=False)
class Inference:
    """What a detector returns for one frame; `candidates` where the settings have a floor."""

    detections: Detections
    timing: Timing
    model: ModelInfo
    candidates: Candidates | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What a processor noticed in a frame: of a region "entered", "left"; of a line "in", "out".

    `pts_ns` is media time, `time` the wall clock of a live source. `place` is the region or line; `track_id`,
    `class_id` and `confidence` say which object, None where it is of none. `rule` is the rule that was met.
    """

    kind: str
    pts_ns: int
    time: datetime | None = None
    place: str | None = None
    track_id: int | None = None
    class_id: int | None = None
    confidence: float | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class OverlayShape:
    """A line or an area that is drawn beneath the boxes: `points` float64 (N, 2) in pixels of the frame.

    `closed` tells an area from a line, which `arrow` crosses the way that counts as in. `label` stands at it.
    The colour is that of the object of `class_id` and `track_id`, else white. A region has its `name`, and
    how many are `inside`, if it counts.
    """

    points: NDArray[np.float64]
    closed: bool = False
    arrow: bool = False
    label: str = ""
    class_id: int | None = None
    track_id: int | None = None
    name: str = ""
    inside: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Detected:
    """A frame, what was found in it, the settings under which it was found, and what happened in it.

    `shapes` are drawn beneath the boxes. `inside`: bool (N,) for each area, which objects lie in it.
    """

    frame: Frame
    inference: Inference
    settings: Settings
    events: tuple[Event, ...] = ()
    shapes: tuple[OverlayShape, ...] = ()
    inside: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    @property
    def detections(self) -> Detections:
        """The objects found, in pixels of the frame."""
        return self.inference.detections

    @property
    def model(self) -> ModelInfo:
        """The network that found them."""
        return self.inference.model


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A detected frame and its annotated image; `image` is None when no sink asked for one."""

    detected: Detected
    image: Image | None

    @property
    def frame(self) -> Frame:
        """The frame as the processors left it."""
        return self.detected.frame
