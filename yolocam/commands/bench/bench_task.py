"""What every `yolocam bench` is given, and what each gives back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from yolocam.bench.samples import sample_images
from yolocam.frame import Image, ModelInfo
from yolocam.loading import MANY_IMAGES, make_detector, share_cores
from yolocam.model.detector import Detector
from yolocam.pipeline.sources.files.listing import Listing
from yolocam.settings import Settings
from yolocam.zoo.entry import ModelFiles


@dataclass(frozen=True, slots=True)
class Task:
    """The flags and what they name."""

    args: argparse.Namespace
    files: ModelFiles
    settings: Settings

    def detector(self, *, throughput: bool = False) -> Detector:
        """Load the network, as `detect` (throughput) or the window does; YolocamError if it cannot be."""
        streams = share_cores(self.settings).streams if throughput else 1
        detector = make_detector(self.files, self.settings, streams=streams, image_count=MANY_IMAGES)
        detector.input_size(self.settings)
        return detector

    def images(self, listing: Listing | None = None) -> Sequence[Image]:
        """Return images to measure with; SourceError."""
        return sample_images(listing, precision=self.settings.precision)

    def seconds(self, default: float) -> float:
        """How long to measure."""
        return float(self.args.seconds or default)


@dataclass(frozen=True, slots=True)
class Answer:
    """The figures for machines, and for people a title and tables or lines of text.

    `note` says why something is not as it was asked for.
    """

    title: str
    figures: dict[str, Any]
    tables: Sequence[RenderableType] = field(default_factory=tuple)
    note: str | None = None


def about(info: ModelInfo) -> dict[str, Any]:
    """Return what network was measured."""
    return {
        "model": info.name,
        "imgsz": side(info.size_wh),
        "precision": info.precision,
        "device": info.device,
    }


def side(size_wh: Sequence[int]) -> int | list[int]:
    """Return one number for a square, else width and height."""
    width, height = size_wh
    return width if width == height else [width, height]


def title(info: ModelInfo) -> str:
    """Return the same in words."""
    return f"{info.name} {info.size_wh[0]}x{info.size_wh[1]}, {info.precision} on {info.device}"


def plain_table(*headings: str) -> Table:
    """Return a table without lines whose columns stand right, but for the first."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left", no_wrap=True)
    return table


def rounded(value: float) -> float:
    """Return a figure with the digits that mean something."""
    return round(value, 3)
