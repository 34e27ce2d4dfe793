"""Messages that do not get through are tried again, bounded and counted; nobody waits for them."""

import threading
import time

from support.eventually import eventually
from yolocam.errors import SinkError
from yolocam.pipeline.actions.outbox import Backoff, Outbox, Refused

QUICK = Backoff(0.01, 0.02)


class Carrier:
    """Fails as often as it is told to; `gate` holds it up."""

    def __init__(self, failures=0, refused=()):
        self.failures = failures
        self.refused = refused
        self.taken = []
        self.gate = threading.Event()
        self.gate.set()
        self.closed = False

    def prepare(self):
        pass

    def send(self, message):
        self.gate.wait(60)
        if message in self.refused:
            raise Refused("it says no")
        if self.failures:
            self.failures -= 1
            raise SinkError("it is away")
        self.taken.append(message)

    def close(self):
        self.closed = True


def outbox(carrier, **options):
    said = []
    box = Outbox("server", carrier, said.append, backoff=QUICK, **options)
    return box, said


def test_messages_come_in_order_after_the_server_is_back_and_that_is_told_once():
    carrier = Carrier(failures=3)
    box, said = outbox(carrier)
    for number in range(5):
        box.put(number)
    eventually(lambda: box.health.sent == 5)
    box.close()
    assert carrier.taken == [0, 1, 2, 3, 4] and carrier.closed
    assert said == ["server: it is away; it is tried again", "server is reached again"]
    assert box.health.failures == 3 and box.health.dropped == 0


def test_a_server_that_hangs_holds_nobody_up_and_the_oldest_message_goes():
    carrier = Carrier()
    carrier.gate.clear()
    box, _ = outbox(carrier, most=3)
    began = time.monotonic()
    for number in range(1000):
        box.put(number)
    assert time.monotonic() - began < 30  # the server would take for ever
    assert box.health.waiting == 3 and box.health.dropped == 997
    carrier.gate.set()
    eventually(lambda: box.health.waiting == 0)
    box.close()
    assert carrier.taken[-3:] == [997, 998, 999]


def test_what_is_refused_is_given_up_and_the_next_goes_on():
    carrier = Carrier(refused=(1,))
    box, said = outbox(carrier)
    for number in range(3):
        box.put(number)
    eventually(lambda: box.health.sent == 2)
    box.close()
    assert carrier.taken == [0, 2] and said == ["server: it says no"]
    assert box.health.dropped == 1


def test_what_nobody_foresaw_costs_one_message(monkeypatch):
    class Broken(Carrier):
        def send(self, message):
            super().send(message)
            if message == 0:
                raise ValueError("no such colour")

    box, said = outbox(Broken())
    box.put(0)
    box.put(1)
    eventually(lambda: box.health.sent == 1)
    box.close()
    assert said == ["server: no such colour"] and box.health.dropped == 1


def test_the_end_waits_a_moment_only_and_counts_what_is_lost():
    carrier = Carrier(failures=10**9)
    box, said = outbox(carrier, last_words_s=0.05)
    box.put(1)
    box.put(2)
    box.close()
    assert box.health.dropped == 2 and carrier.closed
    assert said[-1] == "server: 2 messages could not be sent"
