"""No thread of ours keeps the priority of real time that an encoder gives it."""

from __future__ import annotations

import os
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.encoders import ENCODERS
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS
from yolocam.system.real_time import no_real_time

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux may have real-time priority"
)


def real_time() -> list[str]:
    tasks = Path("/proc/self/task")
    return [task.name for task in tasks.iterdir() if os.sched_getscheduler(int(task.name)) != os.SCHED_OTHER]


def test_what_a_library_takes_is_given_back():
    with no_real_time():
        try:
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
        except PermissionError:
            pytest.skip("this container allows no real-time priority")
        assert real_time()
    assert not real_time()


def test_what_a_thread_had_before_stays():
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        pytest.skip("this container allows no real-time priority")
    try:
        with no_real_time():
            pass
        assert real_time()
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


@pytest.mark.parametrize("encoder", ENCODERS, ids=lambda encoder: encoder.name)
def test_no_encoder_leaves_a_thread_in_real_time(encoder):
    try:
        context = encoder.opened(EncoderSettings(), (256, 256), Fraction(30), Fraction(1, 30))
    except MEDIA_ERRORS:
        pytest.skip("it is not here")
    assert not real_time()
    del context
