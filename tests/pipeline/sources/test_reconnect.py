import threading

import pytest

from support.eventually import eventually
from support.fake_camera import FakeDriver
from support.fake_clock import HandClock
from yolocam.errors import SourceError
from yolocam.pipeline.sources.live.camera import CameraRequest, CameraSource
from yolocam.pipeline.sources.live.devices import CameraDevice
from yolocam.pipeline.sources.live.reconnect import MAX_HANGING, ReconnectingSource

DEVICE = CameraDevice("Fake", "fake", 0)


@pytest.fixture(autouse=True)
def no_thread_left():
    before = set(threading.enumerate())
    yield
    eventually(lambda: set(threading.enumerate()) <= before)


class ReconnectRig:
    """A fake camera behind a ReconnectingSource, and a reader thread that counts what arrives."""

    def __init__(self, backoff_s=(0.5, 5.0)):
        self.driver = FakeDriver()
        self.clock = HandClock()
        request = CameraRequest.parse("0")
        self.source = ReconnectingSource(
            lambda: CameraSource(request, DEVICE, self.driver.open),
            name="camera:0",
            backoff_s=backoff_s,
            clock=self.clock,
        )
        self.frames = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        while (frame := self.source.read()) is not None:
            self.frames.append(frame)

    @property
    def kind(self):
        return self.source.state.kind

    def more_frames(self):
        count = len(self.frames)
        eventually(lambda: len(self.frames) > count + 2)

    def close(self):
        self.source.close()
        self.reader.join(60)
        assert not self.reader.is_alive()
        self.driver.mode = "ok"  # lets go of whatever still hangs in the driver


@pytest.fixture
def rig():
    rig = ReconnectRig()
    yield rig
    rig.close()


def test_all_is_well(rig):
    rig.more_frames()
    assert (rig.kind, rig.source.state.message, rig.source.state.attempts) == ("ok", "", 0)
    assert rig.source.info.name == "camera:0" and rig.source.info.live
    indices = [frame.index for frame in rig.frames]
    assert indices[0] == 0 and indices == sorted(set(indices))


@pytest.mark.parametrize("fault", ["false", "none", "raises", "odd"])
def test_failing_read_reconnects_after_a_pause(rig, fault):
    rig.more_frames()
    rig.driver.mode = fault
    eventually(lambda: rig.kind == "lost")
    rig.driver.mode = "ok"
    rig.clock.advance(0.4)
    assert len(rig.driver.opened) == 1, "the first pause is half a second"
    rig.clock.advance(0.2)
    rig.more_frames()
    assert rig.kind == "ok" and len(rig.driver.opened) == 2
    assert rig.driver.opened[0].released


def test_frozen_camera_is_noticed_by_the_age_of_its_last_frame(rig):
    rig.more_frames()
    rig.driver.mode = "freeze"
    eventually(lambda: rig.driver.held)
    rig.clock.advance(1.5)
    assert rig.kind == "ok", "two seconds make it stale"
    rig.clock.advance(0.6)
    eventually(lambda: rig.kind == "lost")
    rig.clock.advance(0.4)
    state = rig.source.state
    assert state.last_frame_age_s == pytest.approx(2.5)
    assert state.message == "camera:0 has stopped giving pictures: reconnecting, last frame 2 s ago"
    rig.driver.mode = "ok"
    rig.clock.advance(0.2)
    rig.more_frames()
    assert rig.kind == "ok"


def test_pause_grows_to_its_limit_while_the_camera_is_away(rig):
    rig.more_frames()
    rig.driver.mode = "refuse"
    # Reads of a mode that is not "ok" fail, as after an unplug.
    for attempt, pause in enumerate([0.5, 1, 2, 4, 5, 5], start=1):
        eventually(lambda: rig.kind == "lost")
        opened = len(rig.driver.opened)
        rig.clock.advance(pause - 0.01)
        assert len(rig.driver.opened) == opened
        rig.clock.advance(0.02)
        eventually(lambda count=opened: len(rig.driver.opened) > count)
        eventually(lambda count=attempt: rig.source.state.attempts == count)
    assert "cannot be opened" in rig.source.state.message or rig.kind == "opening"
    eventually(lambda: rig.kind == "lost")  # else the last attempt might still find it well
    rig.driver.mode = "ok"
    rig.clock.advance(5)
    rig.more_frames()
    assert rig.source.state.attempts == 0


def test_retry_now_cuts_the_pause_short(rig):
    rig.more_frames()
    rig.driver.mode = "false"
    eventually(lambda: rig.kind == "lost")
    rig.driver.mode = "ok"
    rig.source.retry_now()
    rig.more_frames()
    assert rig.kind == "ok"


def test_numbers_and_media_time_go_on_in_real_time():
    rig = ReconnectRig()
    rig.more_frames()
    rig.driver.mode = "false"
    eventually(lambda: rig.kind == "lost")
    before = rig.frames[-1]
    threading.Event().wait(0.05)
    rig.driver.mode = "ok"
    rig.source.retry_now()
    rig.more_frames()
    rig.close()
    first = rig.frames[0]
    after = next(frame for frame in rig.frames if frame.index > before.index)
    assert after.index == before.index + 1
    assert after.pts_ns - before.pts_ns >= 50_000_000
    for frame in rig.frames:
        assert frame.pts_ns == frame.captured_ns - first.captured_ns
    assert all(a.pts_ns < b.pts_ns for a, b in zip(rig.frames, rig.frames[1:], strict=False))


def test_camera_may_come_back_with_another_size(rig):
    rig.more_frames()
    rig.driver.mode = "false"
    eventually(lambda: rig.kind == "lost")
    rig.driver.size_wh = (32, 24)
    rig.driver.mode = "ok"
    rig.source.retry_now()
    rig.more_frames()
    assert rig.frames[-1].source.size_wh == rig.frames[-1].size_wh == (32, 24)
    assert rig.frames[0].source.size_wh == (64, 48)


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["ok", "freeze", "false", "stuck"])
def test_close_ends_a_read_at_once_whatever_the_driver_does(fault):
    rig = ReconnectRig()
    rig.more_frames()
    rig.driver.mode = fault
    if fault == "stuck":
        eventually(lambda: rig.kind == "lost")
        rig.source.retry_now()
        eventually(lambda: len(rig.driver.opened) == 2)
    rig.close()
    assert rig.source.read() is None
    eventually(lambda: all(capture.released for capture in rig.driver.opened))


def test_driver_that_hangs_does_not_cost_a_thread_for_every_attempt():
    rig = ReconnectRig()
    rig.more_frames()
    rig.driver.mode = "freeze"
    for attempt in range(1, MAX_HANGING + 1):
        eventually(lambda count=attempt: len(rig.driver.opened) == count)
        eventually(lambda count=attempt: rig.driver.held == count)
        rig.clock.advance(20)
        eventually(lambda: rig.kind == "lost")
        rig.clock.advance(20)
    for _ in range(10):
        rig.clock.advance(20)
        rig.source.retry_now()
        threading.Event().wait(0.01)
    assert len(rig.driver.opened) == MAX_HANGING
    assert sum(thread.name == "live source" for thread in threading.enumerate()) == MAX_HANGING
    rig.driver.mode = "ok"  # it lets go: the device is tried again
    eventually(lambda: all(capture.released for capture in rig.driver.opened[:MAX_HANGING]))
    rig.more_frames()
    rig.close()


def test_first_opening_must_succeed():
    def fail():
        raise SourceError("camera 'x' is not connected")

    with pytest.raises(SourceError, match="camera 'x' is not connected"):
        ReconnectingSource(fail)


def test_first_frame_that_is_read_is_fresh_and_has_number_0():
    driver = FakeDriver()
    source = ReconnectingSource(lambda: CameraSource(CameraRequest.parse("0"), DEVICE, driver.open))
    eventually(lambda: source._session.peek().index > 5)  # nobody reads yet
    frame = source.read()
    assert (frame.index, frame.pts_ns) == (0, 0)
    source.close()
