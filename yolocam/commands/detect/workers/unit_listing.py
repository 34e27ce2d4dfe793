"""The units of a run: each film by itself, images in groups."""

from __future__ import annotations

import os
from collections.abc import Mapping

from yolocam.commands.detect.inputs import Inputs
from yolocam.pipeline.distribution.work_unit import WorkUnit
from yolocam.pipeline.jobs.listing_parts import listing_parts
from yolocam.pipeline.sinks.names.output_names import OutputNames

_IMAGES = 16
"""Images of a unit: the same for any number of workers, which may be another when the run goes on."""


def units_of(
    inputs: Inputs, names: OutputNames | None, versions: Mapping[str, str], *, split: bool
) -> list[WorkUnit]:
    """Return the units in the order of the files; with `split` a film may become parts.

    `names` are those of the outputs, None where no file is written for each input; `versions` are those of
    files that lie elsewhere.
    """
    assert inputs.listing is not None
    units = []
    for part in listing_parts(inputs.listing, 1, _IMAGES):
        items = part.items
        planned = None if names is None else tuple(names.of_planned(item.name) for item in items)
        stamps = tuple(versions.get(item.file) or _stamp(item.file) for item in items)
        units.append(WorkUnit(items, stamps, planned, may_split=split and items[0].kind == "video"))
    return units


def _stamp(file: str) -> str:
    try:
        facts = os.stat(file)  # noqa: PTH116 - there may be 100,000
    except OSError:
        return ""
    return f"{facts.st_size} {facts.st_mtime_ns}"
