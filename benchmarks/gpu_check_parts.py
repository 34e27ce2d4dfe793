"""What the steps of gpu_check.py are made of."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import cv2
import numpy as np
import torch
from seeded_weights import write_weights

from yolocam.assets import asset
from yolocam.detections import Detections
from yolocam.errors import OutOfMemoryError
from yolocam.files.cache import cache_folder
from yolocam.model import load_network
from yolocam.model.detector import load_detector
from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.failover.failover import FailoverEngine
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
NAMES = [str(number) for number in range(80)]


def files_of(name: str) -> tuple[Path, Path]:
    """Return cfg and weights; seeded weights where the real ones are not in the package."""
    cfg, weights = asset(f"models/{name}.cfg"), asset(f"models/{name}.weights")
    if not weights.is_file():
        weights = cache_folder() / f"seeded-{name}.weights"
        weights.parent.mkdir(parents=True, exist_ok=True)
        if not weights.is_file():
            write_weights(cfg, weights)
    return cfg, weights


def load(name: str, precision: str, device: str) -> Any:
    """Return a detector."""
    return load_detector(*files_of(name), NAMES, device=device, precision=precision, image_count=1_000_000)


def graph_engine(detector: Any) -> CudaEngine:
    """Return the CUDA engine inside a detector."""
    engine = detector._engine
    found = engine.engine if isinstance(engine, FailoverEngine) else engine
    assert isinstance(found, CudaEngine)
    return found


def frames(count: int) -> list[Any]:
    """Return frames of the sample clip, 1280x720."""
    video = cv2.VideoCapture(str(asset("samples/gallery.mp4")))
    found: list[Any] = []
    while len(found) < count:
        for _ in range(30):
            video.grab()
        ok, image = video.retrieve()
        if not ok:
            break
        found.append(image)
    video.release()
    return found


@dataclass(frozen=True)
class Check:
    """Where a step writes its results, and whether the CPU stands for the GPU."""

    results: Path
    step: str
    dry: bool

    def tell(self, what: str, **facts: Any) -> None:
        """Append one result."""
        line = json.dumps({"step": self.step, "what": what, **facts}, default=str)
        with self.results.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    @property
    def imgsz(self) -> int:
        """The side of the input that most steps take."""
        return 96 if self.dry else 416

    def loaded(self, name: str = "yolov3-tiny", precision: str = "fp16") -> Any:
        """Return a detector on the GPU."""
        return load(name, "fp32" if self.dry else precision, "cuda")


def median_ms(work: Callable[[], object], runs: int = 7) -> float:
    """Return the median milliseconds of calls that wait for their result."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        if torch.cuda.is_initialized():
            torch.cuda.synchronize()
        taken.append((time.perf_counter() - started) * 1e3)
    return round(float(np.median(taken)), 3)


def agreement(found: list[Detections], expected: list[Detections], sure: float = 0.1) -> tuple[int, int]:
    """Return for how many of the expected objects above `sure` there is the same one, and of how many."""
    agreeing = total = 0
    for a, b in zip(found, expected, strict=True):
        wanted = b.select(b.confidence > sure)
        total += len(wanted)
        near = np.abs(wanted.xyxy[:, None] - a.xyxy[None]).max(-1) < 8
        same = near & (wanted.class_id[:, None] == a.class_id[None])
        same &= np.abs(wanted.confidence[:, None] - a.confidence[None]) < 0.06
        agreeing += int(same.any(1).sum())
    return agreeing, total


def profiled_calls(work: Callable[[], object]) -> Counter[str]:
    """Return how often each function of CUDA's runtime was called."""
    with torch.profiler.profile() as profile:
        work()
    return Counter({event.key: event.count for event in profile.key_averages()})


def lose_context(detector: Any, *, dry: bool) -> None:
    """End this process's context, by an index beyond a tensor's end; in a dry run, say so."""
    if dry:
        engine: Any = graph_engine(detector)
        engine.submit = _fails(RuntimeError("CUDA error: a dry run"))
        return
    try:
        torch.zeros(4, device="cuda")[torch.tensor([9], device="cuda")].cpu()
    except RuntimeError:
        return


def outgrow_memory(detector: Any, image: Any, imgsz: int, *, dry: bool) -> str | None:
    """Double the batch until it is refused; returns in which words."""
    if dry:
        engine = graph_engine(detector)
        with mock.patch.object(engine, "_input", _fails(torch.OutOfMemoryError("CUDA out of memory"))):
            return _refusal(detector, [image] * 2, imgsz)  # a single one goes to the CPU
    tight = torch.cuda.get_device_properties(0).total_memory // 8
    held = torch.empty(max(torch.cuda.mem_get_info()[0] - tight, 1), dtype=torch.uint8, device="cuda")
    words = next(filter(None, (_refusal(detector, [image] * 2**n, imgsz) for n in range(4, 13))), None)
    del held
    return words


def _refusal(detector: Any, images: list[Any], imgsz: int) -> str | None:
    try:
        detector.submit(images, Settings(imgsz=imgsz)).result()
    except OutOfMemoryError as error:
        return str(error)
    return None


def _fails(error: Exception) -> Callable[..., Any]:
    def fail(*args: object, **kwargs: object) -> Any:
        raise error

    return fail


def raw_error(precision: str, device: str, imgsz: int) -> float:
    """Return the largest relative error of a head's raw numbers against float64 on the CPU."""
    image = torch.from_numpy(cv2.resize(frames(1)[0], (imgsz, imgsz)))[None]
    x = image.flip(-1).permute(0, 3, 1, 2).double() / 255
    with torch.inference_mode():
        exact = load_network(*files_of("yolov3-tiny")).double().raw(x)
        torch.backends.cudnn.allow_tf32 = False
        form = InferenceNetwork(load_network(*files_of("yolov3-tiny")), torch.device(device), precision)
        raw = form(image.to(device))
    errors = [(a.double().cpu() - b).norm() / b.norm() for a, b in zip(raw, exact, strict=True)]
    return float(f"{max(float(error) for error in errors):.3g}")
