"""Another network is prepared beside the running one, and exchanged between two frames."""

import random
import threading

import pytest

from support.eventually import eventually
from support.pipeline.fakes import Worker
from support.pipeline.switch_rig import IMAGE, SwitchRig, served
from yolocam.errors import DeviceError, ModelError
from yolocam.settings import DEFAULT_MODEL, Settings

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.fixture
def rig():
    rig = SwitchRig()
    yield rig
    rig.close()


def test_the_first_network_is_built_and_warmed_before_it_serves(rig):
    switch = rig.ready()
    assert rig.factory.built == [(DEFAULT_MODEL, "auto")]
    assert rig.factory.detectors[0].warmed == [0]
    assert served(switch, rig.store) == (DEFAULT_MODEL, 0)
    eventually(lambda: switch.preparing is None)
    assert switch.failure is None


def test_nothing_is_prepared_before_it_may_begin(rig):
    switch = rig.switch(later=True)
    frame = Worker(served, switch, rig.store)
    assert frame.stays_busy()
    assert rig.factory.built == [] and switch.model is None
    assert switch.preparing == "preparing yolo-fastest-1.1-xl"  # as far as anybody can see
    rig.store.update(model="yolov4")
    switch.begin()
    assert frame.join() == ("yolov4", 0)
    assert rig.factory.built == [("yolov4", "auto")]


def test_a_frame_waits_for_the_first_network(rig):
    rig.factory.gate.close()
    switch = rig.switch()
    assert switch.model is None
    frame = Worker(served, switch, rig.store)
    assert frame.stays_busy()
    assert switch.preparing == "preparing yolo-fastest-1.1-xl"
    rig.factory.gate.open()
    assert frame.join() == (DEFAULT_MODEL, 0)


def test_the_old_network_serves_while_the_new_one_is_prepared(rig):
    switch = rig.ready()
    rig.factory.gate.close()
    rig.store.update(model="yolov4")
    rig.factory.gate.wait_reached()
    assert switch.preparing == "preparing yolov4"
    for _ in range(3):
        assert Worker(served, switch, rig.store).join() == (DEFAULT_MODEL, 0)
    rig.factory.gate.open()
    eventually(lambda: served(switch, rig.store) == ("yolov4", 0))
    eventually(lambda: switch.preparing is None)
    assert switch.model.name == "yolov4"


def test_another_resolution_is_warmed_on_the_same_network(rig):
    switch = rig.ready()
    rig.factory.gate.close()
    rig.store.update(imgsz=608)
    rig.factory.gate.wait_reached()
    assert switch.preparing == "preparing 608x608"
    assert served(switch, rig.store) == (DEFAULT_MODEL, 0)
    rig.factory.gate.open()
    eventually(lambda: served(switch, rig.store) == (DEFAULT_MODEL, 608))
    assert len(rig.factory.detectors) == 1
    assert rig.factory.detectors[0].warmed == [0, 608]


def test_of_many_wishes_only_the_newest_is_prepared(rig):
    switch = rig.ready()
    rig.factory.gate.close()
    rig.store.update(imgsz=320)
    rig.factory.gate.wait_reached()
    for size in range(352, 1280, 32):  # the slider is dragged
        rig.store.update(imgsz=size)
    rig.factory.gate.open()
    eventually(lambda: served(switch, rig.store)[1] == 1248)
    assert rig.factory.detectors[0].warmed == [0, 320, 1248]


def test_a_wish_that_is_taken_back_ends_where_it_began(rig):
    switch = rig.ready()
    rig.factory.gate.close()
    rig.store.update(model="yolov4")
    rig.factory.gate.wait_reached()
    rig.store.update(model=DEFAULT_MODEL)
    rig.factory.gate.open()
    eventually(lambda: switch.preparing is None and served(switch, rig.store)[0] == DEFAULT_MODEL)


def test_other_settings_reach_the_network_without_preparation(rig):
    switch = rig.ready()
    rig.store.update(confidence=0.75)
    [result] = switch.submit([IMAGE], rig.store.current).result()
    assert result.detections.confidence[0] == 0.75
    assert len(rig.factory.built) == 1
    assert rig.factory.detectors[0].warmed == [0]


@pytest.mark.parametrize(
    "change", [{"model": "huge"}, {"imgsz": 1280}, {"model": "huge", "imgsz": 320, "precision": "fp16"}]
)
@pytest.mark.parametrize(
    "error", [ModelError("too big"), MemoryError(), RuntimeError("driver"), OSError("gone"), KeyError("x")]
)
def test_a_failure_falls_back_to_what_is_served(rig, change, error):
    switch = rig.ready()
    before = rig.store.current
    rig.factory.faults = {"huge": error, 1280: error}
    rig.store.update(confidence=0.5, **change)
    eventually(lambda: switch.failure is error)
    eventually(lambda: rig.store.current.model == before.model and rig.store.current.imgsz == before.imgsz)
    assert rig.store.current.precision == before.precision
    assert rig.store.current.confidence == 0.5  # what needs no preparation stays
    assert served(switch, rig.store) == (DEFAULT_MODEL, 0)
    assert switch.take_failure() is error
    assert switch.take_failure() is None
    rig.factory.faults = {}
    rig.store.update(**change)  # the same wish again is tried again
    size = change.get("imgsz", 0)
    eventually(lambda: served(switch, rig.store) == (change.get("model", DEFAULT_MODEL), size))


