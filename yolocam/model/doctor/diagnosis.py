"""What the doctor reports: layers, heads, totals and findings, as plain values. No torch, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence: the file, line or layer, what was found there, and what was expected.

    "error": the model cannot work with these files; "warning": it may give wrong results; "note": good to
    know. `line` is that of the cfg or names file, counted from 1, `layer` Darknet's number.
    """

    severity: Severity
    text: str
    line: int | None = None
    layer: int | None = None


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer. `output` is width, height, channels; `type` the section's name.

    `filters`, `size`, `stride` and `groups` are None where the section has none; `stride` is across and
    down. `sources` are the layers it reads, -1 for the image. `parameters` counts the values that
    the weights file holds for it. `gflops` is Darknet's count for one image.
    `receptive_wh` is how many input pixels reach one value, across and down; None for all of them.
    """

    number: int
    line: int
    type: str
    sources: tuple[int, ...]
    filters: int | None
    size: int | None
    stride: tuple[int, int] | None
    groups: int | None
    output: tuple[int, int, int]
    parameters: int
    gflops: float
    receptive_wh: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class HeadRow:
    """One detection layer. `anchors` in input pixels, width and height; `stride` is pixels per cell."""

    layer: int
    line: int
    type: str
    grid_wh: tuple[int, int]
    stride_wh: tuple[float, float]
    receptive_wh: tuple[int, int] | None
    classes: int
    anchors: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of the whole network, for one image of `input` (width, height, channels).

    `rows` is how many boxes the network proposes. Bytes are those of the weights file; `bytes_found` is
    None where there is none, `version`, `seen` (images it was trained with) and `header_bytes`
    where its header cannot be read. `stride` is what both sides of an input must be multiples of. `fit` is
    how frames are brought to the input's shape.
    """

    input: tuple[int, int, int]
    classes: int
    layers: int
    parameters: int
    gflops: float
    rows: int
    stride: int
    fit: Literal["letterbox", "stretch"]
    heads: tuple[HeadRow, ...]
    bytes_expected: int
    bytes_found: int | None = None
    version: tuple[int, int, int] | None = None
    seen: int | None = None
    header_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `examine` found: first errors, then warnings, then notes.

    `layers` ends before the first layer that cannot be built. `totals` is None where the cfg describes
    no network.
    """

    layers: tuple[LayerRow, ...]
    totals: Totals | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the files from working together."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def fits(self) -> bool:
        """Whether cfg, weights and names work together."""
        return not self.errors
