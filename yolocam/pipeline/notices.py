"""What a session tells the window: its state, and notices for the user."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from yolocam.address import without_secrets
from yolocam.frame import SourceInfo
from yolocam.pipeline.interfaces import Source

Phase = Literal["idle", "opening", "running", "failed"]

MAX_NOTICES = 50
"""More than anybody reads; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know; `address` is the source to try again, if that would help.

    `matter` is what it is about, such as "model": what comes later of the same matter replaces it.
    An `alert` is for a user who looks elsewhere: a notification of the desktop. With `of_place` something
    could not be saved because of its folder or disk.
    """

    level: Literal["info", "error"]
    text: str
    address: str | None = None
    matter: str = ""
    alert: bool = False
    of_place: bool = False


@dataclass(frozen=True, slots=True)
class SessionState:
    """What a window shows around the image. `opened_ns` is when opening began (monotonic)."""

    phase: Phase
    address: str | None = None
    info: SourceInfo | None = None
    opened_ns: int = 0
    preparing: str | None = None


def telling(
    notify: Callable[[Notice], None], level: Literal["info", "error"], *, alert: bool = False
) -> Callable[[str], None]:
    """Return what makes a sentence a notice."""
    return lambda words: notify(Notice(level, words[:1].upper() + words[1:], alert=alert))


class NoticeBoard:
    """Notices that wait for the window; any thread may put one. `_lock` guards `_notices`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._notices: deque[Notice] = deque(maxlen=MAX_NOTICES)

    def put(self, notice: Notice) -> None:
        """Add a notice."""
        with self._lock:
            self._notices.append(notice)

    def take(self) -> list[Notice]:
        """Return the notices put since the last call."""
        with self._lock:
            notices = list(self._notices)
            self._notices.clear()
        return notices


def remark_of(source: Source) -> str | None:
    """Return what a source has to say of its files as far as they were read; None where there is nothing.

    Several files tell it in a sentence, `remark`; a single one in words that follow its name, `problem`.
    """
    remark: str | None = getattr(source, "remark", None)
    problem: str | None = getattr(source, "problem", None)
    if remark is None and problem is not None:
        return f"{source.info.name} {problem}"
    return remark


def sentence(error: Exception) -> str:
    """Return an error's words, or its name where it has none, as a MemoryError; no secrets of an address."""
    return without_secrets(str(error)) or type(error).__name__
