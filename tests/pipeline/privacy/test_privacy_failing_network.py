"""Where the network fails in the middle of a run, no image gets out that was not hidden before."""

import pytest

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.films.media_files import detections
from support.pipeline import session_rig
from support.pipeline.fakes import FakeDrawer, FakeSink, FakeSource, Worker
from support.pipeline.gate import Gate
from support.pipeline.session_rig import SessionRig
from yolocam.errors import DeviceError
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.processor_store import ProcessorStore
from yolocam.pipeline.processors import choose
from yolocam.pipeline.sinks.video.folder import FolderSink
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")

SIZE = (64, 48)
FAILS_AT = 4
FILL = 114  # the frames are nearly black, as a fake source's value is its index
PRIVACY = ("privacy=fill:thing",)


def thing(image, settings):
    return detections((20, 10, 40, 30, 0.9, 0.9, 0))


@pytest.fixture
def detector():
    """One that finds the thing in FAILS_AT images, and raises at the next once its gate is opened."""
    made = FakeDetector(find=thing, gate=Gate(closed=True))
    made.result_faults = {FAILS_AT: DeviceError("the graphics card is gone")}
    made.gate.let(FAILS_AT)
    return made


def is_hidden(image):
    """Whether the whole of the thing is covered."""
    return bool((image[10:30, 20:40] == FILL).all())


@pytest.mark.parametrize("live", [False, True])
def test_a_run_ends_before_anything_is_seen_that_was_not_hidden(live, tmp_path, detector):
    chosen = ProcessorStore(choose(PRIVACY))
    source = FakeSource(10**6, sizes=(SIZE,), size_wh=SIZE, frame_ns=40_000_000, live=live, name="street.mp4")
    pipeline = Pipeline(source, detector, FakeDrawer(), SettingsStore(), chosen=chosen, sink_failure="stop")
    queued, direct = FakeSink(wants_image=True), FakeSink(wants_image=True)
    pipeline.outputs.attach(queued, name="recording")
    pipeline.outputs.attach(FolderSink(tmp_path), name="files")
    pipeline.outputs.attach(direct, delivery="direct")
    pipeline.start()
    eventually(lambda: len(direct.items) == FAILS_AT)
    detector.gate.open()
    with pytest.raises(DeviceError, match="the graphics card is gone"):
        Worker(pipeline.join).join()
    assert len(direct.items) == FAILS_AT and queued.closed == 1
    for item in (*direct.items, *queued.items):
        assert is_hidden(item.frame.image) and is_hidden(item.image)
        assert is_hidden(item.detected.frame.image)


def test_a_session_shows_nothing_more_and_says_so(monkeypatch, detector):
    monkeypatch.setattr(session_rig, "FakeDetector", lambda settings: detector)
    rig = SessionRig(processors=ProcessorStore(choose(PRIVACY)))
    rig.sources["a"] = FakeSource(10**6, sizes=(SIZE,), size_wh=SIZE, frame_ns=1_000_000, name="a")
    try:
        rig.session.open("a")
        eventually(lambda: len(rig.display.items) == FAILS_AT)
        detector.gate.open()
        eventually(lambda: rig.session.state.phase == "failed")
        assert [notice.text for notice in rig.session.take_notices()] == ["the graphics card is gone"]
        assert len(rig.display.items) == FAILS_AT
        for item in rig.display.items:  # the last of them is what the window goes on showing
            assert is_hidden(item.frame.image) and is_hidden(item.image)
    finally:
        rig.close()
