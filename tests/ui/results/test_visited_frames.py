"""A frame counts once, however often it is looked at, and its last look counts."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtCore import Qt

from support.window.window_driver import key, paused_film
from support.window.window_fakes import FRAME_NS, FRAMES, FakeFilm, fake_detector, picture
from yolocam.frame import Detected, Frame, Rendered
from yolocam.pipeline.sinks.results.class_histogram import PresenceSink
from yolocam.pipeline.sinks.results.summary import SummarySink
from yolocam.settings import Settings
from yolocam.ui.results.visited_frames import VisitedFrames

FILM_INFO = FakeFilm().info


def look(index: int, confidence: float) -> Rendered:
    frame = Frame(picture(index), index, index * FRAME_NS, 0, FILM_INFO)
    settings = Settings(confidence=confidence)
    inference = fake_detector(settings).submit([frame.image], settings).result()[0]
    return Rendered(Detected(frame, inference, settings), None)


@pytest.mark.slow
def test_any_walk_counts_as_its_last_looks_played_once():
    hand = random.Random(5)
    visited = VisitedFrames()
    last: dict[int, Rendered] = {}
    for _ in range(4000):
        index = hand.randrange(40)
        last[index] = look(index, hand.choice((0.1, 0.5, 0.7, 0.97, 1.0)))
        visited.write(last[index])
    summary, presence = SummarySink(), PresenceSink()
    for index in sorted(last):
        summary.write(last[index])
        presence.write(last[index])
    assert visited.frames == summary.frames == len(last)
    assert visited.rows() == summary.rows()
    ours, expected = visited.presence(), presence.presence()
    assert (ours.width, ours.length, ours.most) == (expected.width, expected.length, expected.most)
    np.testing.assert_array_equal(ours.frames, expected.frames)
    assert ours.found.keys() == expected.found.keys()
    for name, bins in expected.found.items():
        np.testing.assert_array_equal(ours.found[name], bins)


def test_nothing_yet():
    assert (VisitedFrames().rows(), VisitedFrames().frames) == ([], 0)
    assert len(VisitedFrames().presence().frames) == 0


@pytest.mark.slow
def test_stepping_back_and_forth_counts_no_frame_twice(qtbot, window):
    playback = paused_film(qtbot, window)
    tally = window.results.tally.current
    key(qtbot, window, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: playback.state.position_ns == 0)
    before = tally.frames
    changes = tally.changes
    for _ in range(2):
        for step, count in ((Qt.Key.Key_Period, 5), (Qt.Key.Key_Comma, 5)):
            for _ in range(count):
                position = playback.state.position_ns
                key(qtbot, window, step)
                qtbot.waitUntil(lambda position=position: playback.state.position_ns != position)
    qtbot.waitUntil(lambda: tally.changes >= changes + 15)
    assert tally.frames <= max(before, 6) + 1


@pytest.mark.slow
def test_a_looped_film_counts_its_frames_once(qtbot, window):
    key(qtbot, window, Qt.Key.Key_T)
    window.open("film.avi")
    qtbot.waitUntil(lambda: window.session.playback is not None)
    window.session.playback.set_loop(True)
    window.session.playback.set_speed(4)
    qtbot.waitUntil(lambda: window.results.tally.current.changes > 2 * FRAMES)
    assert window.results.tally.current.frames == FRAMES
    qtbot.waitUntil(lambda: f"{FRAMES} frames" in window.results.dock.summary.text())


@pytest.mark.slow
def test_a_look_with_another_threshold_replaces_the_one_before(qtbot, window):
    paused_film(qtbot, window)
    tally = window.results.tally.current
    frames = tally.frames
    before = sum(row.detections for row in tally.rows())
    window.session.store.update(confidence=1.0)
    qtbot.waitUntil(lambda: sum(row.detections for row in tally.rows()) < before)
    assert tally.frames == frames
