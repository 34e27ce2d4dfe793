"""The log that `--debug` shows: one logger for each area, on standard error, without secrets.

The areas are `yolocam.pipeline`, `.media`, `.model`, `.zoo` and `.ui`. All of them log at debug level what a
developer asks first; nothing is shown without `--debug`, and a call costs nothing then.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from yolocam.address import without_secrets
from yolocam.terminal import visible

_FORMAT = "%(relativeCreated)7d ms %(name)s [%(threadName)s] %(message)s"


@contextmanager
def debug_log(given: Sequence[str] = ()) -> Iterator[None]:
    """Show what all areas log on standard error while the block runs.

    `given` are the arguments of the command: addresses among them are shown without what is secret in them.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_WithoutSecrets(given))
    log = logging.getLogger("yolocam")
    before = log.level, log.propagate
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before[0])
        log.propagate = before[1]


class _WithoutSecrets(logging.Formatter):
    def __init__(self, given: Sequence[str]) -> None:
        super().__init__(_FORMAT)
        self._given = tuple(given)

    def format(self, record: logging.LogRecord) -> str:
        # The whole text, since a traceback repeats addresses as well.
        return visible(without_secrets(super().format(record), self._given))
