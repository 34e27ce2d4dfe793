"""Waits for what another thread is about to do, with a generous watchdog."""

import threading


def eventually(condition, seconds=20):
    pause = threading.Event()
    for _ in range(int(seconds / 0.002)):
        if condition():
            return
        pause.wait(0.002)
    raise AssertionError("it did not happen")
