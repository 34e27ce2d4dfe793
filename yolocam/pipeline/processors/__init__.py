"""What changes results before they are drawn: one file with a `ProcessorType` each."""

from __future__ import annotations

from collections.abc import Sequence

from yolocam.discovery import Found, with_plugins
from yolocam.errors import SettingsError
from yolocam.pipeline.interfaces import Processor
from yolocam.registry import ProcessorType

PROCESSORS_GROUP = "yolocam.processors"
"""The entry points by which other packages add processors."""


def processor_types() -> Found[ProcessorType]:
    """Return every processor that can be chosen, those of plugins too."""
    return with_plugins(__name__, PROCESSORS_GROUP, ProcessorType)


def open_processors(names: Sequence[str]) -> tuple[Processor, ...]:
    """Return new processors of these names, in this order; SettingsError for one that cannot be had."""
    found = processor_types()
    known = {kind.name: kind for kind in found.types}
    for name in names:
        if name not in known:
            there = (
                f"expected one of {', '.join(known)}" if known else "no package that is installed adds any"
            )
            raise SettingsError("; ".join((f"there is no processor '{name}', {there}", *found.problems)))
        needs = known[name].needs
        if needs is not None and not needs.met:
            raise SettingsError(f"processor {name} {needs}")
    return tuple(_open(known[name]) for name in names)


def _open(kind: ProcessorType) -> Processor:
    processor: Processor = kind.open()
    return _Required(processor, kind.name) if kind.required else processor


class _Required:
    """Says of a processor that nothing may be shown without it, as its type does."""

    required = True

    def __init__(self, processor: Processor, name: str) -> None:
        self.name = str(getattr(processor, "name", name))
        self.process = processor.process
        self.reset = processor.reset
