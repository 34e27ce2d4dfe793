import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.pipeline.fakes import Worker
from yolocam.pipeline.playback import Pacer, Playback

pytestmark = pytest.mark.usefixtures("no_thread_left")

MS = 1_000_000
NEVER = 1 << 62


def shown(playback, pts_ns=0):
    """Take the turn of the first frame and publish it."""
    assert playback.next_turn(live=False) == ("read", 0)
    playback.published(pts_ns)
    return playback


def waiting_turn(playback, live=False):
    worker = Worker(lambda: playback.next_turn(live=live))
    assert worker.stays_busy()
    return worker


def test_the_first_frame_is_shown_even_when_paused():
    playback = shown(Playback(paused=True))
    turn = waiting_turn(playback)
    playback.play()
    assert turn.join() == ("read", 0)


@pytest.mark.parametrize(
    ("request_it", "turn"),
    [
        (lambda p: p.play(), ("read", 0)),
        (lambda p: p.toggle(), ("read", 0)),
        (lambda p: p.step(1), ("step", 0)),
        (lambda p: p.step(-1), ("step_back", 0)),
        (lambda p: p.seek(7), ("seek", 7)),
        (lambda p: p.seek(-7), ("seek", 0)),
        (lambda p: p.repeat(), ("repeat", 0)),
        (lambda p: p.stop(), ("stop", 0)),
    ],
)
def test_every_request_wakes_a_paused_capture(request_it, turn):
    playback = shown(Playback())
    playback.pause()
    waiting = waiting_turn(playback)
    request_it(playback)
    assert waiting.join() == turn


def test_of_several_seeks_the_last_counts():
    playback = shown(Playback())
    for pts_ns in (5, 9, 3):
        playback.seek(pts_ns)
    assert playback.next_turn(live=False) == ("seek", 3)
    assert playback.next_turn(live=False) == ("read", 0)


def test_steps_add_up_and_a_seek_forgets_them():
    playback = shown(Playback())
    playback.step(2)
    playback.step(-1)
    assert playback.next_turn(live=False) == ("step", 0)
    playback.step(3)
    playback.seek(4)
    assert playback.next_turn(live=False) == ("seek", 4)
    waiting_turn(playback)
    playback.stop()


def test_changes_made_before_a_frame_need_no_repeat():
    playback = Playback()
    playback.repeat()
    shown(playback)
    playback.pause()
    waiting = waiting_turn(playback)
    playback.stop()
    assert waiting.join() == ("stop", 0)


def test_a_change_after_the_last_frame_is_not_lost():
    playback = shown(Playback())
    playback.repeat()
    assert playback.next_turn(live=False) == ("read", 0)  # finds the end of the file
    assert not playback.at_end()
    assert playback.next_turn(live=False) == ("repeat", 0)


def test_many_changes_while_paused_are_one_repeat():
    playback = shown(Playback())
    playback.pause()
    for _ in range(5):
        playback.repeat()
    assert playback.next_turn(live=False) == ("repeat", 0)
    waiting_turn(playback)
    playback.stop()


def test_a_paused_live_source_is_read_on_but_not_after_its_end():
    playback = shown(Playback())
    playback.pause()
    assert playback.next_turn(live=True) == ("discard", 0)
    assert playback.next_turn(live=True) == ("discard", 0)
    playback.at_end()
    waiting_turn(playback, live=True)
    playback.stop()


def test_the_end_holds_until_play_starts_over():
    playback = shown(Playback(), 50)
    assert not playback.at_end()
    assert playback.state.ended
    waiting = waiting_turn(playback)
    playback.toggle()
    assert waiting.join() == ("seek", 0)
    assert not playback.state.ended


def test_a_step_beyond_the_end_does_nothing_and_one_back_leaves_it():
    playback = shown(Playback())
    playback.at_end()
    playback.step(3)
    waiting = waiting_turn(playback)
    playback.step(-1)
    assert waiting.join() == ("step_back", 0)
    assert not playback.state.ended


