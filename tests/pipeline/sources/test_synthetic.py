import itertools
import threading
import time
from fractions import Fraction

import numpy as np
import pytest

from support.fake_clock import JumpClock
from yolocam.errors import SourceError
from yolocam.pipeline.sources.live.options import parse_fps
from yolocam.pipeline.sources.live.synthetic import SyntheticSource, TestCard


def test_defaults_and_parts_of_the_address():
    assert SyntheticSource("synthetic:").info.size_wh == (1280, 720)
    assert SyntheticSource("synthetic:").info.fps == 30
    assert SyntheticSource("synthetic:640x480").info.size_wh == (640, 480)
    assert SyntheticSource("synthetic:@15").info.fps == 15
    info = SyntheticSource("synthetic:64x32@29.97?frames=30").info
    assert (info.size_wh, info.fps, info.frame_count) == ((64, 32), Fraction(30000, 1001), 30)
    assert info.duration_ns == 1_001_000_000
    assert info.live and not info.seekable and info.kind == "synthetic"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("synthetic:big", "expected width x height"),
        ("synthetic:0x0", "expected width x height"),
        ("synthetic:7681x720", "to 7680x4320"),
        ("synthetic:99999999999999x9", "to 7680x4320"),
        ("synthetic:640x480@0", "1 to 240 frames per second"),
        ("synthetic:640x480@241", "1 to 240 frames per second"),
        ("synthetic:640x480@1/0", "1 to 240 frames per second"),
        ("synthetic:640x480@", "1 to 240 frames per second"),
        ("synthetic:640x480@nan", "1 to 240 frames per second"),
        ("synthetic:640x480@1e1", "1 to 240 frames per second"),
        ("synthetic:640x480?frames=0", "whole number from 1"),
        ("synthetic:640x480?frames=3&frames=4", "given twice"),
        ("synthetic:640x480?colour=red", "expected one of frames=..."),
        ("camera:0", "expected an address such as synthetic:"),
    ],
)
def test_bad_address_is_one_sentence_naming_what_was_expected(address, expected):
    with pytest.raises(SourceError) as error:
        SyntheticSource(address)
    assert expected in str(error.value)
    assert str(error.value).startswith(address)


@pytest.mark.parametrize(
    ("text", "fps"),
    [
        ("25", 25),
        ("12.5", Fraction(25, 2)),
        ("30000/1001", Fraction(30000, 1001)),
        ("59.94", Fraction(60000, 1001)),
    ],
)
def test_rates_are_exact(text, fps):
    assert parse_fps(text, "x") == fps


def test_schedule_is_absolute_and_does_not_drift():
    clock = JumpClock()
    start = clock.now_ns()
    source = SyntheticSource("synthetic:32x32@29.97", clock=clock)
    frames = [source.read() for _ in range(301)]
    assert [frame.index for frame in frames] == list(range(301))
    # 300 frames of 1001/30000 s are 10.01 s.
    assert frames[-1].pts_ns == 10_010_000_000
    assert 0 <= frames[-1].captured_ns - start - 10_010_000_000 < 1000
    assert all(frame.source is source.info for frame in frames)


def test_late_reader_misses_frames_and_the_index_shows_it():
    clock = JumpClock()
    source = SyntheticSource("synthetic:32x32@10", clock=clock)
    assert source.read().index == 0
    clock.advance(1.05)
    late = source.read()
    assert (late.index, late.pts_ns) == (10, 1_000_000_000)
    assert source.read().index == 11


def test_frames_are_read_only_and_differ():
    source = SyntheticSource("synthetic:320x180@30", clock=JumpClock())
    first, second = source.read(), source.read()
    assert first.image.shape == (180, 320, 3) and first.image.dtype == np.uint8
    assert first.image.flags.c_contiguous and not first.image.flags.writeable
    rows = np.flatnonzero((first.image != second.image).any(axis=(1, 2)))
    assert rows.min() < 120 < rows.max(), "both the bar above and the numbers below move"


@pytest.mark.parametrize("size", ["16x16", "7680x16", "17x4320"])
def test_odd_shapes_are_drawn(size):
    image = SyntheticSource(f"synthetic:{size}", clock=JumpClock()).read().image
    assert f"{image.shape[1]}x{image.shape[0]}" == size


def test_ends_after_the_asked_number_of_frames():
    source = SyntheticSource("synthetic:32x32@5?frames=3", clock=JumpClock())
    assert [source.read().index for _ in range(3)] == [0, 1, 2]
    assert source.read() is None


def test_close_wakes_a_read_that_waits():
    source = SyntheticSource("synthetic:32x32@1")
    source.read()
    got = []
    reader = threading.Thread(target=lambda: got.append(source.read()))
    reader.start()
    time.sleep(0.05)
    source.close()
    reader.join(60)
    assert got == [None] and source.read() is None


def test_a_first_drawing_that_takes_long_makes_no_later_frame_early(monkeypatch):
    """As OpenCV's, which loads a font: two frames at once would have a live viewer drop one."""
    clock, draw, slow = JumpClock(), TestCard.draw, iter([0.03])

    def first_is_slow(card, index, pts_ns):
        clock.advance(next(slow, 0.0))
        return draw(card, index, pts_ns)

    monkeypatch.setattr(TestCard, "draw", first_is_slow)
    source = SyntheticSource("synthetic:64x32@25", clock=clock)
    times = [source.read().captured_ns for _ in range(3)]
    assert [after - before for before, after in itertools.pairwise(times)] == [40_000_000] * 2
