"""What the session counts for the window: it stays while a window is made again for another language."""

from __future__ import annotations

from typing import TypeVar

from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.session import Session

_Counting = TypeVar("_Counting", bound=Sink)


def counting(session: Session, kind: type[_Counting], name: str) -> _Counting:
    """Return the direct sink of this kind that a window before this one has left, or a new one."""
    for output in session.outputs.direct():
        if isinstance(output.sink, kind):
            return output.sink
    sink = kind()
    session.outputs.attach(sink, name=name, lifetime="session", delivery="direct")
    return sink
