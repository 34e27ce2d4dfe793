"""Waits for what another thread is about to do, with a generous watchdog."""

import threading
import time

PATIENCE_S = 60
"""Only a test that fails waits so long."""


def eventually(condition, seconds=PATIENCE_S):
    pause = threading.Event()
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        pause.wait(0.002)
