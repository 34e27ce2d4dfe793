"""Data types of one model: its files, figures and origin."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Fit = Literal["letterbox", "stretch"]

Origin = Literal["shipped", "downloaded", "placed", "copied", "referenced", "missing"]
"""Where the weights come from: with yolocam, by `download`, put into the folder by hand, or added by a user
as a copy or where they lie; `missing` where they are not on this machine."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is published of a network: AP50 on COCO in percent at `size` pixels, and its cost there."""

    size: int
    ap50: float
    gflops: float


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """What a detector is loaded from. `fit` None leaves it to the cfg.

    `sizes` are the sides of the input at which the network is worth running, in pixels, the most accurate
    one last; none leaves it to the cfg.
    `notes` are sentences on how the files were read, where that was not as usual.
    """

    name: str
    cfg: Path
    weights: Path
    class_names: tuple[str, ...]
    fit: Fit | None = None
    sizes: tuple[int, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the library, a public one or a user's own.

    `weights` is None where they are not on this machine, and then `bytes_on_disk`, their size, is too.
    `names` None means that nobody named the classes. `class_count` is None where it is not known without
    reading the whole network. `figures`, `licence`, `addresses`, `sha256` (any one of them is right),
    `download_bytes` and `sizes` (see ModelFiles) are known of public models; `sha1` where only that is
    published; `pinned` is the sha256 of the first download where nothing is published. `lacking` are
    files of a user's own model that have gone.
    """

    name: str
    own: bool
    origin: Origin
    cfg: Path
    weights: Path | None
    names: Path | None
    class_count: int | None
    bytes_on_disk: int | None
    figures: Figures | None = None
    licence: str | None = None
    addresses: tuple[str, ...] = ()
    sha256: tuple[str, ...] = ()
    download_bytes: int | None = None
    fit: Fit | None = None
    lacking: tuple[Path, ...] = ()
    sizes: tuple[int, ...] = ()
    sha1: tuple[str, ...] = ()
    pinned: str | None = None

    @property
    def weights_name(self) -> str:
        """What the file of downloaded weights is called."""
        return f"{self.name}.weights"

    @property
    def ready(self) -> bool:
        """Whether all its files are on this machine."""
        return self.weights is not None and not self.lacking

    @property
    def removable(self) -> bool:
        """Whether `Library.remove` takes it: what was downloaded or added, nothing else."""
        return self.origin in ("downloaded", "copied", "referenced")
