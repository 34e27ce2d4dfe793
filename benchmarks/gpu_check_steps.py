"""The steps of gpu_check.py, and those of them that prove what is found and that nothing is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from cpu_as_gpu import cpu_as_gpu
from gpu_check_layers import decode, layers
from gpu_check_parts import (
    Check,
    agreement,
    frames,
    graph_engine,
    load,
    lose_context,
    outgrow_memory,
    raw_error,
)
from gpu_check_speed import env, launches, overlap, throughput, video

from yolocam.model.engines.cuda.device_steps import TorchSteps
from yolocam.settings import Settings

ROOT = Path(__file__).resolve().parents[1]

MOST_STALL_MS = 50.0
"""The longest that a frame may take while another size is prepared."""


def run_step(name: str, check: Check) -> int:
    """Run one step; an error becomes a result."""
    try:
        if check.dry:
            with cpu_as_gpu():
                STEPS[name](check)
        else:
            STEPS[name](check)
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        text = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        check.tell("failed", error=text, where=f"{Path(where.filename).name}:{where.lineno}")
        return 1
    return 0


def correct(check: Check) -> None:
    """The same objects as on the CPU in fp32."""
    images, settings = frames(2 if check.dry else 8), Settings(confidence=0.05, imgsz=check.imgsz)
    reference = load("yolov3-tiny", "fp32", "cpu")
    expected = [reference.detect([image], settings)[0] for image in images]
    for precision in ("fp32",) if check.dry else ("fp32", "fp16", "bf16"):
        detector = check.loaded(precision=precision)
        found = [detector.detect([image], settings)[0] for image in images]
        agreeing, total = agreement(found, expected)
        enough = agreeing >= total - max(1, total // 30)
        check.tell(precision, agreeing=agreeing, of=total, reached=enough, steps=_steps_of(detector))
        detector.close()


def _steps_of(detector: Any) -> str:
    return "PyTorch" if isinstance(graph_engine(detector)._steps, TorchSteps) else "Triton"


def tests(check: Check) -> None:
    """The tests that need a GPU."""
    files = ["tests/model/engines/test_cuda.py", "tests/bench/test_auto_batch.py"]
    more = ["--collect-only"] if check.dry else ["-rf"]
    command = [sys.executable, "-m", "pytest", "-q", "-m", "gpu", "-p", "no:cacheprovider", *more, *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1:]
    check.tell("pytest -m gpu", rc=done.returncode, reached=done.returncode == 0, told="".join(last))
    print(done.stdout)


def graphs(check: Check) -> None:
    """How long a recording takes, and what makes a new one."""
    detector, image = check.loaded(), frames(1)[0]
    graphs = graph_engine(detector)._graphs
    for imgsz, batch in ((96, 1), (96, 2)) if check.dry else ((416, 1), (416, 8), (608, 1)):
        settings = Settings(imgsz=imgsz)
        first, then = (_taken_ms(detector, [image] * batch, settings) for _ in range(2))
        check.tell(f"{imgsz} batch {batch}", first_ms=first, then_ms=then, kept=len(graphs._graphs))
    kept = len(graphs._graphs)
    settings = Settings(imgsz=check.imgsz)
    for changed in (
        replace(settings, confidence=0.4), replace(settings, iou=0.3),
        replace(settings, max_det=7), replace(settings, threshold_on="objectness"),
    ):  # fmt: skip
        _taken_ms(detector, [image], changed)
    check.tell("after every slider", kept=len(graphs._graphs), reached=len(graphs._graphs) == kept)
    check.tell("refusal", sentence=graphs.refusal, reached=graphs.refusal is None)
    detector.close()


def _taken_ms(detector: Any, images: list[Any], settings: Settings) -> float:
    started = time.perf_counter()
    detector.submit(images, settings).result()
    return round((time.perf_counter() - started) * 1e3, 3)


def race(check: Check) -> None:
    """Two threads at one recording: no frame may be another's."""
    detector, image = check.loaded(), frames(1)[0]
    settings = Settings(imgsz=check.imgsz)
    (expected,) = detector.detect([image], settings)
    stop, warmed = threading.Event(), []

    def warm() -> None:
        while not stop.is_set():
            detector.warm(settings)
            warmed.append(1)

    thread = threading.Thread(target=warm)
    thread.start()
    wrong = runs = 0
    ends = time.monotonic() + (0.5 if check.dry else 5)
    while time.monotonic() < ends:
        (found,) = detector.detect([image], settings)
        runs += 1
        wrong += len(found) != len(expected) or not np.allclose(found.xyxy, expected.xyxy, atol=0.5)
    stop.set()
    thread.join()
    check.tell("one size, two threads", frames=runs, warmed=len(warmed), wrong=wrong, reached=wrong == 0)
    detector.close()


def lost(check: Check) -> None:
    """A context that is lost for good: the next frame is answered, and the reason told."""
    detector, image, settings = check.loaded(), frames(1)[0], Settings(imgsz=check.imgsz)
    (before,) = detector.detect([image], settings)
    lose_context(detector, dry=check.dry)
    started = time.perf_counter()
    (after,) = detector.detect([image], settings)
    same, seconds = abs(len(before) - len(after)) <= 1, round(time.perf_counter() - started, 2)
    check.tell("after a loss", seconds=seconds, reached=same, sentence=detector.refusal)
    detector.close()


def switch(check: Check) -> None:
    """Another size is prepared beside 60 frames a second: none may be late."""
    detector, image, settings = check.loaded(), frames(1)[0], Settings(imgsz=check.imgsz)
    detector.warm(settings)
    late: list[float] = []
    stop = threading.Event()

    def serve() -> None:
        while not stop.wait(1 / 60):
            late.append(_taken_ms(detector, [image], settings))

    thread = threading.Thread(target=serve)
    thread.start()
    for imgsz in (128,) if check.dry else (608, 320, 832):
        started = time.perf_counter()
        detector.warm(Settings(imgsz=imgsz))
        check.tell(f"prepared {imgsz}", seconds=round(time.perf_counter() - started, 3))
    stop.set()
    thread.join()
    late_ms = max(late, default=0.0)
    check.tell("beside it", frames=len(late), worst_ms=late_ms, reached=check.dry or late_ms < MOST_STALL_MS)
    detector.close()


def oom(check: Check) -> None:
    """A batch that does not fit is refused in a sentence, and the next one runs."""
    detector, image = check.loaded(), frames(1)[0]
    sentence = outgrow_memory(detector, image, check.imgsz, dry=check.dry)
    found = detector.detect([image], Settings(imgsz=check.imgsz))
    check.tell("afterwards", answered=len(found) == 1, reached=bool(sentence), sentence=sentence)
    detector.close()


def goldens(check: Check) -> None:
    """The raw numbers of the network against float64 on the CPU."""
    for precision, bound in (("fp32", 1e-4), ("fp16", 0.02)):
        if not (check.dry and precision == "fp16"):
            error = raw_error(precision, "cpu" if check.dry else "cuda", check.imgsz)
            check.tell(f"yolov3-tiny {precision}", relative=error, reached=error < bound)


_ALL = (
    env, correct, tests, graphs, race, throughput, launches, layers, lost, switch, oom, video, decode,
    overlap, goldens,
)  # fmt: skip
STEPS: dict[str, Callable[[Check], None]] = {step.__name__: step for step in _ALL}
