"""The test card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import SourceType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Source


def _open(address: str) -> Source:
    from yolocam.pipeline.sources.live.synthetic import SyntheticSource

    return SyntheticSource(f"synthetic:{address.partition(':')[2]}")


SYNTHETIC = SourceType(
    name="synthetic",
    schemes=("synthetic",),
    title="Test card",
    help="A moving test card of any size and rate.",
    examples=(("synthetic:1280x720@30", "a moving test card"),),
    rank=40,
    open=_open,
)
