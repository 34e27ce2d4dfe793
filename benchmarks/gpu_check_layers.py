"""The steps of gpu_check.py for what a recording holds, and for videos that a card decodes."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import torch
from gpu_check_parts import Check, agreement, frames, graph_engine, median_ms

from yolocam.assets import asset
from yolocam.model.engines.cuda import recorded_layers
from yolocam.model.engines.cuda.recorded_layers import RecordedLayers, layers_for
from yolocam.pipeline.sources.files.video import VideoSource
from yolocam.settings import Settings


def layers(check: Check) -> None:
    """The layers of a recording against PyTorch's: how many are one call, how near, and how quick."""
    image, runs = frames(1)[0], 1 if check.dry else 21
    for name in ("yolov3-tiny",) if check.dry else ("yolov3-tiny", "yolov3", "yolov4"):
        detector = check.loaded(name)
        engine = graph_engine(detector)
        network, device = engine._network, torch.device("cpu" if check.dry else "cuda")
        made = _emulated(network.network) if check.dry else layers_for(network.network, device)
        x = torch.from_numpy(np.ascontiguousarray(image[: check.imgsz, : check.imgsz]))[None].to(device)
        with torch.inference_mode():
            form = made.form()
            started = time.perf_counter()
            found = network.through(form, x)
            planned_s = time.perf_counter() - started
            plain = network(x)
            off = max(float((a - b).abs().max() / b.abs().max()) for a, b in zip(found, plain, strict=True))
            kinds = [getattr(step, "func", None) for step in form._steps]
            check.tell(
                name, one_call=kinds.count(recorded_layers._by_call),
                two_kernels=kinds.count(recorded_layers._by_two_kernels),
                off=round(off, 5), reached=off < 0.05, planned_s=round(planned_s, 2),
                fused_ms=median_ms(lambda f=form, n=network, i=x: n.through(f, i), runs),
                plain_ms=median_ms(lambda n=network, i=x: n(i), runs),
            )  # fmt: skip
        made.close()
        detector.close()


def _emulated(network: Any) -> RecordedLayers:
    """Return the layers with PyTorch in the libraries' place, by the fakes of the tests."""
    from support.fused_calls import Emulated, in_place

    return RecordedLayers(network, Emulated(), in_place)


def decode(check: Check) -> None:
    """A video decoded on the card: every frame, the same images, the same objects, and how quick."""
    count = 8 if check.dry else 300
    film = asset("samples/gallery.mp4")
    mine, theirs = VideoSource(film, card=0), VideoSource(film)
    off, pairs = 0, []
    for _ in range(count):
        a, b = mine.read(), theirs.read()
        assert a is not None and b is not None and a.pts_ns == b.pts_ns
        off = max(off, int(np.abs(a.image.astype(int) - b.image).max()))
        pairs.append((a, b))
    on_card = sum(a.on_card is not None for a, _ in pairs)
    reached = check.dry or (on_card == count and off == 0)
    check.tell("images", on_card=on_card, of=count, off=off, refusal=mine.card_refusal, reached=reached)
    mine.close()
    theirs.close()
    detector, settings = check.loaded(), Settings(imgsz=check.imgsz)
    found = [_detected(detector, frame, settings) for frame, _ in pairs[:4]]
    agreeing, total = agreement(found, [detector.detect([b.image], settings)[0] for _, b in pairs[:4]])
    check.tell("objects", agreeing=agreeing, of=total, reached=agreeing >= total - 1)
    detector.close()
    for card in () if check.dry else (0, None):
        source, started, read = VideoSource(film, card=card), time.perf_counter(), 0
        while source.read() is not None:
            read += 1
        per_s = round(read / (time.perf_counter() - started))
        check.tell("card" if card == 0 else "processor", per_s=per_s)
        source.close()


def _detected(detector: Any, frame: Any, settings: Settings) -> Any:
    if frame.on_card is None:
        return detector.detect([frame.image], settings)[0]
    return detector.submit_on_card([frame.on_card], settings).result()[0].detections
