"""However the window ends, frames are counted and no thread stays."""

import threading

import pytest

from support.window.window_fakes import FILM, FRAMES, MISSING


@pytest.mark.slow
def test_exit_at_end(qtbot, make_window):
    window = make_window(address=FILM, exit_at_end=True)
    qtbot.waitUntil(lambda: not window.isVisible())
    snapshot, info = window.final
    assert info.name == FILM
    assert snapshot.captured == snapshot.inferred == FRAMES
    assert snapshot.displayed + snapshot.dropped["display"] == FRAMES
    assert window.exit_status == 0


@pytest.mark.slow
def test_exit_at_end_of_a_missing_file(qtbot, make_window):
    window = make_window(address=MISSING, exit_at_end=True)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.exit_status == 1


@pytest.mark.slow
def test_exit_after(qtbot, make_window):
    window = make_window(address=FILM, exit_after_s=0.3)
    qtbot.waitUntil(lambda: not window.isVisible())


@pytest.mark.slow
def test_no_thread_stays(qtbot, make_window):
    before = threading.active_count()
    window = make_window(address=FILM)
    qtbot.waitUntil(lambda: window.view.current is not None)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    qtbot.waitUntil(lambda: threading.active_count() <= before)


@pytest.mark.slow
def test_every_frame_is_accounted_for_when_closed_while_playing(qtbot, make_window):
    window = make_window(address=FILM)
    qtbot.waitUntil(lambda: window.view.current is not None and window.view.current.frame.index > 5)
    window.close()
    qtbot.waitUntil(lambda: window.closed)
    snapshot, _ = window.final
    assert snapshot.captured == snapshot.inferred
    assert snapshot.displayed + snapshot.dropped["display"] == snapshot.inferred
