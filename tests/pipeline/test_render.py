import pytest

from support.eventually import eventually
from support.pipeline.fakes import FakeDrawer, FakeSink, Worker, make_detected
from support.pipeline.gate import Gate
from yolocam.pipeline.attached_outputs import Outputs
from yolocam.pipeline.channel import Channel, Closed, WhenFull
from yolocam.pipeline.process import ProcessStage
from yolocam.pipeline.render import RenderStage
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")


class RenderRig:
    def __init__(self):
        self.channel = Channel(2)
        self.drawer = FakeDrawer()
        self.store = SettingsStore()
        self.stats = Stats()
        self.outputs = Outputs("source", stats=lambda: self.stats, failed=lambda output: None)
        process = ProcessStage((), self.stats, lambda notice: None)
        self.stage = RenderStage(self.channel, process, self.outputs, self.drawer, self.store, self.stats)
        self.worker = None

    def add(self, sink, **options):
        return self.outputs.attach(sink, **options)

    def start(self):
        self.worker = Worker(self.stage.run)

    def put(self, *indices):
        for index in indices:
            Worker(self.channel.put, make_detected(index)).join()

    def finish(self):
        self.channel.close()
        try:
            self.worker.join()
        finally:
            for output in self.outputs.end():
                output.finish()


@pytest.fixture
def rig():
    return RenderRig()


def test_every_sink_gets_every_result_in_order(rig):
    sinks, direct = [FakeSink(), FakeSink(wants_image=True)], FakeSink()
    for sink in sinks:
        rig.add(sink)
    rig.add(direct, delivery="direct")
    rig.start()
    rig.put(*range(20))
    rig.finish()
    assert [sink.indices for sink in (*sinks, direct)] == [list(range(20))] * 3
    assert direct.closed == 1


def test_a_picture_is_drawn_once_and_the_frame_stays_as_it_was(rig):
    sinks = [FakeSink(wants_image=True) for _ in range(3)]
    for sink in sinks:
        rig.add(sink)
    rig.start()
    rig.put(7)
    rig.finish()
    assert rig.drawer.drawn == 1
    first = sinks[0].items[0]
    assert all(sink.items[0] is first for sink in sinks)
    assert first.image[0, 0, 0] == 255
    assert (first.frame.image == 7).all()
    assert not first.image.flags.writeable
    assert rig.stats.snapshot().stages["draw"].count == 1


def test_nothing_is_drawn_when_nobody_looks(rig):
    sink = FakeSink()
    rig.add(sink)
    rig.add(FakeSink(), delivery="direct")
    rig.start()
    rig.put(0, 1)
    rig.finish()
    assert rig.drawer.drawn == 0
    assert sink.items[0].image is None


def test_a_slow_sink_that_may_drop_does_not_slow_another(rig):
    gate = Gate(closed=True)
    slow, quick = FakeSink(gate=gate), FakeSink()
    rig.add(slow, capacity=1, when_full=WhenFull.DROP_OLDEST)
    rig.add(quick)
    rig.start()
    rig.put(*range(50))
    eventually(lambda: quick.indices == list(range(50)))
    assert len(slow.items) == 0
    gate.open()
    rig.finish()
    assert slow.indices[-1] == 49


def test_a_failing_sink_does_not_harm_another(rig):
    bad, good = FakeSink(fault_at=1), FakeSink()
    rig.add(bad, capacity=1)
    rig.add(good)
    rig.start()
    rig.put(*range(20))
    rig.finish()
    assert good.indices == list(range(20))
    assert bad.indices == [0]


def test_sinks_come_and_go_while_frames_flow(rig):
    stays, comes = FakeSink(), FakeSink()
    rig.add(stays)
    rig.start()
    rig.put(0, 1)
    eventually(lambda: len(stays.items) == 2)
    output = rig.add(comes)
    rig.put(2, 3)
    eventually(lambda: len(stays.items) == 4)
    rig.outputs.detach(output).join(60)
    assert comes.closed == 1
    rig.put(4)
    rig.finish()
    assert stays.indices == [0, 1, 2, 3, 4]
    assert comes.indices == [2, 3]


def test_settings_of_the_look_are_those_of_the_moment_of_drawing(rig):
    seen = []
    draw = rig.drawer.draw

    def note(*args):
        seen.append((args[3].line_width, args[4]))
        return draw(*args)

    rig.drawer.draw = note
    rig.add(FakeSink(wants_image=True))
    rig.start()
    rig.put(0)
    eventually(lambda: len(seen) == 1)
    rig.store.update(line_width=7, show_fps=True)
    rig.put(1)
    rig.finish()
    assert seen == [(0, None), (7, 0.0)]


@pytest.mark.parametrize("where", ["draw", "direct"])
def test_an_exception_ends_the_stage_and_wakes_inference(rig, where):
    if where == "draw":
        rig.drawer.fault = ValueError("cannot draw")
        rig.add(FakeSink(wants_image=True))
    else:
        rig.add(FakeSink(fault_at=0), delivery="direct")
    rig.start()
    rig.put(0)
    with pytest.raises((ValueError, OSError), match=r"cannot draw|disk full"):
        rig.finish()
    with pytest.raises(Closed):
        rig.channel.put(make_detected(1))


@pytest.mark.parametrize("delivery", ["queued", "direct"])
def test_what_is_attached_after_the_end_is_only_closed(rig, delivery):
    first, late = FakeSink(), FakeSink()
    output = rig.add(first)
    assert rig.outputs.end() == (output,)
    rig.add(late, delivery=delivery)
    assert late.closed == 1
    assert rig.outputs.end() == ()
    output.finish()
