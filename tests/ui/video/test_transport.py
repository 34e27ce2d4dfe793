"""The row under a file drives the playback, and says where it is."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu

from support.window.window_fakes import FRAME_NS, FRAMES, FakeCamera, FakeFilm
from yolocam.pipeline.playback import Playback
from yolocam.ui.video.transport.seek_bar import SeekBar
from yolocam.ui.video.transport.speed_button import SpeedButton
from yolocam.ui.video.transport.transport import Transport
from yolocam.ui.widgets.timecode import timecode

DURATION = FRAMES * FRAME_NS


@pytest.fixture
def playback():
    return Playback()


@pytest.fixture
def transport(qtbot, playback):
    transport = Transport()
    qtbot.addWidget(transport)
    transport.attach(playback, FakeFilm().info)
    transport.resize(800, 40)
    transport.show()
    return transport


def button(transport, name):
    """The button that a screen reader calls so."""
    (found,) = (b for b in transport.findChildren(QAbstractButton) if b.accessibleName() == name)
    return found


def wanted(playback):
    """Return the media time of the seek that capture would take now."""
    turn, at = playback.next_turn(live=False)
    assert turn == "seek"
    return at


@pytest.mark.parametrize(
    ("ns", "text"),
    [(0, "00:00.0"), (12_449_000_000, "00:12.4"), (79_500_000_000, "01:19.5"),
     (3_600_000_000_000, "1:00:00.0"), (-5, "00:00.0")],
)  # fmt: skip
def test_timecode(ns, text):
    assert timecode(ns) == text


def test_timecode_without_tenths():
    assert timecode(42_900_000_000, digits=0) == "00:42"


def test_hidden_without_a_beginning_and_an_end(transport, playback):
    assert transport.isVisible()
    transport.attach(Playback(), FakeCamera().info)
    assert not transport.isVisible()
    assert not transport.active
    transport.toggle()
    transport.seek(0)
    transport.step(1)


@pytest.mark.parametrize("width", [480, 640, 1280])
def test_speed_in_brackets_leaves_the_loop_button_alone(qtbot, playback, transport, width):
    transport.attach(Playback(), replace(FakeFilm().info, has_audio=True))
    transport.resize(width, 40)
    speed, loop = transport.findChild(SpeedButton), button(transport, "Loop")
    for real in (None, 0.7, 0.05, None, 0.7):
        speed.show_speed(0.25, real)
        qtbot.wait(1)
        shown = [part for part in transport.findChildren(QAbstractButton) if part.isVisible()]
        assert loop in shown and speed in shown and transport.rect().contains(loop.geometry())
        texts = speed.fontMetrics().horizontalAdvance(speed.text())
        assert speed.width() > texts
        assert not any(part.geometry().intersects(speed.geometry()) for part in shown if part is not speed)


def test_click_jumps_and_drag_follows(qtbot, transport, playback):
    bar = transport.findChild(SeekBar)
    middle = QPoint(bar.width() // 2, bar.height() // 2)
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=middle)
    assert wanted(playback) == pytest.approx(DURATION / 2, rel=0.02)
    right = QPoint(bar.width() - 1, bar.height() // 2)
    qtbot.mouseMove(bar, right)
    assert wanted(playback) == pytest.approx(DURATION - FRAME_NS, rel=0.01)
    # While the mouse holds the handle, the playback does not pull it away.
    held = bar.value()
    assert held == bar.maximum()
    playback.published(0)
    transport.refresh()
    assert bar.value() == held
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=right)
    transport.refresh()
    assert bar.value() == 0


def test_only_the_last_seek_counts(transport, playback):
    for ns in (1, 2, FRAME_NS * 7):
        transport.seek(ns)
    assert wanted(playback) == FRAME_NS * 7


def test_jumps_stay_inside_the_file(transport, playback):
    transport.jump(-5_000_000_000)
    assert wanted(playback) == 0
    transport.jump(5_000_000_000_000)
    assert wanted(playback) == DURATION - FRAME_NS
    transport.to_end()
    assert wanted(playback) == DURATION - FRAME_NS


def test_step_pauses(transport, playback):
    transport.step(1)
    assert playback.state.paused
    assert playback.next_turn(live=False)[0] == "step"
    transport.step(-1)
    assert playback.next_turn(live=False)[0] == "step_back"


def test_speed_moves_along_the_menu(transport, playback):
    transport.change_speed(1)
    assert playback.state.speed == 1.5
    transport.change_speed(-5)
    assert playback.state.speed == 0.25
    transport.change_speed(-1)
    assert playback.state.speed == 0.25
    checked = [action.data() for action in transport.findChild(QMenu).actions() if action.isChecked()]
    assert checked == [0.25]


def test_end_offers_to_play_again(transport, playback):
    playback.at_end()
    transport.refresh()
    assert button(transport, "Play again").isVisible()
    assert timecode(DURATION) in [label.text() for label in transport.findChildren(QLabel)]
    transport.toggle()
    assert wanted(playback) == 0
    transport.refresh()
    assert button(transport, "Pause").isVisible()


@pytest.mark.slow
def test_loop(qtbot, transport, playback):
    qtbot.mouseClick(button(transport, "Loop"), Qt.MouseButton.LeftButton)
    assert playback.state.loop
    transport.toggle_loop()
    assert not playback.state.loop
    assert not button(transport, "Loop").isChecked()
