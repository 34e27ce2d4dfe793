"""What an engine is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yolocam.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineTask:
    """A device and a precision as `--device` and `--precision` take them, and what is to come.

    `streams` above 1 are batches worked at side by side, with one core each, where the network runs on the
    CPU. `image_count` is the most images that will come, None for a live source: few are not worth making
    kernels for, and a live source does not wait until these are made. `measured` is for an engine
    nobody asked for: it has to prove quicker than PyTorch before it serves. `files`, cfg and weights,
    let the network be loaded once more if its device fails for good.
    """

    device: str = "auto"
    precision: str = "auto"
    streams: int = 1
    image_count: int | None = None
    measured: bool = False
    files: tuple[Path, Path] | None = None

    @staticmethod
    def of(settings: Settings) -> EngineTask:
        """Return what the settings ask for, of a live source."""
        return EngineTask(device=settings.device, precision=settings.precision)
