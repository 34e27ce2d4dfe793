import time
from fractions import Fraction

import pytest

from support.eventually import eventually
from support.fakes import FakeSource, Worker
from support.gate import Gate
from yolocam.errors import SourceError
from yolocam.pipeline.capture import FILE_CAPACITY, PACED_CAPACITY, CaptureStage
from yolocam.pipeline.channel import Channel, Closed
from yolocam.pipeline.playback import Playback
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")

SECOND = 1_000_000_000


class Rig:
    """A capture stage at work, and its channel, from which the test takes frames."""

    def __init__(self, source, *, playback=None, store=None, **options):
        self.source = source
        self.store = store or SettingsStore()
        self.stats = Stats()
        self.playback = playback or Playback()
        self.channel = Channel(FILE_CAPACITY, on_drop=lambda f: f.repeat or self.stats.drop("capture"))
        stage = CaptureStage(source, self.channel, self.store, self.stats, self.playback, **options)
        self._unsubscribe = self.store.subscribe(self.playback.repeat)
        self.worker = Worker(stage.run)

    def get(self):
        """The next frame, with a watchdog."""
        return Worker(self.channel.get).join()

    def rest(self):
        indices = []
        try:
            while True:
                indices.append(self.get().index)
        except Closed:
            return indices

    def is_still(self):
        """Whether nothing more comes."""
        return self.worker.stays_busy() and len(self.channel) == 0

    def stop(self):
        self.playback.stop()
        self.source.gate.open()
        self.channel.cancel()
        self.worker.join()


@pytest.fixture
def rigs():
    started = []

    def start(*args, **options):
        started.append(Rig(*args, **options))
        return started[-1]

    yield start
    for rig in started:
        rig.stop()


def test_a_file_comes_complete_and_in_order(rigs):
    rig = rigs(FakeSource(50))
    assert rig.rest() == list(range(50))
    rig.worker.join()
    assert rig.stats.snapshot().captured == 50
    assert rig.channel.dropped == 0


def test_a_file_waits_for_whoever_takes_its_frames(rigs):
    rig = rigs(FakeSource(50))
    eventually(lambda: len(rig.channel) == FILE_CAPACITY)
    assert rig.worker.stays_busy()
    assert rig.source.reads == FILE_CAPACITY + 1


def test_where_somebody_watches_little_waits_so_that_a_pause_shows_soon(rigs):
    rig = rigs(FakeSource(50), paced=True)
    eventually(lambda: len(rig.channel) == PACED_CAPACITY)
    assert rig.worker.stays_busy()
    rig.playback.pause()
    assert [rig.get().index for _ in range(PACED_CAPACITY + 1)] == [0, 1]
    assert rig.is_still()


def test_of_a_live_source_the_newest_frame_wins(rigs):
    rig = rigs(FakeSource(50, live=True))
    rig.worker.join()
    assert rig.rest() == [49]
    assert rig.stats.snapshot().dropped["capture"] == 49


@pytest.mark.parametrize(("live", "frames", "all_come"), [(True, "every", True), (False, "live", False)])
def test_the_viewer_overrides_what_the_source_is(rigs, live, frames, all_come):
    store = SettingsStore()
    store.update(frames=frames)
    rig = rigs(FakeSource(20, live=live), store=store)
    if all_come:
        eventually(lambda: len(rig.channel) == FILE_CAPACITY)
        assert rig.rest() == list(range(20))
    else:
        rig.worker.join()
        assert rig.rest() == [19]


def test_changing_to_live_while_it_runs(rigs):
    gate = Gate(closed=True)
    rig = rigs(FakeSource(30, gate=gate))
    gate.let(3)
    eventually(lambda: len(rig.channel) == 3)
    rig.store.update(frames="live")
    gate.let(4)  # the policy is looked at between two frames
    eventually(lambda: rig.source.reads == 7 and len(rig.channel) == 1)
    assert rig.get().index == 6
    rig.store.update(frames="every")
    gate.let(1)  # this read may have begun before
    assert rig.get().index == 7
    gate.open()
    eventually(lambda: len(rig.channel) == FILE_CAPACITY)
    assert rig.rest() == list(range(8, 30))
    assert rig.channel.dropped == rig.stats.snapshot().dropped["capture"] == 6


