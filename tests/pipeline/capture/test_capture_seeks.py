"""Pause, step, seek, loop and speed choose which frame comes next."""

from fractions import Fraction

import pytest

from support.eventually import eventually
from support.pipeline.capture_rig import SECOND
from support.pipeline.fakes import FakeSource
from support.pipeline.gate import Gate
from yolocam.pipeline.playback import Playback

pytestmark = pytest.mark.usefixtures("no_thread_left")


def test_pause_holds_the_frame_that_is_seen(rigs):
    rig = rigs(FakeSource(10, frame_ns=3600 * SECOND // 720), paced=True)  # five seconds a frame
    assert rig.get().index == 0
    rig.playback.pause()
    assert rig.is_still()
    rig.playback.play()
    assert rig.get().index == 1


def test_a_frame_that_is_being_read_when_pause_comes_waits_for_its_turn(rigs):
    gate = Gate(closed=True)
    rig = rigs(FakeSource(10, gate=gate, frame_ns=5 * SECOND), paced=True)
    gate.let()
    assert rig.get().index == 0
    gate.wait_reached()
    rig.playback.pause()
    gate.open()
    assert rig.is_still()
    rig.playback.step(1)
    assert rig.get().index == 1


@pytest.mark.parametrize("playing", [True, False])
def test_steps_are_counted_from_the_frame_that_is_seen(rigs, playing):
    rig = rigs(FakeSource(10, frame_ns=5 * SECOND), paced=True)
    assert rig.get().index == 0
    if not playing:
        rig.playback.pause()
    rig.playback.step(1)
    assert rig.get().index == 1
    rig.playback.step(1)
    assert rig.get().index == 2
    rig.playback.step(2)
    assert [rig.get().index, rig.get().index] == [3, 4]
    rig.playback.step(-1)
    assert rig.get().index == 3
    rig.playback.step(1)
    assert rig.get().index == 4
    assert rig.playback.state.paused
    assert rig.is_still()


def test_a_step_back_while_playing_shows_the_frame_before(rigs):
    rig = rigs(FakeSource(10, frame_ns=5 * SECOND), paced=True)
    assert rig.get().index == 0
    rig.playback.seek(15 * SECOND)
    assert rig.get().index == 3
    eventually(lambda: rig.source.reads == 4)  # the next frame is read ahead and awaits its time
    rig.playback.step(-1)
    assert rig.get().index == 2


def test_steps_at_both_ends_of_the_file(rigs):
    rig = rigs(FakeSource(3, frame_ns=5 * SECOND), paced=True, at_end="hold")
    assert rig.get().index == 0
    rig.playback.step(-1)
    assert rig.is_still()
    rig.playback.step(5)
    assert [rig.get().index, rig.get().index] == [1, 2]
    eventually(lambda: rig.playback.state.ended)
    rig.playback.step(1)
    assert rig.is_still()
    rig.playback.step(-1)
    assert rig.get().index == 1
    assert not rig.playback.state.ended


def test_a_seek_shows_its_frame_playing_or_paused(rigs):
    rig = rigs(FakeSource(100, frame_ns=5 * SECOND), paced=True)
    assert rig.get().index == 0
    rig.playback.seek(250 * SECOND)
    assert rig.get().index == 50
    rig.playback.pause()
    assert rig.is_still()
    rig.playback.seek(100 * SECOND)
    assert rig.get().index == 20
    assert rig.is_still()
    rig.playback.step(1)
    assert rig.get().index == 21  # and not the frame that was read ahead before the seek


def test_a_seek_after_the_end_goes_on_from_there(rigs):
    rig = rigs(FakeSource(5), at_end="hold")
    for _ in range(5):
        rig.get()
    eventually(lambda: rig.playback.state.ended)
    rig.playback.seek(3_000_000)
    assert [rig.get().index, rig.get().index] == [3, 4]
    eventually(lambda: rig.playback.state.ended)


def test_a_loop_repeats_the_file(rigs):
    rig = rigs(FakeSource(3), playback=Playback(loop=True))
    assert [rig.get().index for _ in range(8)] == [0, 1, 2, 0, 1, 2, 0, 1]
    rig.playback.set_loop(False)
    assert rig.rest()[-1] == 2
    rig.worker.join()


def test_the_last_frame_is_shown_for_its_time_before_the_loop_begins_again(rigs):
    fps = Fraction(SECOND, 5 * SECOND)
    rig = rigs(FakeSource(1, frame_ns=5 * SECOND, fps=fps), playback=Playback(loop=True), paced=True)
    assert rig.get().index == 0
    assert rig.is_still()
    assert rig.source.seeks == []
    rig.playback.set_speed(16)  # now the picture's five seconds are a third of one
    assert rig.get().index == 0
    assert rig.source.seeks == [0]


@pytest.mark.parametrize("request_", ["seek", "pause", "stop"])
def test_the_time_of_the_last_frame_ends_with_a_request(rigs, request_):
    rig = rigs(FakeSource(2, frame_ns=1000, fps=Fraction(1, 5)), paced=True, at_end="hold")
    assert [rig.get().index, rig.get().index] == [0, 1]
    assert rig.is_still()
    assert not rig.playback.state.ended
    if request_ == "seek":
        rig.playback.seek(0)
        assert rig.get().index == 0
    elif request_ == "pause":
        rig.playback.pause()
        rig.playback.step(1)
        eventually(lambda: rig.playback.state.ended)
    else:
        rig.playback.stop()
        rig.worker.join()


def test_a_loop_over_nothing_ends(rigs):
    rig = rigs(FakeSource(0), playback=Playback(loop=True))
    assert rig.rest() == []
    rig.worker.join()


def test_what_cannot_be_sought_takes_no_harm_from_trying(rigs):
    rig = rigs(FakeSource(3, live=True), playback=Playback(loop=True), at_end="hold")
    eventually(lambda: rig.playback.state.ended)
    for request in (rig.playback.play, rig.playback.toggle, lambda: rig.playback.seek(5)):
        request()
        eventually(lambda: rig.playback.state.ended)
    rig.playback.step(-1)
    assert rig.worker.stays_busy()
    assert rig.source.seeks == []


def test_a_speed_chosen_while_a_slow_frame_is_awaited_counts_at_once(rigs):
    rig = rigs(FakeSource(3, frame_ns=5 * SECOND), paced=True)
    assert rig.get().index == 0
    rig.playback.set_speed(0.05)
    rig.playback.set_speed(16)
    assert rig.get().index == 1
