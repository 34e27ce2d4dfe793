"""The composition root: turns names and paths into running parts."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.errors import ModelError
from yolocam.model.catalog import ModelFiles, find_model, own_model
from yolocam.settings import Settings

if TYPE_CHECKING:
    from yolocam.model.detector import Detector


def model_files(name: str, cfg: Path | None, weights: Path | None, names: Path | None) -> ModelFiles:
    """Return the files of the network the user named, by `name` or by `cfg` and `weights`; ModelError."""
    if cfg is None and weights is None:
        if names is not None:
            raise ModelError("--names goes with --cfg and --weights")
        return find_model(name)
    if cfg is None or weights is None:
        given, missing = ("--weights", "--cfg") if cfg is None else ("--cfg", "--weights")
        raise ModelError(f"{given} needs {missing} as well")
    return own_model(cfg, weights, names)


def make_detector(files: ModelFiles, settings: Settings, *, throughput: bool = False) -> Detector:
    """Load a network for the device and precision of the settings.

    With `throughput`, several frames are under way at once on the CPU, one to a core: for files.
    """
    from yolocam.model.detector import load_detector

    return load_detector(
        files.cfg,
        files.weights,
        files.class_names,
        name=files.name,
        fit=files.fit,
        device=settings.device,
        precision=settings.precision,
        streams=(os.cpu_count() or 1) if throughput else 1,
    )


def describe_device() -> str:
    """Return the device and precision that `auto` means here."""
    from yolocam.model.runtime import device_label, resolve_device, resolve_precision

    device = resolve_device("auto")
    return f"{device_label(device)}, {resolve_precision('auto', device)}"


def has_display() -> bool:
    """Whether a window can be opened."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
