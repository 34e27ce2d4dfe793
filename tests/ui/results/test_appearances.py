"""N goes to where something next appears, Shift+N back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from support.films.media_files import detections, rendered, video_frame
from support.window.window_driver import key, paused_film, settle
from support.window.window_fakes import FRAME_NS
from yolocam.ui.results.appearances import Appearances

PERSON, CAR = 0, 2


@pytest.fixture
def seen():
    """Ten frames: a person in 2, 3 and 7, a car in 5."""
    seen = Appearances()
    seen.source_opened(replace(video_frame(0).source, seekable=True))
    for index in range(10):
        kinds = [PERSON] if index in (2, 3, 7) else [CAR] if index == 5 else []
        boxes = detections(*((0, 0, 9, 9, 0.9, 1.0, kind) for kind in kinds))
        seen.write(rendered(replace(video_frame(index), pts_ns=index), boxes))
    return seen


def test_each_appearance_is_met_once(seen):
    people = frozenset({PERSON})
    assert [seen.after(n, people) for n in (0, 2, 3, 7)] == [2, 7, 7, None]
    assert [seen.before(n, people) for n in (9, 7, 3, 2)] == [7, 2, 2, None]
    assert seen.after(3, None) == 5


def test_the_last_look_counts(seen):
    again = rendered(replace(video_frame(7), pts_ns=7, repeat=True), detections())
    seen.write(again)
    assert seen.after(3, frozenset({PERSON})) is None


def test_a_live_source_is_not_remembered(seen):
    seen.source_opened(replace(video_frame(0).source, live=True, seekable=False))
    seen.write(rendered(video_frame(1), detections((0, 0, 9, 9, 0.9, 1.0, PERSON))))
    assert seen.after(-1, None) is None


@pytest.mark.slow
def test_keys_go_from_appearance_to_appearance(qtbot, make_window, monkeypatch):
    def only_some(image, settings):
        return detections((5, 5, 50, 50, 0.9, 1.0, PERSON)) if image[0, 0, 0] in (20, 60) else detections()

    monkeypatch.setattr("support.window.window_fakes.twelve_boxes", only_some)
    window = make_window()
    playback = paused_film(qtbot, window)
    playback.seek(0)
    playback.play()
    qtbot.waitUntil(lambda: playback.state.ended)
    key(qtbot, window, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: playback.state.position_ns == 60 * FRAME_NS)
    settle(qtbot, window)
    key(qtbot, window, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: playback.state.position_ns == 20 * FRAME_NS)
    settle(qtbot, window)
    key(qtbot, window, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: playback.state.position_ns == 60 * FRAME_NS)
    settle(qtbot, window)
    key(qtbot, window, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: "later than this" in window.viewer.message_bar.text)
    assert playback.state.paused and window.view.current.frame.index == 60
