"""Counters and times of a running pipeline, written by its threads and read by whoever shows them."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from yolocam.frame import SourceInfo
from yolocam.pipeline.actions.action_health import ActionHealth
from yolocam.pipeline.sinks.live.stream_health import StreamHealth

WINDOW = 4096
"""How many of the latest values percentiles are taken from; bounds the memory of an endless run."""

RATE_SPAN_NS = 2_000_000_000
"""A rate is measured over the frames of the last two seconds."""

MINUTE_NS = 60_000_000_000


@dataclass(frozen=True, slots=True)
class Spread:
    """A measured duration: `count` values, their `total_ms`, and percentiles of the latest ones in ms."""

    count: int = 0
    total_ms: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    max: float = 0.0
    recent: float = 0.0
    """Mean of the last half second's values, for a display that does not jitter."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of all counters at one moment; captured = inferred + dropped["capture"] + in_flight.

    `dropped` counts by cause: "capture" (newest wins before inference), "display", "record".
    `rates` are frames per second over the last two seconds: "capture", "inference", "display".
    `means` are the same over the whole run. `stages` are durations by name. `stream` is how the live
    stream is doing, if there is one, `actions` how those of rules are.
    """

    elapsed_s: float
    captured: int
    inferred: int
    displayed: int
    recorded: int
    dropped: dict[str, int]
    rates: dict[str, float]
    means: dict[str, float]
    stages: dict[str, Spread]
    stream: StreamHealth | None = None
    actions: tuple[ActionHealth, ...] = ()
    dropped_last_minute: int = 0
    """Of all causes; at most WINDOW are counted."""

    @property
    def in_flight(self) -> int:
        """Frames that were captured and are neither inferred nor dropped yet."""
        return self.captured - self.inferred - self.dropped["capture"]

    def to_json(self, source: SourceInfo | None) -> dict[str, Any]:
        """Return the figures in the form of `--stats-json`."""
        infer, latency = self.stages.get("infer", Spread()), self.stages.get("latency", Spread())
        return {
            "source": _describe(source),
            "elapsed_s": round(self.elapsed_s, 3),
            **({} if self.stream is None else {"stream": self.stream.to_json()}),
            **({"actions": [one.to_json() for one in self.actions]} if self.actions else {}),
            "frames": {
                "captured": self.captured,
                "inferred": self.inferred,
                "displayed": self.displayed,
                "recorded": self.recorded,
                "in_flight": self.in_flight,
                "dropped": dict(self.dropped),
            },
            "fps": {name: round(rate, 2) for name, rate in self.means.items()},
            "infer_ms": {"p50": round(infer.p50, 3), "p95": round(infer.p95, 3)},
            "latency_ms": {
                "p50": round(latency.p50, 3),
                "p95": round(latency.p95, 3),
                "max": round(latency.max, 3),
            },
            "stages_ms": {
                name: {"count": s.count, "p50": round(s.p50, 3), "p95": round(s.p95, 3)}
                for name, s in self.stages.items()
            },
        }


def _describe(source: SourceInfo | None) -> dict[str, Any]:
    if source is None:
        return {}
    return {
        "name": source.name,
        "kind": source.kind,
        "width": source.size_wh[0],
        "height": source.size_wh[1],
        "fps": None if source.fps is None else round(float(source.fps), 3),
        "frames": source.frame_count,
        "live": source.live,
    }


class _Meter:
    """The durations of one thing; guarded by the lock of its Stats."""

    def __init__(self) -> None:
        self.count = 0
        self.total_ns = 0
        self.max_ns = 0
        self._when = np.zeros(WINDOW, np.int64)  # a ring of the latest values: the UI reads it often
        self._duration = np.zeros(WINDOW, np.int64)

    def add(self, now: int, duration_ns: int) -> None:
        place = self.count % WINDOW
        self._when[place], self._duration[place] = now, duration_ns
        self.count += 1
        self.total_ns += duration_ns
        self.max_ns = max(self.max_ns, duration_ns)

    def copied(self) -> _Meter:
        twin = copy(self)
        twin._when, twin._duration = self._when.copy(), self._duration.copy()
        return twin

    def spread(self, now: int) -> Spread:
        if not self.count:
            return Spread()
        when, durations = self._when[: self.count], self._duration[: self.count]
        p50, p95 = np.percentile(durations, (50, 95)) / 1e6
        # Steadier than the last value, and quicker to follow than the percentiles of the whole ring.
        half_second = durations[when > now - 500_000_000]
        last = self._duration[(self.count - 1) % WINDOW]
        recent = half_second.mean() / 1e6 if len(half_second) else last / 1e6
        return Spread(
            self.count, self.total_ns / 1e6, float(p50), float(p95), self.max_ns / 1e6, float(recent)
        )


class Stats:
    """Collects the figures of a run; every field is guarded by `_lock`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started_ns = time.monotonic_ns()
        self._counts = {"captured": 0, "inferred": 0, "displayed": 0, "recorded": 0}
        self._dropped = {"capture": 0, "display": 0, "record": 0}
        self._drop_times: deque[int] = deque(maxlen=WINDOW)
        self._ticks: dict[str, deque[int]] = {}
        self._first_last: dict[str, tuple[int, int]] = {}
        self._meters: dict[str, _Meter] = {}
        self._stream: Callable[[], StreamHealth] | None = None
        self._actions: Callable[[], tuple[ActionHealth, ...]] = tuple

    def captured(self) -> None:
        """Count a frame that capture has published (repeated frames are not counted anywhere)."""
        self._count("captured", "capture")

    def inferred(self) -> None:
        """Count a frame whose detections are known."""
        self._count("inferred", "inference")

    def displayed(self, captured_ns: int) -> None:
        """Count a frame that was painted now, and its latency since it was captured."""
        self._count("displayed", "display")
        self.add_time("latency", time.monotonic_ns() - captured_ns)

    def recorded(self) -> None:
        """Count a frame that a recorder has encoded."""
        with self._lock:
            self._counts["recorded"] += 1

    def follow_stream(self, health: Callable[[], StreamHealth]) -> None:
        """Tell how a live stream is doing as well."""
        with self._lock:
            self._stream = health

    def follow_actions(self, health: Callable[[], tuple[ActionHealth, ...]]) -> None:
        """Tell how the actions of rules are doing as well."""
        with self._lock:
            self._actions = health

    def drop(self, cause: str) -> None:
        """Count a frame lost to "capture", "display" or "record"."""
        with self._lock:
            self._dropped[cause] += 1
            self._drop_times.append(time.monotonic_ns())

    def add_time(self, stage: str, duration_ns: int) -> None:
        """Record how long one frame spent in a stage."""
        with self._lock:
            self._meters.setdefault(stage, _Meter()).add(time.monotonic_ns(), duration_ns)

    def _count(self, counter: str, rate: str) -> None:
        now = time.monotonic_ns()
        with self._lock:
            self._counts[counter] += 1
            ticks = self._ticks.setdefault(rate, deque(maxlen=WINDOW))
            ticks.append(now)
            while ticks[0] < now - RATE_SPAN_NS:
                ticks.popleft()
            first, _ = self._first_last.get(rate, (now, now))
            self._first_last[rate] = (first, now)

    def rate(self, name: str) -> float:
        """Return frames per second over the last two seconds: "capture", "inference" or "display"."""
        with self._lock:
            return self._rate(name, time.monotonic_ns())

    def _rate(self, name: str, now: int) -> float:
        ticks = [t for t in self._ticks.get(name, ()) if t >= now - RATE_SPAN_NS]
        if len(ticks) < 2:
            return 0.0
        return (len(ticks) - 1) * 1e9 / max(ticks[-1] - ticks[0], 1)

    def _mean(self, name: str, count: int) -> float:
        first, last = self._first_last.get(name, (0, 0))
        return (count - 1) * 1e9 / (last - first) if count > 1 and last > first else 0.0

    def snapshot(self) -> Snapshot:
        """Return all figures as of now."""
        now = time.monotonic_ns()
        with self._lock:
            counts, dropped = dict(self._counts), dict(self._dropped)
            while self._drop_times and self._drop_times[0] < now - MINUTE_NS:
                self._drop_times.popleft()
            recent_drops = len(self._drop_times)
            names = {"capture": "captured", "inference": "inferred", "display": "displayed"}
            rates = {name: self._rate(name, now) for name in names}
            means = {name: self._mean(name, counts[key]) for name, key in names.items()}
            stream, actions = self._stream, self._actions
            meters = {name: meter.copied() for name, meter in self._meters.items()}
        # Percentiles take a while: outside the lock, so that whoever looks never holds up a stage.
        return Snapshot(
            elapsed_s=(now - self._started_ns) / 1e9,
            dropped=dropped,
            rates=rates,
            means=means,
            stages={name: meter.spread(now) for name, meter in meters.items()},
            stream=None if stream is None else stream(),
            actions=actions(),
            dropped_last_minute=recent_drops,
            **counts,
        )
