"""What changes results before they are drawn: one file with a `ProcessorType` each."""

from __future__ import annotations

from yolocam.discovery import Found, with_plugins
from yolocam.registry import ProcessorType

PROCESSORS_GROUP = "yolocam.processors"
"""The entry points by which other packages add processors."""


def processor_types() -> Found[ProcessorType]:
    """Return every processor that can be chosen, those of plugins too."""
    return with_plugins(__name__, PROCESSORS_GROUP, ProcessorType)
