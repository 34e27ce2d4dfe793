from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.pipeline.recording_frames import FILE, LIVE, SECOND, result
from yolocam.pipeline.sinks.video.recording_clock import RecordingClock

MS = 10**6
FRAME = 40 * MS  # of a file at 25 frames per second


def places(*frames):
    timeline = RecordingClock()
    return [timeline.place(item.frame) for item in frames]


def times_ms(*frames):
    return [place.at_ns // MS for place in places(*frames)]


def test_time_starts_at_the_first_frame_and_keeps_variable_steps():
    assert times_ms(result(7, 900 * MS), result(8, 917 * MS), result(9, 1000 * MS)) == [0, 17, 100]


def test_a_dropped_frame_of_a_file_is_a_gap():
    assert times_ms(result(0, 0), result(3, 120 * MS), result(4, 160 * MS)) == [0, 120, 160]


def test_a_long_still_of_a_file_is_kept_because_no_frame_is_missing():
    assert times_ms(result(0, 0), result(1, 30 * SECOND)) == [0, 30_000]


def test_frames_dropped_by_a_slow_network_are_a_gap_however_long():
    frames = [result(i * 100, i * 4 * SECOND, captured_ns=i * 4 * SECOND) for i in range(3)]
    assert times_ms(*frames) == [0, 4000, 8000]


@pytest.mark.parametrize("to_index", [0, 5, 50, 500])
def test_a_seek_is_cut_and_time_goes_on_by_one_frame(to_index):
    frames = [result(9), result(10), result(to_index, captured_ns=11 * FRAME), result(to_index + 1)]
    assert times_ms(*frames) == [0, 40, 80, 120]
    assert [place.cut for place in places(*frames)] == [True, False, True, False]


def test_a_pause_leaves_no_trace_in_a_file():
    assert times_ms(result(0, captured_ns=0), result(1, captured_ns=60 * SECOND)) == [0, 40]


def test_a_pause_of_a_live_source_is_a_gap():
    frames = [result(i, i * SECOND, source=LIVE) for i in (0, 1, 9)]
    assert times_ms(*frames) == [0, 1000, 9000]


def test_a_live_source_whose_media_time_starts_again_follows_the_clock():
    frames = [
        result(0, 50 * SECOND, source=LIVE, captured_ns=0),
        result(1, 51 * SECOND, source=LIVE, captured_ns=SECOND),
        result(0, 0, source=LIVE, captured_ns=13 * SECOND),
        result(1, 40 * MS, source=LIVE, captured_ns=13 * SECOND + 40 * MS),
    ]
    assert times_ms(*frames) == [0, 1000, 13_000, 13_040]


def test_stills_stand_as_long_as_they_were_shown_but_at_most_five_seconds():
    still = replace(FILE, kind="image", fps=None)
    frames = [result(0, 0, source=still, captured_ns=t * SECOND) for t in (0, 2, 100)]
    assert times_ms(*frames) == [0, 2000, 7000]


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 10**12), st.integers(0, 10**12)), max_size=30),
    st.sampled_from([FILE, LIVE]),
)
def test_time_strictly_increases_whatever_comes(frames, source):
    at = [p.at_ns for p in places(*(result(i, p, source=source, captured_ns=c) for i, p, c in frames))]
    assert all(a < b for a, b in pairwise(at))
    assert at[:1] in ([], [0])