def test_looping():
    playback = shown(Playback(loop=True))
    assert playback.at_end()
    assert not playback.at_end(rewindable=False)
    playback = shown(Playback())
    playback.set_loop(True)
    playback.pause()
    assert not playback.at_end()  # stepping stops at the end
    assert playback.state.loop


@pytest.mark.parametrize("speed", [0, 0.01, 17, float("nan"), float("inf"), -1])
def test_an_absurd_speed_is_refused(speed):
    playback = Playback()
    with pytest.raises(ValueError, match="speed is"):
        playback.set_speed(speed)
    assert playback.state.speed == 1.0


@pytest.mark.parametrize(
    "request_it",
    [
        lambda p: p.pause(),
        lambda p: p.step(1),
        lambda p: p.step(-1),
        lambda p: p.seek(3),
        lambda p: p.stop(),
        lambda p: p.set_speed(2.0),
    ],
)
def test_a_request_ends_the_wait_for_a_frames_time(request_it):
    playback = shown(Playback())
    worker = Worker(playback.wait_until, NEVER, 1.0)
    assert worker.stays_busy()
    request_it(playback)
    assert worker.join() is False


def test_a_repeat_leaves_the_wait_alone():
    playback = shown(Playback())
    due_ns = time.monotonic_ns() + 30 * MS
    worker = Worker(playback.wait_until, due_ns, 1.0)
    playback.repeat()
    assert worker.join() is True
    assert time.monotonic_ns() >= due_ns


def test_position_is_that_of_the_last_frame():
    assert shown(Playback(), 123).state.position_ns == 123


# The schedule.


@settings(max_examples=50, deadline=None)
@given(st.sampled_from([0.05, 0.25, 1.0, 2.0, 16.0]), st.integers(1, 200), st.integers(0, 10**12))
def test_frames_come_at_the_films_pace(speed, frame_ms, start):
    pacer = Pacer()
    dues = []
    now = start
    for index in range(20):
        due = pacer.due_ns(index * frame_ms * MS, speed, now)
        dues.append(due)
        now = max(now, due)
    assert dues[0] == start
    for index, due in enumerate(dues):
        assert due == pytest.approx(start + index * frame_ms * MS / speed, abs=2)


def test_a_little_late_is_caught_up_and_much_is_not():
    pacer = Pacer(slack_ns=100 * MS)
    assert pacer.due_ns(0, 1.0, 0) == 0
    assert pacer.due_ns(40 * MS, 1.0, 90 * MS) == 40 * MS
    assert pacer.due_ns(80 * MS, 1.0, 500 * MS) == 500 * MS
    assert pacer.due_ns(120 * MS, 1.0, 500 * MS) == 540 * MS


def test_time_stamps_that_jump_do_not_stop_the_film():
    pacer = Pacer()
    pacer.due_ns(0, 1.0, 0)
    assert pacer.due_ns(3600_000 * MS, 1.0, 10 * MS) == 10 * MS
    assert pacer.due_ns(40 * MS, 1.0, 20 * MS) == 20 * MS


def test_a_frame_a_second_at_a_twentieth_of_the_speed():
    pacer = Pacer()
    pacer.due_ns(0, 0.05, 0)
    assert pacer.due_ns(1000 * MS, 0.05, 0) == pytest.approx(20_000 * MS)


def test_another_speed_begins_at_once():
    pacer = Pacer()
    pacer.due_ns(0, 1.0, 0)
    assert pacer.due_ns(500 * MS, 2.0, 100 * MS) == 100 * MS
    assert pacer.due_ns(600 * MS, 2.0, 100 * MS) == 150 * MS


def test_reset_starts_a_new_schedule():
    pacer = Pacer()
    pacer.due_ns(0, 1.0, 0)
    pacer.reset()
    assert pacer.due_ns(500 * MS, 1.0, 7 * MS) == 7 * MS
