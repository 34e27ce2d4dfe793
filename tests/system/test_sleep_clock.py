"""What sleeps is counted, and nothing else."""

import sys
import time

import pytest

from yolocam.system.sleep_clock import slept_s


def test_a_computer_that_is_awake_has_not_slept():
    def passed():
        before = slept_s()
        time.sleep(0.02)
        return abs(slept_s() - before)

    # Two clocks are read one after the other, and a busy machine may do something else in between.
    assert min(passed() for _ in range(5)) < 0.015


@pytest.mark.skipif(sys.platform != "linux", reason="its clocks are those of Linux")
def test_a_sleep_is_seen(monkeypatch):
    clocks = {time.CLOCK_BOOTTIME: 100.0, time.CLOCK_MONOTONIC: 40.0}
    monkeypatch.setattr(time, "clock_gettime", clocks.get)
    assert slept_s() == 60.0
