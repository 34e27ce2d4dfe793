"""The figures of the status bar: what each says, and the longer story in its tooltip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yolocam.darknet.names import shown_names
from yolocam.frame import ModelInfo, SourceInfo
from yolocam.pipeline.stats import Snapshot, Spread
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import device_text, model_text
from yolocam.ui.widgets.geometry import isolated

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


def figure_kinds() -> dict[FigureName, FigureKind]:
    """Return the kinds of all figures, from left to right."""
    rate, size = tr("{number} fps"), "0000×0000"
    source = f"{size} · {rate.format(number='00')}"
    shown = tr("screen {number} fps").format(number="000.0")
    network = tr("network {number} ms").format(number="0000")
    latency = tr("latency {number} ms").format(number="0000")
    dropped = tr("%n dropped/min", number=9999)
    return {
        "source": FigureKind(tr("Source"), source, "fps", 6),
        "model": FigureKind(tr("Model"), "yolov3-tiny · 0000", "stages", 4),
        "device": FigureKind(tr("Device"), "CPU bf16", "stages", 5),
        "rate": FigureKind(tr("Frame rate"), shown, "fps", 0),
        "inference": FigureKind(tr("Inference"), network, "stages", 1),
        "latency": FigureKind(tr("Latency"), latency, "latency", 2),
        "drops": FigureKind(tr("Dropped"), dropped, "drops", 3),
    }


@dataclass(frozen=True, slots=True)
class FigureText:
    """What a figure says now, and the sentences of its tooltip."""

    text: str
    tip: tuple[str, ...]


def describe(
    snapshot: Snapshot | None, info: SourceInfo | None, model: ModelInfo | None, *, paused: bool = False
) -> dict[FigureName, FigureText]:
    """Return every figure's text; a dash stands for what is not known, and for what an image has not."""
    return {
        "source": _source(info),
        "model": _model(model),
        "device": _device(model),
        "rate": _rate(snapshot, info, paused=paused),
        "inference": _inference(snapshot),
        "latency": _latency(snapshot),
        "drops": _drops(snapshot, info),
    }


def _source(info: SourceInfo | None) -> FigureText:
    if info is None:
        return FigureText(_UNKNOWN, (tr("Nothing is open."),))
    width, height = info.size_wh
    size = isolated(f"{width}×{height}")
    if info.fps is None or info.kind == "image":
        tip = tr("{name}: {size} pixels.").format(name=info.name, size=size)
        return FigureText(size, (tip,))
    rate = tr("{number} fps").format(number=f"{float(info.fps):.4g}")
    tip = tr("{name}: {size} pixels, {rate}.").format(name=info.name, size=size, rate=rate)
    return FigureText(f"{size} · {rate}", (tip,))


def _model(model: ModelInfo | None) -> FigureText:
    if model is None:
        return FigureText(_UNKNOWN, (tr("No model is ready yet."),))
    width, height = model.size_wh
    size = isolated(f"{width}×{height}")
    size = tr("{model} has an input of {size} pixels.").format(model=model.name, size=size)
    classes = tr("It detects %n classes.", "It detects 1 class.", len(shown_names(model.class_names)))
    return FigureText(model_text(model), (size, classes))


def _device(model: ModelInfo | None) -> FigureText:
    if model is None:
        return FigureText(_UNKNOWN, (tr("No model is ready yet."),))
    if model.stored is not None:
        text = tr("These results are stored in {file}: no model runs.")
        return FigureText(tr("stored"), (text.format(file=model.stored.file_name),))
    device = device_text(model.device)
    note = tr("Note: {text}.").format(text=model.left_out) if model.left_out else ""
    text = tr("The model runs on {device} in {precision}.").format(device=device, precision=model.precision)
    return FigureText(f"{device} {model.precision}", (text, note))


def _rate(snapshot: Snapshot | None, info: SourceInfo | None, *, paused: bool) -> FigureText:
    if snapshot is None:
        return FigureText(_UNKNOWN, (tr("Not measured: nothing is running."),))
    if info is not None and info.kind == "image":
        return FigureText(_UNKNOWN, (tr("Images have no frame rate."),))
    if paused:
        return FigureText(tr("Paused"), (tr("No frames are shown while playback is paused."),))
    captured, inferred, shown = (snapshot.rates.get(n, 0.0) for n in ("capture", "inference", "display"))
    tip = tr("Frames per second: {captured} captured, {inferred} inferred, {shown} shown.")
    tip = tip.format(captured=f"{captured:.1f}", inferred=f"{inferred:.1f}", shown=f"{shown:.1f}")
    return FigureText(tr("screen {number} fps").format(number=_pad(shown, 4, 1)), (tip,))


def _inference(snapshot: Snapshot | None) -> FigureText:
    spread = snapshot.stages.get("infer") if snapshot else None
    if spread is None:
        return FigureText(_UNKNOWN, (tr("Not measured: nothing is running."),))
    tip = tr("Time the model takes for one frame.")
    text = tr("network {number} ms").format(number=_pad(spread.recent, 3, 1 if spread.recent < 10 else 0))
    return FigureText(text, (tip, _spread(spread)))


def _latency(snapshot: Snapshot | None) -> FigureText:
    spread = snapshot.stages.get("latency") if snapshot else None
    if spread is None:
        return FigureText(_UNKNOWN, (tr("Not measured: nothing is running."),))
    tip = tr("From the capture of a frame until it is on the screen.")
    text = tr("latency {number} ms").format(number=_pad(spread.recent, 3, 0))
    return FigureText(text, (tip, _spread(spread)))


def _drops(snapshot: Snapshot | None, info: SourceInfo | None) -> FigureText:
    if snapshot is None:
        return FigureText(_UNKNOWN, (tr("Not measured: nothing is running."),))
    if info is not None and info.kind == "image":
        return FigureText(_UNKNOWN, (tr("Images are never dropped."),))
    dropped = snapshot.dropped
    total = sum(dropped.values())
    tip = tr(
        "{capture} because the model was busy, {display} because the window was busy, "
        "{record} because the recording was busy."
    )
    counts = {cause: dropped.get(cause, 0) for cause in ("capture", "display", "record")}
    whole = tr("%n frames dropped so far:", "1 frame dropped so far:", total)
    recent = tr("%n dropped/min", number=snapshot.dropped_last_minute)
    return FigureText(recent, (f"{whole} {tip.format(**counts)}",))


def _spread(spread: Spread) -> str:
    text = tr("Half take less than {p50} ms, 95 % less than {p95} ms.")
    return text.format(p50=f"{spread.p50:.1f}", p95=f"{spread.p95:.1f}")


def _pad(value: float, width: int, decimals: int) -> str:
    return f"{value:{width}.{decimals}f}".replace(" ", _FIGURE_SPACE)
