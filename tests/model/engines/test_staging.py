"""The slots' rules, on a device whose copies and kernels run when a random schedule lets them."""

from collections import deque

import numpy as np
import pytest

from yolocam.model.engines.cuda.staging import Slot, SlotRing, SlotState


class Memory:
    """Host or device memory that knows which queued work will still read or write it."""

    def __init__(self, nbytes, host):
        self.bytes = np.zeros(nbytes, np.uint8)
        self.host = host
        self.readers = 0
        self.writers = 0

    def write(self, values):
        """Write as the program does, at once."""
        assert self.host, "the program wrote device memory"
        assert not self.readers and not self.writers, "written while a copy is queued"
        self.bytes[: len(values)] = values

    def read(self, nbytes):
        """Read as the program does, at once."""
        assert self.host, "the program read device memory"
        assert not self.writers, "read before the copy into it was done"
        return self.bytes[:nbytes].copy()


class SteppedEvent:
    """An event: done once the work queued before it is."""

    def __init__(self, device):
        self.done = False
        self._device = device

    def synchronize(self):
        while not self.done:
            self._device.step()


class SimulatedDevice:
    """Two queues, of which a random one goes on at each step; nothing runs before it must or may."""

    def __init__(self, seed=0):
        self.random = np.random.default_rng(seed)
        self.copying = deque()
        self.computing = deque()

    def some_steps(self):
        for _ in range(self.random.integers(0, 4)):
            if self.copying or self.computing:
                self.step()

    def step(self):
        """Run the first work of one queue; one that waits for a mark of the other stands still."""
        queues = [self.copying, self.computing]
        if self.random.random() < 0.5:
            queues.reverse()
        for queue in queues:
            if queue and queue[0]():
                queue.popleft()
                return
        raise AssertionError("both queues stand still")

    def pinned(self, nbytes):
        return Memory(nbytes, host=True)

    def memory(self, nbytes):
        return Memory(nbytes, host=False)

    def upload(self, target, source, nbytes):
        assert source.host and not target.host
        return self._copy(self.copying, target, source, nbytes)

    def download(self, target, source, nbytes):
        assert target.host and not source.host
        return self._copy(self.computing, target, source, nbytes)

    def compute_after(self, uploaded):
        self.computing.append(lambda: uploaded.done)

    def compute(self, source, nbytes):
        """Queue a kernel: the result is the input's bytes, turned around and inverted."""
        result = self.memory(nbytes)

        def kernel():
            result.bytes[:] = 255 - source.bytes[:nbytes][::-1]
            return True

        self.computing.append(kernel)
        return result

    def _copy(self, queue, target, source, nbytes):
        mark = SteppedEvent(self)
        source.readers += 1
        target.writers += 1

        def copy():
            target.bytes[:nbytes] = source.bytes[:nbytes]
            source.readers -= 1
            target.writers -= 1
            mark.done = True
            return True

        queue.append(copy)
        return mark


class Client:
    """Uses a ring as an engine does, several batches in flight, and checks every result."""

    def __init__(self, device, slots):
        self.device = device
        self.ring = SlotRing(device, slots)
        self.random = np.random.default_rng(int(device.random.integers(2**32)))
        self.flight = deque()
        self.checked = 0

    def submit(self, fail_at=None):
        """Queue a batch of a random size; give up before the stage `fail_at`."""
        slot = self.ring.take()
        values = self.random.integers(0, 256, self.random.integers(1, 200), dtype=np.uint8)
        try:
            self._queue(slot, values, fail_at)
        except MemoryError:
            slot.reset()
        else:
            self.flight.append((slot, values))

    def _queue(self, slot, values, fail_at):
        def stage(name):
            self.device.some_steps()
            if fail_at == name:
                raise MemoryError

        stage("begin")
        host = slot.begin(len(values))
        stage("write")
        host.write(values)
        stage("upload")
        on_device = slot.upload()
        stage("compute")
        result = self.device.compute(on_device, len(values))
        stage("download")
        slot.download(result, len(values))
        stage("end")

    def read(self):
        slot, values = self.flight.popleft()
        memory = slot.read()
        self.device.some_steps()
        np.testing.assert_array_equal(memory.read(len(values)), 255 - values[::-1])
        self.checked += 1

    def round(self, failing):
        """Submit where a slot is free, read where one is not, else toss."""
        full = len(self.flight) == len(self.ring)
        if full or (self.flight and self.random.random() < 0.5):
            self.read()
        else:
            stages = ("begin", "write", "upload", "compute", "download", "end")
            fails = failing and self.random.random() < 0.3
            self.submit(str(self.random.choice(stages)) if fails else None)
        self.device.some_steps()


