"""What sleeps is counted, and nothing else."""

import sys
import time

from yolocam.system.sleep_clock import slept_s


def test_a_computer_that_is_awake_has_not_slept():
    before = slept_s()
    time.sleep(0.02)
    assert abs(slept_s() - before) < 0.015


def test_a_sleep_is_seen(monkeypatch):
    if sys.platform != "linux":
        return
    clocks = {time.CLOCK_BOOTTIME: 100.0, time.CLOCK_MONOTONIC: 40.0}
    monkeypatch.setattr(time, "clock_gettime", clocks.get)
    assert slept_s() == 60.0
