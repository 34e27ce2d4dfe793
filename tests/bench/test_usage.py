"""What a piece of work takes is seen while it runs."""

import threading
import time

import numpy as np
import pytest

from yolocam.bench.usage import gpu_percent_reader, resident_bytes, watch


@pytest.mark.slow
def test_memory_that_is_given_back_is_seen_all_the_same():
    before = resident_bytes()
    with watch() as usage:
        block = np.ones(200 << 20, np.uint8)
        time.sleep(0.05)
        del block
    assert usage.resident - before > 150 << 20
    assert (usage.allocated, usage.reserved, usage.gpu_percent) == (None, None, None)


def test_the_watching_ends_with_the_block_also_after_an_error():
    threads = threading.active_count()
    try:
        with watch():
            raise ValueError
    except ValueError:
        pass
    assert threading.active_count() == threads


def test_without_the_optional_library_the_figure_is_left_out(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pynvml", None)
    assert gpu_percent_reader(0) is None
