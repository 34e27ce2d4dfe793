"""Writes regions as the JSON that `region_file` reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yolocam.files.output_file import write_bytes
from yolocam.pipeline.regions.region_file import Regions

_DECIMALS = 5
"""Of a relative coordinate: a tenth of a pixel in any image."""


def regions_content(regions: Regions) -> dict[str, Any]:
    """Return regions as the content of their file."""
    entries = [
        {"name": r.name, "kind": r.kind, "role": r.role}
        | ({"style": r.style} if r.role == "hide" else {})
        | {"points": r.points.round(_DECIMALS).tolist()}
        for r in regions.regions
    ]
    unit = "relative" if regions.relative else "pixels"
    return {"coordinates": unit, "point": regions.place, "regions": entries}


def write_regions(path: Path, regions: Regions) -> None:
    """Write a file of regions, one to a line; SinkError if that fails."""
    content = regions_content(regions)
    entries = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in content.pop("regions"))
    head = json.dumps(content)[:-1]
    write_bytes(path, f'{head},\n "regions": [\n  {entries}]}}\n'.encode())
