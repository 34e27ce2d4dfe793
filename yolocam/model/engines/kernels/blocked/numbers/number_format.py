"""The formats in which numbers lie in memory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NumberFormat:
    """A format of stored numbers: `bytes` of each, and how many `neighbours` one instruction sums.

    An instruction multiplies so many channels that follow one another by their weights, and adds the products
    to one sum: 4 bytes of a pixel at a time, whatever the format. Numbers that are `scaled` are bytes which
    mean what a `Grid` says; their sums are whole.
    """

    name: str
    bytes: int
    neighbours: int
    scaled: bool = False


FP32 = NumberFormat("fp32", bytes=4, neighbours=1)
BF16 = NumberFormat("bf16", bytes=2, neighbours=2)
"""Multiplied by VDPBF16PS: one instruction for two products."""
BF16_WIDENED = NumberFormat("bf16 widened", bytes=2, neighbours=1)
"""Made float32 before each multiplication, for processors without it; weights are float32 all along."""
INT8 = NumberFormat("int8", bytes=1, neighbours=4, scaled=True)
"""Multiplied by VNNI: one instruction for four products."""
INT8_PAIRS = NumberFormat("int8 by pairs", bytes=1, neighbours=4, scaled=True)
"""Multiplied by AVX2: sums of two products have to fit into 16 bits."""
INT8_PORTABLE = NumberFormat("int8 anywhere", bytes=1, neighbours=4, scaled=True)
"""What VNNI gives, by LLVM's general instructions: slow, for tests on other processors."""

INT16 = NumberFormat("int16", bytes=2, neighbours=2)
"""Tiles of bytes, transformed: whole numbers, multiplied by VPMADDWD."""
INT16_VNNI = NumberFormat("int16 by VNNI", bytes=2, neighbours=2)
INT16_PORTABLE = NumberFormat("int16 anywhere", bytes=2, neighbours=2)
INT32 = NumberFormat("int32", bytes=4, neighbours=1, scaled=True)
"""Sums of their products, each filter's with a scale of its own."""

WORDS = {INT8: INT16_VNNI, INT8_PAIRS: INT16, INT8_PORTABLE: INT16_PORTABLE}
"""Format of bytes -> that of their transformed tiles."""
