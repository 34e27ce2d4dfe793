"""Regions and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import Need, ProcessorType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Processor
    from yolocam.pipeline.regions.region_store import RegionStore


def _open(regions: str | RegionStore) -> Processor:
    from yolocam.pipeline.regions.region_processor import RegionProcessor

    return RegionProcessor(regions)


REGIONS = ProcessorType(
    name="regions",
    title="Regions",
    help="Detect only within regions, leave regions out, count who enters, leaves or crosses a line: a JSON "
    "file (docs/tracking.md).",
    option="FILE",
    flag="--regions",
    wants_candidates=True,
    needs=Need("lap", "lap"),
    rank=30,
    open=_open,
)
