"""How wide the registers of this processor are, and how it multiplies bytes."""

from __future__ import annotations

from yolocam.model.engines.kernels.blocked.numbers.number_format import INT8, INT8_PAIRS, NumberFormat
from yolocam.model.engines.kernels.native_code import Instructions

WIDTHS = {
    8: Instructions("AVX2 with FMA", ("avx2", "fma")),
    16: Instructions("AVX-512", ("avx512f", "avx512vl", "avx512dq", "avx512bw")),
}
"""Numbers in a register -> what the processor needs for kernels of that width."""


VNNI = {
    8: (Instructions("AVX-VNNI", ("avxvnni",)), Instructions("AVX512-VNNI", ("avx512vnni", "avx512vl"))),
    16: (Instructions("AVX512-VNNI", ("avx512vnni",)),),
}
"""Numbers in a register -> instructions, of which one is enough, that multiply bytes by fours."""


def byte_format(lanes: int) -> NumberFormat:
    """Return the format of bytes that this processor multiplies in registers of this width."""
    return INT8 if any(instructions.here for instructions in VNNI[lanes]) else INT8_PAIRS


def require(lanes: int, number_format: NumberFormat) -> None:
    """Raise RuntimeError where the processor has no such kernels."""
    WIDTHS[lanes].require()
    if number_format == INT8 and byte_format(lanes) != INT8:
        VNNI[lanes][0].require()


def widest() -> int:
    """Return how many float32 kernels take at once on this processor; RuntimeError if they do not know it."""
    fitting = [lanes for lanes, instructions in WIDTHS.items() if instructions.here]
    if not fitting:
        WIDTHS[min(WIDTHS)].require()
    return max(fitting)
