"""Finds how many one-core streams run a network fastest; memory bandwidth may limit them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

WORTHWHILE = 1.03
"""How much more images per second fewer streams have to give to be taken: less is chance."""


@dataclass(frozen=True, slots=True)
class StreamCount:
    """The streams to take, and the images per second of each number that was tried, the first one first."""

    streams: int
    rates: dict[int, float]


def find_streams(measure: Callable[[int], float], cores: int) -> StreamCount:
    """Measure one stream for each core, then half as many, ... down to 1, until that is slower.

    `measure` returns the images per second with a number of streams.
    """
    best = cores
    rates = {cores: measure(cores)}
    while (fewer := min(rates) // 2) >= 1:
        rates[fewer] = measure(fewer)
        if rates[fewer] > rates[best] * WORTHWHILE:
            best = fewer
        elif rates[fewer] < rates[best] / WORTHWHILE:
            break
    return StreamCount(best, rates)
