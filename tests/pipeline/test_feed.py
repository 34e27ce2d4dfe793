"""A feed without a session: one source from its opening to its end."""

import threading
from dataclasses import replace

import pytest

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.pipeline.fakes import FakeDrawer, FakeSink, FakeSource, Worker
from support.pipeline.gate import Gate
from yolocam.errors import SourceError
from yolocam.pipeline.attached_outputs import Outputs
from yolocam.pipeline.detector_switch import DetectorSwitch
from yolocam.pipeline.feed import Feed, FeedParts
from yolocam.pipeline.notices import Notice, NoticeBoard
from yolocam.pipeline.processor_store import ProcessorStore
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")


class Shared:
    """What feeds share, with sources by their address."""

    def __init__(self, at_end="stop", **sources):
        self.sources = sources
        self.store = SettingsStore()
        self.sink = FakeSink()
        self.notices = NoticeBoard()
        self.events = []
        self.switch = DetectorSwitch(lambda settings: FakeDetector(settings=settings), self.store)
        self.outputs = Outputs("session", stats=lambda: None, failed=lambda output: None)
        self.outputs.attach(self.sink, lifetime="session", delivery="direct")
        self.parts = FeedParts(
            store=self.store,
            detector=self.switch,
            outputs=self.outputs,
            make_drawer=FakeDrawer,
            open_source=self._open,
            processors=ProcessorStore(),
            at_end=at_end,
            notices=self.notices,
            on_event=lambda: self.events.append(1),
        )

    def _open(self, address):
        if isinstance(self.sources[address], Exception):
            raise self.sources[address]
        return self.sources[address]

    def indices(self, name):
        return [item.frame.index for item in self.sink.items if item.frame.source.name == name]


@pytest.fixture
def share():
    made = []

    def make(*args, **options):
        made.append(Shared(*args, **options))
        return made[-1]

    yield make
    for shared in made:
        Worker(shared.switch.close).join()


def test_it_is_opened_played_counted_and_ends(share):
    shared = share(a=FakeSource(5, name="a"))
    feed = Feed("a", shared.parts)
    state = feed.state
    assert (state.phase, state.address, state.info) == ("opening", "a", None)
    assert feed.pipeline is feed.playback is feed.stats is feed.outputs is None
    feed.open()
    eventually(lambda: feed.state.phase == "idle")
    assert shared.indices("a") == list(range(5))
    assert feed.state.info.name == "a"
    assert feed.stats.snapshot().inferred == 5
    assert shared.notices.take() == [] and shared.events


def test_several_share_one_detector_and_the_outputs_of_the_session(share):
    shared = share(a=FakeSource(20, name="a"), b=FakeSource(20, name="b"))
    feeds = [Feed(address, shared.parts) for address in ("a", "b")]
    for feed in feeds:
        feed.open()
    eventually(lambda: all(feed.state.phase == "idle" for feed in feeds))
    assert shared.indices("a") == shared.indices("b") == list(range(20))
    assert feeds[0].stats is not feeds[1].stats and feeds[0].playback is not feeds[1].playback


def test_one_that_was_stopped_before_opens_nothing(share):
    shared = share()  # where opening any address would be a KeyError
    feed = Feed("a", shared.parts)
    feed.stop()
    feed.open()
    feed.leave(0, 0)
    assert feed.pipeline is None
    assert shared.notices.take() == []


def test_one_that_was_stopped_while_it_opens_closes_its_source(share):
    shared, gate = share(a=FakeSource(5, name="a")), Gate(closed=True)
    slow = replace(shared.parts, open_source=lambda address: gate.wait() or shared.sources[address])
    feed = Feed("a", slow)
    opener = threading.Thread(target=feed.open)
    opener.start()
    gate.wait_reached()
    feed.stop()
    gate.open()
    opener.join(60)
    assert feed.pipeline is None
    assert shared.sources["a"].closed == 1


def test_what_cannot_be_opened_is_told_with_its_address(share):
    shared = share(a=SourceError("a is no video"))
    feed = Feed("a", shared.parts)
    feed.open()
    assert feed.state.phase == "failed"
    assert shared.notices.take() == [Notice("error", "a is no video", "a")]


def test_a_remark_is_taken_once(share):
    shared = share("hold", a=FakeSource(5, name="a"))
    feed = Feed("a", shared.parts)
    assert feed.take_remark() is None
    feed.open()
    shared.sources["a"].problem = "breaks off"
    assert [feed.take_remark(), feed.take_remark()] == ["a breaks off", None]
    feed.stop()
    feed.leave(20, 20)
    assert shared.sources["a"].closed
