"""The steps of gpu_check.py that measure: the machine, the network, and what surrounds it."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import torch
from gpu_check_parts import Check, frames, median_ms, profiled_calls

from yolocam.settings import Settings
from yolocam.system.graphics_cards import driver_version

TARGETS_MS = {("yolov3-tiny", 416): 0.20, ("yolov3", 416): 0.65}
"""From the uploaded frame to the boxes on an H100, fp16, one image."""

TARGETS_PER_S = {("yolov3-tiny", 416): 3000, ("yolov3", 416): 1500}
"""Images per second on an H100, fp16, batches of 16."""

MOST_LAUNCHES = 25
"""Kernels for one frame, beside its graph."""


def env(check: Check) -> None:
    """What the machine is, and how quick its bus."""
    facts: dict[str, Any] = {"torch": torch.__version__, "cuda": torch.version.cuda}
    if not check.dry:
        card = torch.cuda.get_device_properties(0)
        facts["driver"] = driver_version() or "?"
        facts |= {"gpu": card.name, "capability": f"{card.major}.{card.minor}", "gb": card.total_memory >> 30}
    check.tell("machine", **facts)
    size = 1280 * 720 * 3  # a frame of 720p
    host = torch.zeros(size, dtype=torch.uint8, pin_memory=not check.dry)
    there = torch.zeros(size, dtype=torch.uint8, device="cpu" if check.dry else "cuda")
    check.tell("upload 720p", ms=median_ms(lambda: there.copy_(host)))


def throughput(check: Check) -> None:
    """Milliseconds of one image and images per second in batches, against the targets."""
    image = frames(1)[0]
    for name, imgsz in [("yolov3-tiny", 96)] if check.dry else list(TARGETS_MS):
        detector, settings = check.loaded(name), Settings(imgsz=imgsz)
        detector.submit([image], settings).result()
        times = [
            detector.submit([image], settings).result()[0].timing for _ in range(3 if check.dry else 300)
        ]
        ms = float(np.median([t.prepare_ns + t.network_ns for t in times])) / 1e6
        target = TARGETS_MS.get((name, imgsz))
        facts = {} if check.dry or target is None else {"target_ms": target, "reached": ms < target}
        check.tell(f"{name} {imgsz} batch 1", gpu_ms=round(ms, 3), **facts)
        batch = [image] * (2 if check.dry else 16)
        per_s = len(batch) / median_ms(lambda d=detector, b=batch, s=settings: d.submit(b, s).result()) * 1e3
        goal = TARGETS_PER_S.get((name, imgsz))
        facts = {} if check.dry or goal is None else {"target": goal, "reached": per_s > goal}
        check.tell(f"{name} {imgsz} batch {len(batch)}", images_per_s=round(per_s), **facts)
        detector.close()


def launches(check: Check) -> None:
    """How many kernels and graphs are launched for one frame."""
    detector, image, settings = check.loaded(), frames(1)[0], Settings(imgsz=check.imgsz)
    detector.submit([image], settings).result()
    calls = profiled_calls(lambda: detector.submit([image], settings).result())
    kernels, recorded = calls["cudaLaunchKernel"] + calls["cuLaunchKernel"], calls["cudaGraphLaunch"]
    reached = check.dry or (kernels <= MOST_LAUNCHES and recorded == 1)
    check.tell("one frame", kernels=kernels, graphs=recorded, reached=reached)
    detector.close()


def video(check: Check) -> None:
    """Decoders and encoders of this machine."""
    import av

    from yolocam.assets import asset
    from yolocam.media.encoding.encoders import ENCODERS, proved_encoders

    with av.open(str(asset("samples/gallery.mp4"))) as container:
        started, count = time.perf_counter(), 0
        for _ in container.decode(video=0):
            count += 1
            if check.dry and count == 20:
                break
        check.tell("PyAV decodes", per_s=round(count / (time.perf_counter() - started)))
    names = ["libx264"] if check.dry else [encoder.name for encoder in ENCODERS]
    check.tell("encoders that work", names=proved_encoders(names))


def overlap(check: Check) -> None:
    """Frames a second one at a time, and with the next one on its way."""
    detector, images, settings = check.loaded(), frames(2), Settings(imgsz=check.imgsz)
    count = 4 if check.dry else 400
    detector.detect([images[0]], settings)
    started = time.perf_counter()
    for i in range(count):
        detector.submit([images[i % 2]], settings).result()
    alone = count / (time.perf_counter() - started)
    started = time.perf_counter()
    waiting = detector.submit([images[0]], settings)
    for i in range(1, count):
        following = detector.submit([images[i % 2]], settings)
        waiting.result()
        waiting = following
    waiting.result()
    ahead = count / (time.perf_counter() - started)
    check.tell("frames a second", alone=round(alone), one_ahead=round(ahead))
    detector.close()
