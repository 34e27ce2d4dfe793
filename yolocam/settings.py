"""Settings that change while the pipeline runs: one field is one control in the window and one flag."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from yolocam.errors import SettingsError
from yolocam.files.bounded import shown

ControlKind = Literal["slider", "choice", "check", "classes", "model"]

STRIDE = 32
"""Resolutions are multiples of this, the deepest stride of the ordinary Darknet detectors."""

DEFAULT_MODEL = "yolo-fastest-1.1-xl"
"""The network that is taken when nobody chooses one; it ships with yolocam."""

TUTORIAL_MODEL = "yolov3-tiny"
"""The network of the PyTorch tutorials that ships with yolocam."""

MAX_IMGSZ = 2560
"""Largest accepted side of the network input, so that a typing slip cannot ask for gigabytes."""


MAX_DET = 100_000
"""Most detections in one image that can be asked for; a network proposes fewer."""


@dataclass(frozen=True, slots=True)
class Control:
    """How a field is shown and typed: the window and the command line are both made from this.

    `low`, `high` and `step` bound a slider (inclusive); `choices` lists the values of a choice.
    `flag` is the command-line option. `section` groups controls in the window, where those that few
    people need are `advanced` and folded away.
    """

    kind: ControlKind
    label: str
    help: str
    flag: str
    section: Literal["Detection", "Model", "Tracking", "Look", "Playback"] = "Detection"
    low: float = 0.0
    high: float = 1.0
    step: float = 0.01
    choices: tuple[str, ...] = ()
    advanced: bool = False


def _control(default: Any, *args: Any, **options: Any) -> Any:
    return field(default=default, metadata={"control": Control(*args, **options)})


@dataclass(frozen=True, slots=True)
class Settings:
    """One immutable set of choices; a change makes a new object (see `SettingsStore.update`).

    Raises SettingsError when a value is outside its range.
    """

    confidence: float = _control(
        0.25, "slider", "Confidence",
        "Hide detections less confident than this.", "--conf",
    )  # fmt: skip
    iou: float = _control(
        0.45, "slider", "Overlap (IoU)",
        "Drop a box that overlaps a better one of its class by more than this.", "--iou",
    )  # fmt: skip
    imgsz: int = _control(
        0, "slider", "Resolution",
        "Side of the network's input in pixels: a higher resolution finds smaller objects, but is slower. "
        "0 picks the one at which the model is best; the window picks the best that keeps up.",
        "--imgsz", low=160, high=1280, step=STRIDE,
    )  # fmt: skip
    threshold_on: str = _control(
        "score", "choice", "Threshold on",
        "What the confidence is compared with: the score (objectness times class probability, as in "
        "Darknet) or the objectness alone (as in the tutorials).",
        "--threshold-on", choices=("score", "objectness"), advanced=True,
    )  # fmt: skip
    max_det: int = _control(
        300, "slider", "Max detections", "Keep at most this many detections in one image.", "--max-det",
        low=1, high=1000, step=1, advanced=True,
    )  # fmt: skip
    classes: frozenset[int] | None = _control(
        None, "classes", "Classes", "Show only these classes.", "--classes",
    )  # fmt: skip
    model: str = _control(
        DEFAULT_MODEL, "model", "Model", "The network that detects objects.", "--model",
        section="Model",
    )  # fmt: skip
    engine: str = _control(
        "auto", "choice", "Engine",
        "What runs the network: auto takes what is best on the device.", "--engine", section="Model",
        advanced=True,
    )  # fmt: skip
    device: str = _control(
        "auto", "choice", "Device", "Where the network runs; auto uses a GPU if there is one.",
        "--device", section="Model", choices=("auto", "cpu", "cuda", "mps"), advanced=True,
    )  # fmt: skip
    precision: str = _control(
        "auto", "choice", "Precision",
        "Number format inside the network. auto uses the fastest exact one of this device. int8 is faster "
        "still on a processor; the first time it starts after about 60 frames, and only if it stays "
        "accurate.",
        "--precision", section="Model", choices=("auto", "fp32", "bf16", "fp16", "int8"), advanced=True,
    )  # fmt: skip
    fit: str = _control(
        "auto", "choice", "Fit",
        "How a frame fits into the network's input: letterbox keeps its proportions, stretch fills the "
        "input, auto does what the model was trained with.",
        "--fit", section="Model", choices=("auto", "letterbox", "stretch"), advanced=True,
    )  # fmt: skip
    rect: bool = _control(
        False, "check", "Rectangular input",
        "Use an input of the frame's shape instead of a square with grey bars: a quarter faster at 4:3, "
        "two fifths at 16:9, with nearly the same detections.",
        "--rect", section="Model", advanced=True,
    )  # fmt: skip
    palette: str = _control(
        "clear", "choice", "Palette", "Box colours, one for each class.",
        "--palette", section="Look",
    )  # fmt: skip
    labels: bool = _control(
        True, "check", "Labels", "Write the class name on each box.", "--hide-labels",
        section="Look",
    )  # fmt: skip
    scores: bool = _control(
        True, "check", "Scores", "Write the score after the class name.", "--hide-conf",
        section="Look",
    )  # fmt: skip
    label_size: str = _control(
        "auto", "choice", "Label size", "How large the labels are; auto suits the image.",
        "--label-size", section="Look", choices=("auto", "small", "large"),
    )  # fmt: skip
    line_width: int = _control(
        0, "slider", "Line width", "Width of the box lines in pixels; 0 fits it to the image.",
        "--line-width", section="Look", low=0, high=20, step=1,
    )  # fmt: skip
    colour_by: str = _control(
        "class", "choice", "Colour by",
        "Colour boxes by class or, with tracking, by object.",
        "--colour-by", section="Tracking", choices=("class", "track"),
    )  # fmt: skip
    trails: bool = _control(
        False, "check", "Trails", "Draw the recent path of each tracked object.", "--trails",
        section="Tracking",
    )  # fmt: skip
    show_fps: bool = _control(
        False, "check", "Frame rate", "Write the frames per second on the image.", "--show-fps",
        section="Look",
    )  # fmt: skip

    frames: str = _control(
        "auto", "choice", "Frames",
        "live skips frames to keep up, every processes all of them, auto is live for cameras and every "
        "for files; of a film that the window only shows, auto skips what the model is too slow for.",
        "--frames", section="Playback", choices=("auto", "live", "every"), advanced=True,
    )  # fmt: skip

    floor: float | None = None
    """Keep every candidate with an objectness above this beside the detections, so that stored results can
    be looked at with other thresholds; no control, because it changes nothing that is shown."""

    def __post_init__(self) -> None:
        for name in ("confidence", "iou"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:  # also false for NaN
                percent = f" such as {value / 100:g}" if 10 <= value <= 100 else ""
                raise SettingsError(f"{name} is {shown(value)}, expected a number from 0 to 1{percent}")
        self._check_imgsz()
        if not 1 <= self.max_det <= MAX_DET:
            raise SettingsError(f"max_det is {shown(self.max_det)}, expected 1 to {MAX_DET}")
        if not 0 <= self.line_width <= 100:
            raise SettingsError(f"line_width is {shown(self.line_width)}, expected 0 to 100 pixels")
        for name in ("threshold_on", "precision", "fit", "label_size", "colour_by", "frames"):
            choices = control_of(name).choices
            if getattr(self, name) not in choices:
                raise SettingsError(
                    f"{name} is '{getattr(self, name)}', expected one of {', '.join(choices)}"
                )

        if self.floor is not None and not 0.0 <= self.floor <= 1.0:
            raise SettingsError(f"floor is {shown(self.floor)}, expected a number from 0 to 1")

    def _check_imgsz(self) -> None:
        size = self.imgsz
        if size == 0:
            return
        if not STRIDE <= size <= MAX_IMGSZ:
            raise SettingsError(f"imgsz is {shown(size)}, expected {STRIDE} to {MAX_IMGSZ}")
        if size % STRIDE:
            low = max(size // STRIDE * STRIDE, STRIDE)
            raise SettingsError(
                f"imgsz is {size}, expected a multiple of {STRIDE} such as {low} or {low + STRIDE}"
            )


def control_of(name: str) -> Control:
    """Return the control of the field `name`; KeyError if there is no such field."""
    return controls()[name]


@cache
def controls() -> Mapping[str, Control]:
    """Return the control of every field that has one, in the order in which they are shown."""
    found = {f.name: f.metadata["control"] for f in fields(Settings) if "control" in f.metadata}
    return MappingProxyType(found)


PRESETS: dict[str, dict[str, Any]] = {
    "darknet": {"confidence": 0.25, "iou": 0.45, "threshold_on": "score"},
    "tutorial": {"confidence": 0.5, "iou": 0.4, "threshold_on": "objectness"},
}
"""Thresholds as Darknet itself has them, and as the PyTorch tutorials have them."""


class SettingsStore:
    """The one thing that is shared: holds the current Settings and swaps them whole.

    Reading `current` needs no lock. Writers are serialised by `_lock`. Listeners are told that
    something changed, never what: they read `current`.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []  # guarded by _lock
        self.current = settings if settings is not None else Settings()

    def update(self, **changes: Any) -> Settings:
        """Swap in a copy with these fields changed; SettingsError leaves the current one in place."""
        with self._lock:
            changed = replace(self.current, **changes)
            same = changed == self.current
            self.current = changed
            listeners = list(self._listeners)
        if not same:
            for listener in listeners:
                listener()
        return changed

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change, on the thread that made it; returns the way to stop it."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe
