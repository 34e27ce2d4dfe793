"""While paused a camera is read on, and a change shows the held frame again."""

from fractions import Fraction

import pytest

from support.eventually import eventually
from support.pipeline.capture_rig import SECOND
from support.pipeline.fakes import FakeSource
from support.pipeline.gate import Gate
from yolocam.pipeline.playback import Playback

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.mark.parametrize("count", [1, 2])
def test_a_change_shows_on_a_slow_picture_at_once(rigs, count):
    rig = rigs(FakeSource(count, frame_ns=5 * SECOND, fps=Fraction(1, 5)), paced=True)
    assert rig.get().index == 0
    rig.store.update(confidence=0.9)
    again = rig.get()
    assert (again.index, again.repeat) == (0, True)
    assert rig.is_still()


def test_a_paused_camera_is_read_on_so_that_its_frames_stay_fresh(rigs):
    gate = Gate(closed=True)
    rig = rigs(FakeSource(1000, gate=gate, live=True))
    gate.let()
    assert rig.get().index == 0
    rig.playback.pause()
    gate.let(10)
    eventually(lambda: rig.source.reads == 11)
    gate.wait_reached()
    assert rig.stats.snapshot().captured <= 2  # one read may have begun before the pause
    rig.playback.play()
    gate.let(2)
    eventually(lambda: rig.source.reads == 13)
    gate.wait_reached()
    assert rig.get().index >= 11


def test_a_paused_camera_that_ends_is_left_in_peace(rigs):
    gate = Gate(closed=True)
    rig = rigs(FakeSource(2, gate=gate, live=True), at_end="hold")
    gate.let()
    assert rig.get().index == 0
    rig.playback.pause()
    gate.open()
    eventually(lambda: rig.playback.state.ended)
    reads = rig.source.reads
    assert rig.worker.stays_busy()
    assert rig.source.reads == reads


def test_every_change_while_paused_sends_the_held_frame_again(rigs):
    rig = rigs(FakeSource(10), playback=Playback(paused=True))
    assert not rig.get().repeat
    for confidence in (0.3, 0.4, 0.5):
        rig.store.update(confidence=confidence)
        frame = rig.get()
        assert frame.repeat
        assert frame.index == 0
    rig.store.update(confidence=0.5)  # no change
    assert rig.is_still()
    assert rig.stats.snapshot().captured == 1


def test_a_repeat_with_nothing_to_repeat(rigs):
    rig = rigs(FakeSource(0), at_end="hold")
    eventually(lambda: rig.playback.state.ended)
    rig.store.update(confidence=0.9)
    assert rig.is_still()
