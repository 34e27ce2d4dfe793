"""What a source gives comes to the channel, and every end is an end."""

import time

import pytest

from support.eventually import eventually
from support.pipeline.capture_rig import SECOND
from support.pipeline.fakes import FakeSource, Worker
from support.pipeline.gate import Gate
from yolocam.errors import SourceError
from yolocam.pipeline.capture import FILE_CAPACITY, PACED_CAPACITY
from yolocam.pipeline.playback import Playback
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")


def test_a_file_comes_complete_and_in_order(rigs):
    rig = rigs(FakeSource(50))
    assert rig.rest() == list(range(50))
    rig.worker.join()
    assert rig.stats.snapshot().captured == 50
    assert rig.channel.dropped == 0


def test_a_file_waits_for_whoever_takes_its_frames(rigs):
    rig = rigs(FakeSource(50))
    eventually(lambda: len(rig.channel) == FILE_CAPACITY)
    assert rig.worker.stays_busy()
    assert rig.source.reads == FILE_CAPACITY + 1


def test_where_somebody_watches_little_waits_so_that_a_pause_shows_soon(rigs):
    rig = rigs(FakeSource(50), paced=True)
    eventually(lambda: len(rig.channel) == PACED_CAPACITY)
    assert rig.worker.stays_busy()
    rig.playback.pause()
    assert [rig.get().index for _ in range(PACED_CAPACITY + 1)] == [0, 1]
    assert rig.is_still()


def test_of_a_live_source_the_newest_frame_wins(rigs):
    rig = rigs(FakeSource(50, live=True))
    rig.worker.join()
    assert rig.rest() == [49]
    assert rig.stats.snapshot().dropped["capture"] == 49


@pytest.mark.parametrize(("live", "frames", "all_come"), [(True, "every", True), (False, "live", False)])
def test_the_viewer_overrides_what_the_source_is(rigs, live, frames, all_come):
    store = SettingsStore()
    store.update(frames=frames)
    rig = rigs(FakeSource(20, live=live), store=store)
    if all_come:
        eventually(lambda: len(rig.channel) == FILE_CAPACITY)
        assert rig.rest() == list(range(20))
    else:
        rig.worker.join()
        assert rig.rest() == [19]


def test_changing_to_live_while_it_runs(rigs):
    gate = Gate(closed=True)
    rig = rigs(FakeSource(30, gate=gate))
    gate.let(3)
    eventually(lambda: len(rig.channel) == 3)
    rig.store.update(frames="live")
    gate.let(4)  # the policy is looked at between two frames
    eventually(lambda: rig.source.reads == 7 and len(rig.channel) == 1)
    assert rig.get().index == 6
    rig.store.update(frames="every")
    gate.let(1)  # this read may have begun before
    assert rig.get().index == 7
    gate.open()
    eventually(lambda: len(rig.channel) == FILE_CAPACITY)
    assert rig.rest() == list(range(8, 30))
    assert rig.channel.dropped == rig.stats.snapshot().dropped["capture"] == 6


def test_the_end_of_a_held_source_is_no_end(rigs):
    rig = rigs(FakeSource(3), at_end="hold")
    assert [rig.get().index for _ in range(3)] == [0, 1, 2]
    eventually(lambda: rig.playback.state.ended)
    assert rig.is_still()
    rig.playback.play()
    assert [rig.get().index for _ in range(3)] == [0, 1, 2]


@pytest.mark.parametrize("number", [0, 3])
def test_a_read_that_raises_ends_the_stage_and_the_channel(rigs, number):
    rig = rigs(FakeSource(10, faults={number: SourceError("cable pulled")}))
    assert rig.rest() == list(range(number))
    with pytest.raises(SourceError, match="cable pulled"):
        rig.worker.join()
    rig.worker = Worker(int)


def test_stop_before_the_start_reads_nothing(rigs):
    playback = Playback()
    playback.stop()
    rig = rigs(FakeSource(10), playback=playback)
    assert rig.rest() == []
    assert rig.source.reads == 0


@pytest.mark.parametrize("paused", [False, True])
def test_stop_ends_a_wait(rigs, paused):
    rig = rigs(FakeSource(10, frame_ns=5 * SECOND), paced=True)
    rig.get()
    if paused:
        rig.playback.pause()
        assert rig.is_still()
    rig.playback.stop()
    rig.worker.join()


def test_the_end_of_inference_ends_a_put_that_waits(rigs):
    rig = rigs(FakeSource(50))
    eventually(lambda: len(rig.channel) == FILE_CAPACITY)
    rig.channel.cancel()
    rig.worker.join()


def test_latency_counts_from_the_moment_a_frame_is_due(rigs):
    before = time.monotonic_ns()
    rig = rigs(FakeSource(3), paced=True)
    stamps = [rig.get().captured_ns for _ in range(3)]
    assert stamps == sorted(stamps)
    assert stamps[2] - before >= 2_000_000