def test_the_end_of_a_held_source_is_no_end(rigs):
    rig = rigs(FakeSource(3), at_end="hold")
    assert [rig.get().index for _ in range(3)] == [0, 1, 2]
    eventually(lambda: rig.playback.state.ended)
    assert rig.is_still()
    rig.playback.play()
    assert [rig.get().index for _ in range(3)] == [0, 1, 2]


def test_pause_holds_the_frame_that_is_seen(rigs):
    rig = rigs(FakeSource(10, frame_ns=3600 * SECOND // 720), paced=True)  # five seconds a frame
    assert rig.get().index == 0
    rig.playback.pause()
    assert rig.is_still()
    rig.playback.play()
    assert rig.get().index == 1


def test_a_frame_that_is_being_read_when_pause_comes_waits_for_its_turn(rigs):
    gate = Gate(closed=True)
    rig = rigs(FakeSource(10, gate=gate, frame_ns=5 * SECOND), paced=True)
    gate.let()
    assert rig.get().index == 0
    gate.wait_reached()
    rig.playback.pause()
    gate.open()
    assert rig.is_still()
    rig.playback.step(1)
    assert rig.get().index == 1


@pytest.mark.parametrize("playing", [True, False])
def test_steps_are_counted_from_the_frame_that_is_seen(rigs, playing):
    rig = rigs(FakeSource(10, frame_ns=5 * SECOND), paced=True)
    assert rig.get().index == 0
    if not playing:
        rig.playback.pause()
    rig.playback.step(1)
    assert rig.get().index == 1
    rig.playback.step(1)
    assert rig.get().index == 2
    rig.playback.step(2)
    assert [rig.get().index, rig.get().index] == [3, 4]
    rig.playback.step(-1)
    assert rig.get().index == 3
    rig.playback.step(1)
    assert rig.get().index == 4
    assert rig.playback.state.paused
    assert rig.is_still()


def test_a_step_back_while_playing_shows_the_frame_before(rigs):
    rig = rigs(FakeSource(10, frame_ns=5 * SECOND), paced=True)
    assert rig.get().index == 0
    rig.playback.seek(15 * SECOND)
    assert rig.get().index == 3
    eventually(lambda: rig.source.reads == 4)  # the next frame is read ahead and awaits its time
    rig.playback.step(-1)
    assert rig.get().index == 2


def test_steps_at_both_ends_of_the_file(rigs):
    rig = rigs(FakeSource(3, frame_ns=5 * SECOND), paced=True, at_end="hold")
    assert rig.get().index == 0
    rig.playback.step(-1)
    assert rig.is_still()
    rig.playback.step(5)
    assert [rig.get().index, rig.get().index] == [1, 2]
    eventually(lambda: rig.playback.state.ended)
    rig.playback.step(1)
    assert rig.is_still()
    rig.playback.step(-1)
    assert rig.get().index == 1
    assert not rig.playback.state.ended


def test_a_seek_shows_its_frame_playing_or_paused(rigs):
    rig = rigs(FakeSource(100, frame_ns=5 * SECOND), paced=True)
    assert rig.get().index == 0
    rig.playback.seek(250 * SECOND)
    assert rig.get().index == 50
    rig.playback.pause()
    assert rig.is_still()
    rig.playback.seek(100 * SECOND)
    assert rig.get().index == 20
    assert rig.is_still()
    rig.playback.step(1)
    assert rig.get().index == 21  # and not the frame that was read ahead before the seek


def test_a_seek_after_the_end_goes_on_from_there(rigs):
    rig = rigs(FakeSource(5), at_end="hold")
    for _ in range(5):
        rig.get()
    eventually(lambda: rig.playback.state.ended)
    rig.playback.seek(3_000_000)
    assert [rig.get().index, rig.get().index] == [3, 4]
    eventually(lambda: rig.playback.state.ended)


def test_a_loop_repeats_the_file(rigs):
    rig = rigs(FakeSource(3), playback=Playback(loop=True))
    assert [rig.get().index for _ in range(8)] == [0, 1, 2, 0, 1, 2, 0, 1]
    rig.playback.set_loop(False)
    assert rig.rest()[-1] == 2
    rig.worker.join()


def test_the_last_frame_is_shown_for_its_time_before_the_loop_begins_again(rigs):
    fps = Fraction(SECOND, 5 * SECOND)
    rig = rigs(FakeSource(1, frame_ns=5 * SECOND, fps=fps), playback=Playback(loop=True), paced=True)
    assert rig.get().index == 0
    assert rig.is_still()
    assert rig.source.seeks == []
    rig.playback.set_speed(16)  # now the picture's five seconds are a third of one
    assert rig.get().index == 0
    assert rig.source.seeks == [0]


@pytest.mark.parametrize("request_", ["seek", "pause", "stop"])
def test_the_time_of_the_last_frame_ends_with_a_request(rigs, request_):
    rig = rigs(FakeSource(2, frame_ns=1000, fps=Fraction(1, 5)), paced=True, at_end="hold")
    assert [rig.get().index, rig.get().index] == [0, 1]
    assert rig.is_still()
    assert not rig.playback.state.ended
    if request_ == "seek":
        rig.playback.seek(0)
        assert rig.get().index == 0
    elif request_ == "pause":
        rig.playback.pause()
        rig.playback.step(1)
        eventually(lambda: rig.playback.state.ended)
    else:
        rig.playback.stop()
        rig.worker.join()


@pytest.mark.parametrize("count", [1, 2])
def test_a_change_shows_on_a_slow_picture_at_once(rigs, count):
    rig = rigs(FakeSource(count, frame_ns=5 * SECOND, fps=Fraction(1, 5)), paced=True)
    assert rig.get().index == 0
    rig.store.update(confidence=0.9)
    again = rig.get()
    assert (again.index, again.repeat) == (0, True)
    assert rig.is_still()


def test_a_loop_over_nothing_ends(rigs):
    rig = rigs(FakeSource(0), playback=Playback(loop=True))
    assert rig.rest() == []
    rig.worker.join()


def test_what_cannot_be_sought_takes_no_harm_from_trying(rigs):
    rig = rigs(FakeSource(3, live=True), playback=Playback(loop=True), at_end="hold")
    eventually(lambda: rig.playback.state.ended)
    for request in (rig.playback.play, rig.playback.toggle, lambda: rig.playback.seek(5)):
        request()
        eventually(lambda: rig.playback.state.ended)
    rig.playback.step(-1)
    assert rig.worker.stays_busy()
    assert rig.source.seeks == []


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


def test_a_speed_chosen_while_a_slow_frame_is_awaited_counts_at_once(rigs):
    rig = rigs(FakeSource(3, frame_ns=5 * SECOND), paced=True)
    assert rig.get().index == 0
    rig.playback.set_speed(0.05)
    rig.playback.set_speed(16)
    assert rig.get().index == 1


@pytest.mark.parametrize("number", [0, 3])
def test_a_read_that_raises_ends_the_stage_and_the_channel(rigs, number):
    rig = rigs(FakeSource(10, faults={number: SourceError("cable pulled")}))
    assert rig.rest() == list(range(number))
    with pytest.raises(SourceError, match="cable pulled"):
        rig.worker.join()
    rig.worker = Worker(int)


def test_stop_before_the_start_reads_nothing(rigs):
    playback = Playback()
    playback.stop()
    rig = rigs(FakeSource(10), playback=playback)
    assert rig.rest() == []
    assert rig.source.reads == 0


@pytest.mark.parametrize("paused", [False, True])
def test_stop_ends_a_wait(rigs, paused):
    rig = rigs(FakeSource(10, frame_ns=5 * SECOND), paced=True)
    rig.get()
    if paused:
        rig.playback.pause()
        assert rig.is_still()
    rig.playback.stop()
    rig.worker.join()


def test_the_end_of_inference_ends_a_put_that_waits(rigs):
    rig = rigs(FakeSource(50))
    eventually(lambda: len(rig.channel) == FILE_CAPACITY)
    rig.channel.cancel()
    rig.worker.join()


def test_latency_counts_from_the_moment_a_frame_is_due(rigs):
    before = time.monotonic_ns()
    rig = rigs(FakeSource(3), paced=True)
    stamps = [rig.get().captured_ns for _ in range(3)]
    assert stamps == sorted(stamps)
    assert stamps[2] - before >= 2_000_000
