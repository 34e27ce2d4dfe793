"""The figures of the last minute, as the curves of the statistics dock need them."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yolocam.pipeline.stats import Snapshot, Spread

SPAN_S = 60.0
"""How far back the curves go."""

_SAMPLES = 512  # more than a minute of four in a second

RATES = ("capture", "inference", "display")
STAGES = ("decode", "prepare", "network", "postprocess", "draw")
LATENCY = ("now", "p50", "p95")
DROPS = ("capture", "display", "record")

CHARTS: dict[str, tuple[str, ...]] = {"fps": RATES, "stages": STAGES, "latency": LATENCY, "drops": DROPS}
"""The curves of each chart."""

_UNKNOWN = float("nan")


@dataclass(frozen=True, slots=True)
class _Sample:
    at_s: float
    values: NDArray[np.float64]
    totals: tuple[int, ...]


class History:
    """Keeps samples; the oldest ones fall out."""

    def __init__(self) -> None:
        self._samples: deque[_Sample] = deque(maxlen=_SAMPLES)

    def __len__(self) -> int:
        return len(self._samples)

    def add(self, snapshot: Snapshot, at_s: float | None = None) -> None:
        """Add the figures of this moment, or of `at_s` on the monotonic clock."""
        now = time.monotonic() if at_s is None else at_s
        totals = tuple(snapshot.dropped.get(cause, 0) for cause in DROPS)
        rates = [snapshot.rates.get(name, 0.0) for name in RATES]
        stages = [_recent(snapshot.stages.get(name)) for name in STAGES]
        values = np.array([*rates, *stages, *_latency(snapshot), *self._drop_rates(now, totals)])
        self._samples.append(_Sample(now, values, totals))

    def curves(self, chart: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the times, float64 (T,) in seconds, 0 for the latest, and values float64 (T, curves)."""
        first = 0
        for name, names in CHARTS.items():
            if name == chart:
                break
            first += len(names)
        if not self._samples:
            return np.zeros(0), np.zeros((0, len(CHARTS[chart])))
        latest = self._samples[-1].at_s
        kept = [sample for sample in self._samples if sample.at_s >= latest - SPAN_S]
        times = np.array([sample.at_s - latest for sample in kept])
        return times, np.stack([sample.values for sample in kept])[:, first : first + len(CHARTS[chart])]

    def _drop_rates(self, now: float, totals: tuple[int, ...]) -> list[float]:
        if not self._samples:
            return [0.0] * len(totals)
        before = self._samples[-1]
        passed = max(now - before.at_s, 1e-3)
        # A new source counts from zero again.
        return [max(now_n - then_n, 0) / passed for now_n, then_n in zip(totals, before.totals, strict=True)]


def _recent(spread: Spread | None) -> float:
    return spread.recent if spread is not None and spread.count else _UNKNOWN


def _latency(snapshot: Snapshot) -> list[float]:
    spread = snapshot.stages.get("latency")
    if spread is None or not spread.count:
        return [_UNKNOWN] * len(LATENCY)
    return [spread.recent, spread.p50, spread.p95]
