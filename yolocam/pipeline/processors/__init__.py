"""What changes results before they are drawn: one file with a `ProcessorType` each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yolocam.discovery import Found, with_plugins
from yolocam.errors import SettingsError
from yolocam.registry import ProcessorType

if TYPE_CHECKING:  # it brings numpy, which the help does without
    from yolocam.pipeline.interfaces import Processor

PROCESSORS_GROUP = "yolocam.processors"
"""The entry points by which other packages add processors."""


def processor_types() -> Found[ProcessorType]:
    """Return every processor that can be chosen, those of plugins too."""
    return with_plugins(__name__, PROCESSORS_GROUP, ProcessorType)


def open_processors(wanted: Sequence[str]) -> tuple[Processor, ...]:
    """Return new processors, each wanted as NAME or NAME=OPTION, in the order of their ranks.

    Raises SettingsError for one that cannot be had.
    """
    return tuple(_open(kind, option) for kind, option in _chosen(wanted))


def want_candidates(wanted: Sequence[str]) -> bool:
    """Whether any of these processors looks at what lies below the confidence; SettingsError as above."""
    return any(kind.wants_candidates for kind, _ in _chosen(wanted))


def _chosen(wanted: Sequence[str]) -> list[tuple[ProcessorType, str | None]]:
    found = processor_types()
    known = {kind.name: kind for kind in found.types}
    chosen: list[tuple[ProcessorType, str | None]] = []
    for text in wanted:
        name, given, option = text.partition("=")
        if name not in known:
            there = (
                f"expected one of {', '.join(known)}" if known else "no package that is installed adds any"
            )
            raise SettingsError("; ".join((f"there is no processor '{name}', {there}", *found.problems)))
        _check(known[name], option if given else None)
        chosen.append((known[name], option if given else None))
    return sorted(chosen, key=lambda one: one[0].rank)


def _check(kind: ProcessorType, option: str | None) -> None:
    if kind.needs is not None and not kind.needs.met:
        raise SettingsError(f"processor {kind.name} {kind.needs}")
    if option is None:
        if kind.option and not kind.choices:
            raise SettingsError(f"processor {kind.name} needs an option: {kind.name}={kind.option}")
    elif not kind.option:
        raise SettingsError(f"processor {kind.name} takes no option, found '{option}'")
    elif kind.choices and option not in kind.choices:
        raise SettingsError(f"{kind.name}={option}: expected one of {', '.join(kind.choices)}")


def _open(kind: ProcessorType, option: str | None) -> Processor:
    processor: Processor = kind.open() if option is None else kind.open(option)
    return _Required(processor, kind.name) if kind.required else processor


class _Required:
    """Says of a processor that nothing may be shown without it, as its type does."""

    required = True

    def __init__(self, processor: Processor, name: str) -> None:
        self.name = str(getattr(processor, "name", name))
        self.process = processor.process
        self.reset = processor.reset
