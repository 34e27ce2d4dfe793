"""Sets how threads inside one operation wait. Imported before torch, which reads it once."""

from __future__ import annotations

import os

WAITING = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "2000"}
"""For any OpenMP, and for GNU's, which on top of that may look for some ten microseconds before it sleeps.

Without this a thread that has done its share spins until the others have, on a core that decoder,
encoder or window want, and if the one it waits for is not running, on that one's core: a network of
25 ms then takes ten times as long as soon as anything else runs.
"""


def share_the_cores() -> None:
    """Make waiting threads sleep; what the user has set in the environment stays."""
    for name, value in WAITING.items():
        os.environ.setdefault(name, value)
