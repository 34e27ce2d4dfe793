"""Fixtures for the pipeline's tests."""

import threading
import time

import pytest

from support.eventually import PATIENCE_S


@pytest.fixture
def no_thread_left():
    """Fails a test that leaves a thread behind."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE_S
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, deadline - time.monotonic()))
    left = [thread.name for thread in set(threading.enumerate()) - before]
    assert not left, f"threads left behind: {left}"