def test_a_failure_of_what_nobody_wants_any_more_is_not_told(rig):
    switch = rig.ready()
    rig.factory.gate.close()
    rig.factory.faults = {"broken": ModelError("broken")}
    rig.store.update(model="broken")
    rig.factory.gate.wait_reached()
    rig.store.update(model="yolov4")
    rig.factory.gate.let()
    eventually(lambda: switch.preparing == "preparing yolov4")
    assert switch.failure is None
    rig.factory.gate.open()
    eventually(lambda: served(switch, rig.store)[0] == "yolov4")
    assert rig.store.current.model == "yolov4"


def test_a_first_failure_is_raised_until_something_else_is_chosen(rig):
    rig.factory.faults = {DEFAULT_MODEL: ModelError("no weights")}
    switch = rig.switch()
    for _ in range(2):
        with pytest.raises(ModelError, match="no weights"):
            Worker(switch.wait_ready).join()
    with pytest.raises(ModelError, match="no weights"):
        Worker(served, switch, rig.store).join()
    rig.store.update(confidence=0.9)
    with pytest.raises(ModelError, match="no weights"):
        Worker(switch.wait_ready).join()
    assert len(rig.factory.built) == 1  # not tried for ever
    rig.store.update(model="yolov4")
    eventually(lambda: switch.model is not None)
    Worker(switch.wait_ready).join()
    assert switch.failure is None
    assert served(switch, rig.store) == ("yolov4", 0)


def test_what_is_chosen_while_the_first_one_fails_is_tried(rig):
    rig.factory.gate.close()
    rig.factory.faults = {DEFAULT_MODEL: ModelError("no weights")}
    switch = rig.switch()
    rig.factory.gate.wait_reached()
    waiting = Worker(switch.wait_ready)
    rig.store.update(model="yolov4")
    rig.factory.gate.open()
    waiting.join()
    assert served(switch, rig.store) == ("yolov4", 0)


def test_a_first_failure_can_be_tried_again(rig):
    rig.factory.faults = {DEFAULT_MODEL: ModelError("no weights")}
    switch = rig.switch()
    with pytest.raises(ModelError):
        Worker(switch.wait_ready).join()
    rig.factory.faults = {}
    switch.retry()
    Worker(switch.wait_ready).join()
    switch.retry()
    assert len(rig.factory.built) == 2


def test_changes_are_told(rig):
    told = threading.Event()
    switch = rig.switch(on_change=told.set)
    Worker(switch.wait_ready).join()
    eventually(lambda: switch.preparing is None)
    assert told.wait(60)
    told.clear()
    rig.store.update(imgsz=320)
    assert told.wait(60)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_listener_that_raises_keeps_nobody_waiting(rig):
    def listener():
        raise ValueError("not my day")

    switch = rig.switch(on_change=listener)
    with pytest.raises(DeviceError):
        Worker(switch.wait_ready).join()


def test_close_while_preparing(rig):
    rig.factory.gate.close()
    switch = rig.switch()
    waiting = Worker(switch.wait_ready)
    rig.factory.gate.wait_reached()
    closing = Worker(switch.close)
    with pytest.raises(DeviceError, match="closed before it was ready"):
        waiting.join()
    rig.factory.gate.open()
    closing.join()
    assert [d.closed for d in rig.factory.detectors] == [1]


def test_close_while_another_network_is_prepared(rig):
    switch = rig.ready()
    rig.factory.gate.close()
    rig.store.update(model="yolov4")
    rig.factory.gate.wait_reached()
    closing = Worker(switch.close)
    rig.factory.gate.open()
    closing.join()
    assert rig.factory.detectors[-1].closed == 1
    rig.store.update(model="yolov3")
    with pytest.raises(DeviceError):
        switch.submit([IMAGE], rig.store.current)


def test_close_twice_and_from_several_threads(rig):
    switch = rig.ready()
    for closing in [Worker(switch.close) for _ in range(3)]:
        closing.join()
    switch.close()
    assert rig.factory.detectors[0].closed == 1
    assert rig.store.listeners == 0


def test_as_many_slots_as_the_network_has(rig):
    rig.factory.gate.close()
    switch = rig.switch()
    assert switch.slots == 1
    rig.factory.gate.open()
    Worker(switch.wait_ready).join()
    rig.factory.detectors[0].slots = 3
    assert switch.slots == 3


@pytest.mark.parametrize("seed", range(5))
def test_after_any_number_of_wishes_the_last_that_works_is_served(rig, seed):
    switch, chance = rig.ready(), random.Random(seed)
    rig.factory.faults = {"bad": ModelError("bad"), 640: DeviceError("big")}
    for _ in range(60):
        rig.store.update(
            model=chance.choice(("a", "b", "bad")), imgsz=chance.choice((0, 320, 640)), iou=chance.random()
        )
        assert Worker(served, switch, rig.store).join()[0] != "bad"

    def settled():
        current = rig.store.current
        return switch.preparing is None and served(switch, rig.store) == (current.model, current.imgsz)

    eventually(settled)
    assert isinstance(rig.store.current, Settings)
    assert rig.store.current.model != "bad"
