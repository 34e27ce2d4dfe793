import random
import threading
from collections import Counter, deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.pipeline.fakes import Worker
from yolocam.pipeline.channel import Channel, Closed, WhenFull

pytestmark = pytest.mark.usefixtures("no_thread_left")


def drain(channel):
    items = []
    try:
        while True:
            items.append(channel.get())
    except Closed:
        return items


def test_what_was_put_before_the_end_comes_out_in_order():
    channel = Channel(3)
    for item in (1, 2, 3):
        channel.put(item)
    channel.close()
    assert drain(channel) == [1, 2, 3]
    with pytest.raises(Closed):
        channel.put(4)
    with pytest.raises(Closed):
        channel.get_nowait()


def test_get_nowait_does_not_wait():
    channel = Channel(1)
    assert channel.get_nowait() is None
    channel.put("a")
    assert channel.get_nowait() == "a"


def test_the_newest_wins():
    dropped = []
    channel = Channel(1, WhenFull.DROP_OLDEST, dropped.append)
    for item in range(5):
        channel.put(item)
    assert channel.get() == 4
    assert dropped == [0, 1, 2, 3]
    assert channel.dropped == 4


def test_put_waits_for_room():
    channel = Channel(1)
    channel.put("a")
    putter = Worker(channel.put, "b")
    assert putter.stays_busy()
    assert channel.get() == "a"
    putter.join()
    assert channel.get() == "b"
    assert channel.dropped == 0


@pytest.mark.parametrize("end", ["close", "cancel"])
def test_the_end_wakes_everyone_who_waits(end):
    full, empty = Channel(1), Channel(1)
    full.put("a")
    waiting = [Worker(full.put, "b") for _ in range(3)] + [Worker(empty.get) for _ in range(3)]
    assert all(worker.stays_busy() for worker in waiting)
    getattr(full, end)()
    getattr(empty, end)()
    for worker in waiting:
        with pytest.raises(Closed):
            worker.join()


def test_cancel_hands_back_what_nobody_will_get():
    channel = Channel(4)
    channel.put(1)
    channel.put(2)
    assert channel.cancel() == [1, 2]
    assert channel.cancel() == []
    assert drain(channel) == []


def test_more_room_wakes_all_who_wait_for_it():
    channel = Channel(1)
    channel.put(0)
    putters = [Worker(channel.put, item) for item in (1, 2, 3)]
    assert all(putter.stays_busy() for putter in putters)
    channel.set_policy(4, WhenFull.WAIT)
    for putter in putters:
        putter.join()
    assert sorted(channel.cancel()) == [0, 1, 2, 3]


def test_waiting_putters_go_on_when_dropping_begins():
    channel = Channel(1)
    channel.put(0)
    putters = [Worker(channel.put, item) for item in (1, 2, 3)]
    assert all(putter.stays_busy() for putter in putters)
    channel.set_policy(1, WhenFull.DROP_OLDEST)
    for putter in putters:
        putter.join()
    assert channel.dropped == 3
    assert len(channel) == 1


def test_a_smaller_channel_keeps_what_it_holds_until_the_next_put():
    dropped = []
    channel = Channel(4, on_drop=dropped.append)
    for item in range(4):
        channel.put(item)
    channel.set_policy(1, WhenFull.DROP_OLDEST)
    assert len(channel) == 4
    channel.put(4)
    assert channel.get() == 4
    assert dropped == [0, 1, 2, 3]


def test_a_drop_is_told_outside_the_lock():
    lengths = []
    channel = Channel(1, WhenFull.DROP_OLDEST, lambda _: lengths.append(Worker(len, channel).join()))
    channel.put(1)
    channel.put(2)
    assert lengths == [1]


def test_a_channel_without_room_is_refused():
    with pytest.raises(ValueError, match="capacity is 0"):
        Channel(0)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.just("put"),
            st.just("get"),
            st.tuples(st.integers(1, 4), st.sampled_from(WhenFull)),
            st.just("close"),
        ),
        max_size=40,
    )
)
def test_it_behaves_like_a_list(steps):
    channel, model = Channel(2, WhenFull.DROP_OLDEST), deque()
    capacity, policy, closed, number, dropped = 2, WhenFull.DROP_OLDEST, False, 0, 0
    for step in steps:
        if step == "put" and closed:
            with pytest.raises(Closed):
                channel.put(number)
        elif step == "put" and (policy is WhenFull.DROP_OLDEST or len(model) < capacity):
            while len(model) >= capacity:
                model.popleft()
                dropped += 1
            model.append(number)
            channel.put(number)
            number += 1
        elif step == "get" and (model or not closed):
            assert channel.get_nowait() == (model.popleft() if model else None)
        elif step == "close":
            closed = True
            channel.close()
        elif isinstance(step, tuple):
            capacity, policy = step
            channel.set_policy(capacity, policy)
    assert len(channel) == len(model)
    assert channel.dropped == dropped
    assert channel.cancel() == list(model)


def produce(channel, name, count, accepted):
    for number in range(count):
        try:
            channel.put((name, number))
        except Closed:
            return
        accepted.append((name, number))


def change_policies(channel, seed, stop):
    chance = random.Random(seed)
    while not stop.wait(0.0005):
        channel.set_policy(chance.randint(1, 5), chance.choice(list(WhenFull)))


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost_or_doubled_under_random_schedules(seed):
    chance, dropped, stop = random.Random(seed), [], threading.Event()
    channel = Channel(chance.randint(1, 4), on_drop=dropped.append)
    accepted = [[] for _ in range(3)]
    producers = [Worker(produce, channel, name, 150, accepted[name]) for name in range(3)]
    consumers = [Worker(drain, channel) for _ in range(2)]
    changer = Worker(change_policies, channel, seed, stop)
    left = []
    if seed % 2:
        stop.wait(0.01)
        left = channel.cancel()
    for producer in producers:
        producer.join()
    channel.close()
    stop.set()
    changer.join()
    got = [consumer.join() for consumer in consumers]
    assert channel.dropped == len(dropped)
    seen = Counter(item for part in [*got, dropped, left] for item in part)
    assert seen == Counter(item for part in accepted for item in part)
    for items in got:
        for name in range(3):
            numbers = [number for owner, number in items if owner == name]
            assert numbers == sorted(numbers)
