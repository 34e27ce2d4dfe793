"""Which processors are wanted, swapped whole while sources run."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from yolocam.pipeline.processors import Chosen, in_order


class ProcessorStore:
    """Holds the processors that are wanted now: like the settings, a tuple that is swapped whole.

    The render thread reads `current` once per frame and opens what is new in it, the inference thread
    `wants_candidates`. Reading needs no lock; writers are serialised by `_lock`.
    """

    def __init__(self, chosen: Iterable[Chosen] = ()) -> None:
        self._lock = threading.Lock()
        self.current = in_order(chosen)

    @property
    def wants_candidates(self) -> bool:
        """Whether any of them looks at what lies below the confidence."""
        return any(one.kind.wants_candidates for one in self.current)

    def put(self, name: str, chosen: Chosen | None) -> bool:
        """Want this one in place of those of the same `name`, or none; return whether that is a change."""
        with self._lock:
            others = [one for one in self.current if one.kind.name != name]
            wanted = in_order(others if chosen is None else (*others, chosen))
            changed = wanted != self.current
            if changed:
                self.current = wanted
        return changed
