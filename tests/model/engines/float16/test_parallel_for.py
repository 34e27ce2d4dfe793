"""Work is shared completely, and by no more threads than there are."""

import threading

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from yolocam.model.engines.float16.parallel_for import HAND_OVER, ParallelFor, divide, threads_for


@given(st.integers(1, 40), st.integers(1, 12), st.integers(1, 17))
def test_all_is_done_once(rows, blocks, threads):
    parts = divide(rows, blocks, threads)
    assert 1 <= len(parts) <= threads
    done = [(r, b) for r0, r1, b0, b1 in parts for r in range(r0, r1) for b in range(b0, b1)]
    assert sorted(done) == [(r, b) for r in range(rows) for b in range(blocks)]


def test_each_thread_reads_weights_of_its_own_where_that_is_as_quick():
    assert divide(13, 32, 2) == [(0, 13, 0, 16), (0, 13, 16, 32)]
    assert divide(208, 1, 2) == [(0, 104, 0, 1), (104, 208, 0, 1)]


@pytest.fixture
def two_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def test_two_threads_work_at_once(two_threads):
    before = set(threading.enumerate())
    met = threading.Barrier(2, timeout=60)
    workers = ParallelFor()
    workers.share(lambda *part: met.wait() and None, 4, 2, 4 * HAND_OVER)
    workers.close()
    assert not set(threading.enumerate()) - before


def test_what_a_thread_raises_is_raised(two_threads):
    def fails(*part):
        raise RuntimeError("no")

    workers = ParallelFor()
    with pytest.raises(RuntimeError, match="no"):
        workers.share(fails, 4, 2, 4 * HAND_OVER)
    workers.close()


def test_little_work_is_done_by_the_thread_that_asks(two_threads):
    parts, workers = [], ParallelFor()
    workers.share(lambda *part: parts.append((part, threading.current_thread())), 4, 2, 4 * HAND_OVER - 1)
    assert parts == [((0, 4, 0, 2), threading.current_thread())]
    workers.close()


def test_more_threads_only_while_they_gain_more_than_they_cost():
    def time(threads, work):
        return work / threads + threads * HAND_OVER

    for work in (0, HAND_OVER, 9 * HAND_OVER, 1024 * HAND_OVER):
        best = threads_for(work)
        assert all(time(best, work) <= time(best + n, work) for n in (-1, 1) if best + n > 0)
