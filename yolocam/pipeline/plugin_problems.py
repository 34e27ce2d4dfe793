"""Which plugins were left out, and why."""

from __future__ import annotations

from yolocam.pipeline.actions import action_types
from yolocam.pipeline.processors import processor_types
from yolocam.pipeline.sinks import result_formats
from yolocam.pipeline.sinks.open_output import output_types
from yolocam.pipeline.sources import source_types


def plugin_problems() -> tuple[str, ...]:
    """Load every plugin that is not loaded yet, and return a sentence for each that was left out."""
    found = (source_types(), output_types(), result_formats(), processor_types(), action_types())
    return tuple(problem for kinds in found for problem in kinds.problems)
