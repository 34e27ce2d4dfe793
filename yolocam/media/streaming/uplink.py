"""One connection to a server: a bounded queue of packets, and the process that sends them."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from yolocam.errors import SinkError
from yolocam.media.streaming.destination import Destination
from yolocam.media.streaming.dtls_certificate import CertificateFiles
from yolocam.media.streaming.live_packet import VIDEO, LivePacket
from yolocam.media.streaming.sender import WINDOW
from yolocam.media.streaming.verified_relay import VerifiedRelay
from yolocam.system.helper_process import end, pipes, start

BACKLOG_S = 2.0
"""How much may wait for the network; then what waits is dropped up to a key frame."""

_START_S = 30.0
"""How long the process that sends may take to start."""

_RATE_SPAN_S = 2.0
_END_S = 1.5
"""How long the server may take to hear that the stream has ended; then the process is killed."""


UplinkState = Literal["starting", "waiting", "connecting", "up", "over"]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds after which a server is given up that does not let us in, or takes nothing any more."""

    connect_s: float = 10.0
    stall_s: float = 10.0


class Uplink:
    """Sends packets to a server; every method returns at once, but `close` within two seconds.

    `put` is called by one thread, everything else by any. Where the server is slower than the packets come,
    whole groups of images are dropped; they are counted in `dropped`. `fault` is why the connection is over.
    Raises SinkError where no process can be started. `_changed` guards what follows it.
    """

    def __init__(
        self, place: Destination, tracks: Mapping[str, object], patience: Patience | None = None
    ) -> None:
        self._patience = patience or Patience()
        options, relay = dict(place.options), None
        with contextlib.ExitStack() as held:
            if place.container == "whip":
                certificate = held.enter_context(contextlib.closing(CertificateFiles()))
                options |= certificate.options
            if place.url.lower().startswith("https:"):
                relay = held.enter_context(contextlib.closing(VerifiedRelay(place.url))).url
            try:
                self._process = start("yolocam.media.streaming.sender")
            except OSError as error:
                raise SinkError(
                    f"{place.name}: no process that sends can be started: {error.strerror}"
                ) from error
            self._held = held.pop_all()
        task = {
            "url": place.url,
            "relay": relay,
            "container": place.container,
            "options": options,
            "connect_s": self._patience.connect_s + _END_S,
            **tracks,
        }
        self._requests, self._answers = pipes(self._process)
        self._changed = threading.Condition()
        self._waiting: deque[LivePacket] = deque()  # never more than BACKLOG_S of them
        self._under_way = 0
        self._skipping = False
        self._ending = False
        self.hopeless = False
        """Whether another attempt would end like this one; set before `fault`."""
        self._waits = False
        self._ready = False
        self._up = False
        self._fault: str | None = None
        self._dropped = 0
        self._sent: deque[tuple[float, int]] = deque()  # of the last _RATE_SPAN_S
        self._moved = time.monotonic()
        jobs = {"stream send": self._send, "stream answers": self._hear}
        self._threads = [threading.Thread(target=job, name=name, daemon=True) for name, job in jobs.items()]
        self._task = json.dumps(task).encode() + b"\n"
        for thread in self._threads:
            thread.start()

    @property
    def state(self) -> UplinkState:
        """Whether packets may be put, and whether the server takes them.

        It is "waiting" as long as nobody has come to fetch the stream.
        """
        with self._changed:
            if self._fault is not None:
                return "over"
            if self._up or self._ready:
                return "up" if self._up else "connecting"
            return "waiting" if self._waits else "starting"

    @property
    def fault(self) -> str | None:
        """Why it is over, in words; looks whether the server has been silent for too long."""
        with self._changed:
            quiet = time.monotonic() - self._moved
            if self._fault is None and not self._ready and not self._waits and quiet > _START_S:
                self._fault = "the process that sends does not start"
            elif self._fault is None and self._under_way:
                if not self._up and quiet > self._patience.connect_s:
                    self._fault = f"the server has not let us in within {self._patience.connect_s:g} s"
                elif self._up and quiet > self._patience.stall_s:
                    self._fault = f"the server has taken nothing for {self._patience.stall_s:g} s"
            return self._fault

    @property
    def dropped(self) -> int:
        """Images that the network was too slow for."""
        with self._changed:
            return self._dropped

    @property
    def bits_per_second(self) -> float:
        """What the server took in the last two seconds."""
        with self._changed:
            self._forget_sent(time.monotonic())
            return sum(size for _, size in self._sent) * 8 / _RATE_SPAN_S

    def put(self, packet: LivePacket) -> None:
        """Queue a packet, or drop it and those it would have followed."""
        with self._changed:
            if self._waiting and packet.seconds - self._waiting[0].seconds > BACKLOG_S:
                self._drop_groups()
            if packet.track == VIDEO:
                self._skipping = self._skipping and not packet.key
                if self._skipping:
                    self._dropped += 1
                    return
            self._waiting.append(packet)
            self._changed.notify_all()

    def _drop_groups(self) -> None:
        """Drop what waits up to the last key frame in it; without one, all of it and what follows."""
        keys = [place for place, one in enumerate(self._waiting) if one.track == VIDEO and one.key]
        count = keys[-1] if keys and keys[-1] else len(self._waiting)
        self._skipping = count == len(self._waiting)
        for _ in range(count):
            self._dropped += self._waiting.popleft().track == VIDEO

    def close(self) -> None:
        """End the stream, or kill the process where the server does not take the end."""
        with self._changed:
            self._ending = True
            self._waiting.clear()
            self._changed.notify_all()
            wait_s = _END_S if self._up and self._fault is None else 0.0
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(wait_s)
        self._process.kill()
        for thread in self._threads:
            thread.join()
        end(self._process)
        self._held.close()

    def _send(self) -> None:
        try:
            self._requests.write(self._task)
            self._requests.flush()
            while (packet := self._next()) is not None:
                packet.write_to(self._requests)
            self._requests.close()
        except OSError:
            return  # the process has ended, and its answers have told why

    def _next(self) -> LivePacket | None:
        with self._changed:
            while not self._ending and (not self._waiting or self._under_way >= WINDOW):
                self._changed.wait()
            if self._ending:
                return None
            if not self._under_way:
                self._moved = time.monotonic()
            self._under_way += 1
            return self._waiting.popleft()

    def _hear(self) -> None:
        fault = "the process that sends has ended"
        for line in self._answers:
            what, _, rest = line.decode(errors="replace").strip().partition(" ")
            if what in ("error", "hopeless"):
                fault, self.hopeless = rest, what == "hopeless"
                break
            self._note(what, int(rest) if rest.isdecimal() else 0)
        with self._changed:
            self._fault = self._fault or fault
            self._changed.notify_all()

    def _note(self, what: str, size: int) -> None:
        now = time.monotonic()
        with self._changed:
            if what == "waiting":
                self._waits = True
            elif what == "ready":
                self._ready, self._moved = True, now
            elif what == "up":
                self._up = True
            else:
                self._under_way -= 1
                self._forget_sent(now)
                self._sent.append((now, size))
            if self._up:
                self._moved = now
            self._changed.notify_all()

    def _forget_sent(self, now: float) -> None:
        while self._sent and self._sent[0][0] < now - _RATE_SPAN_S:
            self._sent.popleft()
