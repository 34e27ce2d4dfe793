"""What was found lies in lanes under the seek bar, and the time is shown as one likes."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from support.window.window_driver import open_film, paused_film
from yolocam.palette import load_palette
from yolocam.pipeline.sinks.results.class_histogram import ClassHistogram
from yolocam.ui.video.transport.lanes import MOST_LANES, Lanes, lanes_of
from yolocam.ui.widgets.timecode import timecode

S = 1_000_000_000


def presence(found: dict[str, list[int]], frames: list[int], width: float = 1.0) -> ClassHistogram:
    bins = {(number, name): np.array(counts) for number, (name, counts) in enumerate(found.items())}
    return ClassHistogram(bins, {}, np.array(frames), width, width * len(frames), False, None)


def stays(found: list[int], frames: list[int]) -> list[tuple[float, float]]:
    (lane,) = lanes_of(presence({"dog": found}, frames), load_palette("clear"), None)
    return [(begin / S, end / S) for begin, end in lane.stays]


def test_stays_begin_and_end_where_something_was_found():
    assert stays([0, 2, 1, 0, 0, 3], [1, 1, 1, 1, 1, 1]) == [(1, 3), (5, 6)]


def test_a_bin_without_a_frame_interrupts_nothing():
    assert stays([2, 0, 2, 0, 0], [1, 0, 1, 0, 1]) == [(0, 4)]


def test_what_was_never_looked_at_is_no_stay():
    """After a jump from the beginning to the end the middle stays empty."""
    there = [1, 1, 1] + [0] * 7 + [1]
    assert stays(there, there) == [(0, 4), (10, 11)]


def test_the_commonest_classes_have_the_lanes():
    found = {name: [1] * count + [0] * (6 - count) for count, name in enumerate("abcdef", 1)}
    lanes = lanes_of(presence(found, [1] * 6), load_palette("clear"), None)
    assert [lane.name for lane in lanes] == list("fedcba")[:MOST_LANES]


def test_images_count_as_long_as_they_are_shown():
    histogram = presence({"dog": [0, 1]}, [1, 1])
    histogram = ClassHistogram(histogram.found, {}, histogram.frames, 1.0, 2.0, True, None)
    (lane,) = lanes_of(histogram, load_palette("clear"), 3 * S)
    assert lane.stays == ((3 * S, 6 * S),)


def test_a_click_goes_there(qtbot):
    lanes = Lanes(lambda: lambda ns: ns / S, lambda x: round(x * S))
    qtbot.addWidget(lanes)
    lanes.resize(100, 16)
    lanes.show_lanes(lanes_of(presence({"dog": [0, 1, 0]}, [1, 1, 1], 10), load_palette("clear"), None))
    assert "dog" in lanes.accessibleDescription()
    image = lanes.grab().toImage()
    assert image.pixelColor(15, 1) == lanes.lanes[0].colour
    assert image.pixelColor(5, 1) != lanes.lanes[0].colour
    with qtbot.waitSignal(lanes.sought) as told:
        qtbot.mouseClick(lanes, Qt.MouseButton.LeftButton, pos=QPoint(42, 5))
    assert told.args == [42 * S]


def test_the_window_shows_lanes_and_goes_where_one_is_clicked(qtbot, window):
    open_film(qtbot, window)
    lanes = window.transport.lanes
    qtbot.waitUntil(lambda: bool(lanes.lanes))
    window.play_or_pause()
    bar = window.transport._bar
    qtbot.mouseClick(lanes, Qt.MouseButton.LeftButton, pos=QPoint(lanes.width() // 2, 5))
    at = bar.ns_at(lanes.width() // 2)
    qtbot.waitUntil(lambda: abs(window.session.playback.state.position_ns - at) < S)
    assert abs(bar.x_of()(at) - lanes.width() // 2) <= 2


@pytest.mark.parametrize(("how", "text"), [({}, "01:01.2"), ({"digits": 3}, "01:01.234")])
def test_times(how, text):
    assert timecode(61_234_567_890, **how) == text


def test_a_click_shows_milliseconds_then_the_frame(qtbot, window):
    paused_film(qtbot, window)
    time = window.transport._time
    tenths = time.text()
    qtbot.mouseClick(time, Qt.MouseButton.LeftButton)
    assert len(time.text()) == len(tenths) + 2
    qtbot.mouseClick(time, Qt.MouseButton.LeftButton)
    frame = window.view.current.frame
    qtbot.waitUntil(lambda: time.text() == f"frame {frame.index + 1} / {frame.source.frame_count}")
    qtbot.mouseClick(time, Qt.MouseButton.LeftButton)
    assert time.text() == tenths
