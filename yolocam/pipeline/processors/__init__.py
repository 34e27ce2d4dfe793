"""What changes results before they are drawn: one file with a `ProcessorType` each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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


@dataclass(frozen=True, slots=True)
class Chosen:
    """One processor that is wanted, not yet opened; `option` is what its type's `open` takes, if anything."""

    kind: ProcessorType
    option: Any = None

    def open(self) -> Processor:
        """Return a new one; whatever its type raises goes through."""
        processor: Processor = self.kind.open() if self.option is None else self.kind.open(self.option)
        return _Required(processor, self.kind.name) if self.kind.required else processor


def choose(wanted: Sequence[str]) -> tuple[Chosen, ...]:
    """Return the processors wanted as NAME or NAME=OPTION, in the order of their ranks.

    Raises SettingsError for one that cannot be had.
    """
    found = processor_types()
    known = {kind.name: kind for kind in found.types}
    chosen: list[Chosen] = []
    for text in wanted:
        name, given, option = text.partition("=")
        if name not in known:
            there = (
                f"expected one of {', '.join(known)}" if known else "no package that is installed adds any"
            )
            raise SettingsError("; ".join((f"there is no processor '{name}', {there}", *found.problems)))
        _check(known[name], option if given else None)
        chosen.append(Chosen(known[name], option if given else None))
    return in_order(chosen)


def in_order(chosen: Iterable[Chosen]) -> tuple[Chosen, ...]:
    """Return processors in the order in which they run."""
    return tuple(sorted(chosen, key=lambda one: one.kind.rank))


def open_processors(wanted: Sequence[str]) -> tuple[Processor, ...]:
    """Return new processors, each wanted as NAME or NAME=OPTION; SettingsError as `choose`."""
    return tuple(one.open() for one in choose(wanted))


def want_candidates(wanted: Sequence[str]) -> bool:
    """Whether any of these processors looks at what lies below the confidence; SettingsError as `choose`."""
    return any(one.kind.wants_candidates for one in choose(wanted))


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


class _Required:
    """Says of a processor that nothing may be shown without it, as its type does."""

    required = True

    def __init__(self, processor: Processor, name: str) -> None:
        self.name = str(getattr(processor, "name", name))
        self.process = processor.process
        self.reset = processor.reset
