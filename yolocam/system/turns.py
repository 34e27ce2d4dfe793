"""How long one thread may keep the interpreter while another one waits for it."""

from __future__ import annotations

import sys

_TURN_S = 0.0005


def take_short_turns() -> None:
    """Have Python's threads let one another in after half a millisecond, not after five.

    An image passes through the interpreter some thirty times, between the operations of its network. Each
    time it may have to wait for a thread that makes something ready beside it, or updates the window.
    """
    sys.setswitchinterval(_TURN_S)
