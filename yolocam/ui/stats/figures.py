"""The figures of the status bar: what each says, and the longer story in its tooltip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yolocam.darknet.names import shown_names
from yolocam.frame import ModelInfo, SourceInfo
from yolocam.pipeline.stats import Snapshot, Spread
from yolocam.ui.widgets.formatting import device_text, model_text, tooltip

FigureName = Literal["source", "model", "device", "rate", "inference", "latency", "drops"]
CurveName = Literal["fps", "stages", "latency", "drops"]

_FIGURE_SPACE = "\u2007"  # as wide as a digit
_UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class FigureKind:
    """One figure: `title` for screen readers, `widest` text it must hold, `curve` a click leads to.

    In a narrow window figures of a low `rank` stay and the others go.
    """

    title: str
    widest: str
    curve: CurveName
    rank: int


FIGURES: dict[FigureName, FigureKind] = {
    "source": FigureKind("Source", "0000×0000 · 00 fps", "fps", 6),
    "model": FigureKind("Network", "yolov3-tiny · 0000", "stages", 4),
    "device": FigureKind("Device", "CPU bf16", "stages", 5),
    "rate": FigureKind("Frame rate", "000.0 fps", "fps", 0),
    "inference": FigureKind("Inference", "000.0 ms", "stages", 1),
    "latency": FigureKind("Latency", "latency 0000 ms", "latency", 2),
    "drops": FigureKind("Dropped", "0000 dropped", "drops", 3),
}
"""From left to right."""


@dataclass(frozen=True, slots=True)
class FigureText:
    """What a figure says now."""

    text: str
    tip: str


_NOTHING = FigureText(_UNKNOWN, tooltip("Not measured: nothing is running."))


def describe(
    snapshot: Snapshot | None, info: SourceInfo | None, model: ModelInfo | None
) -> dict[FigureName, FigureText]:
    """Return every figure's text; a dash stands for what is not known."""
    return {
        "source": _source(info),
        "model": _model(model),
        "device": _device(model),
        "rate": _rate(snapshot),
        "inference": _inference(snapshot),
        "latency": _latency(snapshot),
        "drops": _drops(snapshot),
    }


def _source(info: SourceInfo | None) -> FigureText:
    if info is None:
        return FigureText(_UNKNOWN, tooltip("Nothing is open."))
    width, height = info.size_wh
    size = f"{width}×{height}"
    if info.fps is None:
        return FigureText(size, tooltip(f"{info.name}: {size} pixels."))
    rate = f"{float(info.fps):.4g} fps"
    return FigureText(f"{size} · {rate}", tooltip(f"{info.name}: {size} pixels, {rate}."))


def _model(model: ModelInfo | None) -> FigureText:
    if model is None:
        return FigureText(_UNKNOWN, tooltip("No network is ready yet."))
    width, height = model.size_wh
    kinds = f"It knows {len(shown_names(model.class_names))} kinds of things."
    return FigureText(
        model_text(model), tooltip(f"The network {model.name} sees {width}×{height} pixels.", kinds)
    )


def _device(model: ModelInfo | None) -> FigureText:
    if model is None:
        return FigureText(_UNKNOWN, tooltip("No network is ready yet."))
    if model.stored is not None:
        text = f"These are the results stored in {model.stored.file_name}: no network runs."
        return FigureText("stored", tooltip(text))
    device = device_text(model.device)
    quicker = [f"Note: {model.left_out}."] if model.left_out else []
    return FigureText(
        f"{device} {model.precision}",
        tooltip(f"The network runs on {device}, in {model.precision}.", *quicker),
    )


def _rate(snapshot: Snapshot | None) -> FigureText:
    if snapshot is None:
        return _NOTHING
    captured, inferred, shown = (snapshot.rates.get(n, 0.0) for n in ("capture", "inference", "display"))
    tip = f"Pictures in a second: {captured:.1f} captured, {inferred:.1f} looked at, {shown:.1f} shown."
    return FigureText(f"{_pad(shown, 4, 1)} fps", tooltip(tip))


def _inference(snapshot: Snapshot | None) -> FigureText:
    spread = snapshot.stages.get("infer") if snapshot else None
    if spread is None:
        return _NOTHING
    tip = tooltip("Time the network takes for one picture.", _spread(spread))
    return FigureText(f"{_pad(spread.recent, 4, 1)} ms", tip)


def _latency(snapshot: Snapshot | None) -> FigureText:
    spread = snapshot.stages.get("latency") if snapshot else None
    if spread is None:
        return _NOTHING
    tip = tooltip("From the moment a picture was captured until it is on the screen.", _spread(spread))
    return FigureText(f"latency {_pad(spread.recent, 3, 0)} ms", tip)


def _drops(snapshot: Snapshot | None) -> FigureText:
    if snapshot is None:
        return _NOTHING
    dropped = snapshot.dropped
    total = sum(dropped.values())
    causes = (
        f"{dropped.get('capture', 0)} skipped because the network was busy,",
        f"{dropped.get('display', 0)} because the window was busy,",
        f"{dropped.get('record', 0)} because the recording was busy.",
    )
    return FigureText(f"{total} dropped", tooltip("Pictures that were left out: " + " ".join(causes)))


def _spread(spread: Spread) -> str:
    return f"Half take under {spread.p50:.1f} ms, 95 of 100 under {spread.p95:.1f} ms."


def _pad(value: float, width: int, decimals: int) -> str:
    return f"{value:{width}.{decimals}f}".replace(" ", _FIGURE_SPACE)
