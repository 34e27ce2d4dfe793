"""What flows through the pipeline: each type holds the one before it, so the direction is visible."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from yolocam.detections import Candidates, Detections
from yolocam.settings import Settings

Image = NDArray[np.uint8]
"""uint8 (H, W, 3), BGR, C-contiguous."""

SourceKind = Literal["image", "video", "camera", "screen", "stream", "synthetic", "sequence"]


class SourceSound(Protocol):
    """The newest sound of a live source; may be read on any thread."""

    @property
    def newest_ns(self) -> int | None:
        """Until when there is sound, which counts like `Frame.captured_ns`; None where there was none yet."""

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
    starts_ns: tuple[int, ...] = ()
    """Where each file of several begins, on the time that a seek takes; empty where there is one."""


@dataclass(frozen=True, slots=True)
class Colours:
    """How brightness and colour differences are numbers: by BT.709 or BT.601, from 0 or from 16."""

    bt709: bool
    full_range: bool


class CardImage(Protocol):
    """An image that a graphics card decoded and that lies in its memory."""

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height in pixels, both even."""

    @property
    def colours(self) -> Colours:
        """What the planes' numbers mean."""

    @property
    def planes(self) -> tuple[Any, Any]:
        """Objects with `__dlpack__`: uint8 (H, W) brightness, and (H/2, W/2, 2) colour differences (NV12)."""

    def host(self) -> Image:
        """Return the published image, brought to the computer's memory at the first call; any thread."""


@dataclass(frozen=True, eq=False)
class Frame:
    """One image of a source.

    `image` is read-only once the frame is published (see `publish`). `index` counts the frames of
    its source from 0; a gap reveals a drop. `pts_ns` is media time and `captured_ns` is
    `time.monotonic_ns()` at the moment the image was complete, both in nanoseconds. `repeat` marks
    a frame that is sent again, because a setting changed while paused; recorders skip it. `jumps` counts
    the seeks and loops since the source was opened: with another count a frame does not follow the one
    before it. Of a frame that lies on a graphics card (`card_frame`) `image` is brought over when it
    is asked for.
    """

    image: Image
    index: int
    pts_ns: int
    captured_ns: int
    source: SourceInfo
    repeat: bool = False
    jumps: int = 0
    offset_ns: int | None = None
    """Where its file begins among several that can be sought, in nanoseconds; None where there is one."""

    @property
    def position_ns(self) -> int:
        """Where it is on the time that a seek takes: its media time, of several files behind those before."""
        return self.pts_ns + (self.offset_ns or 0)

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height of the image in pixels."""
        card = self.on_card
        return (self.image.shape[1], self.image.shape[0]) if card is None else card.size_wh

    @property
    def on_card(self) -> CardImage | None:
        """The image where it lies on a graphics card, else None."""
        held: Image | CardImage = self.__dict__["image"]
        return None if isinstance(held, np.ndarray) else held

    def with_times(self, **changes: int) -> Frame:
        """Return the frame with other numbers, its image left where it is."""
        changed = copy(self)
        changed.__dict__.update(changes)
        return changed


class _HeldImage:
    """Gives a frame's image; one on a card is brought over."""

    def __get__(self, frame: Frame, owner: type[Frame]) -> Image:
        held: Image | CardImage = frame.__dict__["image"]
        return held if isinstance(held, np.ndarray) else held.host()

    def __set__(self, frame: Frame, held: Image | CardImage) -> None:
        frame.__dict__["image"] = held


type.__setattr__(Frame, "image", _HeldImage())


def card_frame(card: CardImage, index: int, pts_ns: int, captured_ns: int, source: SourceInfo) -> Frame:
    """Return a frame whose image lies on a graphics card."""
    return Frame(cast(Image, card), index, pts_ns, captured_ns, source)


def publish(image: Image) -> Image:
    """Make an image read-only: from here on several threads look at it."""
    image.flags.writeable = False
    return image


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
    """One frame's share of the time its batch took, in nanoseconds, measured around a synchronisation.

    `thread_ns` is what the network took of the time of the thread that asked for it, 0 where nobody counted.
    """

    prepare_ns: int = 0
    network_ns: int = 0
    postprocess_ns: int = 0
    thread_ns: int = 0

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
    `stayed_s` is how long one that "left" was there. `again` marks what was noticed, and counted, when the
    same part of a film was played before.
    """

    kind: str
    pts_ns: int
    time: datetime | None = None
    place: str | None = None
    track_id: int | None = None
    class_id: int | None = None
    confidence: float | None = None
    rule: str | None = None
    stayed_s: float | None = None
    again: bool = False


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
