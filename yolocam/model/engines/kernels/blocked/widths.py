"""How wide the registers of this processor are, and how it multiplies bfloat16 and bytes."""

from __future__ import annotations

from yolocam.model.engines.kernels.blocked.numbers.number_format import (
    BF16,
    BF16_WIDENED,
    INT8,
    INT8_PAIRS,
    NumberFormat,
)
from yolocam.model.engines.kernels.native_code import Instructions

WIDTHS = {
    8: Instructions("AVX2 with FMA", ("avx2", "fma")),
    16: Instructions("AVX-512", ("avx512f", "avx512vl", "avx512dq", "avx512bw")),
}
"""Numbers in a register -> what the processor needs for kernels of that width."""

PAIRS = Instructions("AVX512-BF16", ("avx512bf16",))
"""What multiplies bfloat16 by pairs, in registers of 16 float32."""


def bfloat16_format(lanes: int) -> NumberFormat:
    """Return the format of bfloat16 that this processor multiplies in registers of this width."""
    return BF16 if lanes == 16 and PAIRS.here else BF16_WIDENED


def require(lanes: int, *formats: NumberFormat) -> None:
    """Raise RuntimeError where the processor has no such kernels."""
    WIDTHS[lanes].require()
    if BF16 in formats:
        PAIRS.require()
    if INT8 in formats and byte_format(lanes) != INT8:
        VNNI[lanes][0].require()


VNNI = {
    8: (Instructions("AVX-VNNI", ("avxvnni",)), Instructions("AVX512-VNNI", ("avx512vnni", "avx512vl"))),
    16: (Instructions("AVX512-VNNI", ("avx512vnni",)),),
}
"""Numbers in a register -> instructions, of which one is enough, that multiply bytes by fours."""


def byte_format(lanes: int) -> NumberFormat:
    """Return the format of bytes that this processor multiplies in registers of this width."""
    return INT8 if any(instructions.here for instructions in VNNI[lanes]) else INT8_PAIRS


def widest() -> int:
    """Return how many float32 kernels take at once on this processor; RuntimeError if they do not know it."""
    fitting = [lanes for lanes, instructions in WIDTHS.items() if instructions.here]
    if not fitting:
        WIDTHS[min(WIDTHS)].require()
    return max(fitting)
