"""Capture stages for each test of them."""

import pytest

from support.pipeline.capture_rig import CaptureRig


@pytest.fixture
def rigs():
    started = []

    def start(*args, **options):
        started.append(CaptureRig(*args, **options))
        return started[-1]

    yield start
    for rig in started:
        rig.stop()