@pytest.mark.slow
@pytest.mark.parametrize("failing", [False, True], ids=["well", "with errors"])
@pytest.mark.parametrize("slots", [1, 2, 3])
@pytest.mark.parametrize("seed", range(8))
def test_every_result_is_that_of_its_own_batch(seed, slots, failing):
    client = Client(SimulatedDevice(seed), slots)
    for _ in range(300):
        client.round(failing)
    while client.flight:
        client.read()
    assert client.checked > 60


def test_the_next_batch_is_queued_before_the_last_is_read():
    device = SimulatedDevice()
    client = Client(device, 2)
    device.some_steps = lambda: None  # nothing runs until it is waited for
    client.submit()
    client.submit()
    assert len(device.copying) == 2
    client.read()
    client.read()
    assert client.checked == 2


def test_more_batches_than_slots_are_refused_and_nothing_is_lost():
    client = Client(SimulatedDevice(), 2)
    client.submit()
    client.submit()
    with pytest.raises(RuntimeError, match="all 2 slots are in use"):
        client.submit()
    client.read()
    client.submit()
    client.read()
    client.read()
    assert client.checked == 3


@pytest.mark.parametrize("stage", ["begin", "write", "upload", "compute", "download", "end"])
def test_an_error_costs_no_slot(stage):
    """With one batch in flight the other slot goes on serving, however often it fails."""
    client = Client(SimulatedDevice(), 2)
    client.submit()
    for _ in range(5):
        client.submit(fail_at=stage)
    client.submit()
    client.read()
    client.read()
    assert client.checked == 2


def test_memory_is_kept_for_batches_that_fit():
    device = SimulatedDevice()
    made = []
    device.pinned = lambda nbytes: made.append(nbytes) or Memory(nbytes, host=True)
    slot = Slot(device)
    for nbytes in (100, 60, 100, 101, 5):
        host = slot.begin(nbytes)
        assert len(host.bytes) >= nbytes
        slot.download(device.compute(slot.upload(), nbytes), nbytes)
        slot.read()
    assert made == [100, 100, 101, 101]  # one for the input, one for the result, and both anew once


def test_steps_out_of_turn_are_refused():
    device = SimulatedDevice()
    slot = Slot(device)
    with pytest.raises(RuntimeError, match="slot is free, expected filling"):
        slot.upload()
    with pytest.raises(RuntimeError, match="slot is free, expected downloading"):
        slot.read()
    slot.begin(4)
    with pytest.raises(RuntimeError, match="slot is filling, expected free"):
        slot.begin(4)
    on_device = slot.upload()
    with pytest.raises(RuntimeError, match="slot is uploaded, expected filling"):
        slot.upload()
    slot.download(device.compute(on_device, 4), 4)
    with pytest.raises(RuntimeError, match="slot is downloading, expected uploaded"):
        slot.download(on_device, 4)
    slot.read()
    assert slot.state is SlotState.FREE


def test_the_simulation_notices_a_write_under_a_queued_copy():
    device = SimulatedDevice()
    host, there = device.pinned(4), device.memory(4)
    mark = device.upload(there, host, 4)
    with pytest.raises(AssertionError, match="written while"):
        host.write(np.ones(4, np.uint8))
    mark.synchronize()
    host.write(np.ones(4, np.uint8))


def test_the_simulation_notices_a_read_under_a_queued_copy():
    device = SimulatedDevice()
    host = device.pinned(4)
    mark = device.download(host, device.memory(4), 4)
    with pytest.raises(AssertionError, match="read before"):
        host.read(4)
    mark.synchronize()
    host.read(4)
