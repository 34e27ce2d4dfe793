"""The multiplication in the middle of a convolution: what formats have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from yolocam.model.engines.kernels.loops import FLOAT, Value, vector

SPREAD_BYTES = 4
"""Bytes of a pixel that are copied over a register."""


class Multiplication(ABC):
    """Base: `sums` and `weights` are the types of a register of each."""

    def __init__(self, module: Any, lanes: int) -> None:
        self.sums = vector(FLOAT, lanes)
        self.weights = self.sums

    @abstractmethod
    def pixel(self, b: Any, address: Value) -> Value:
        """Return the neighbours at an address, everywhere in a register."""

    @abstractmethod
    def add(self, b: Any, pixel: Value, weights: Value, sums: Value) -> Value:
        """Return the sums with the products added."""
