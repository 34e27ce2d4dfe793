"""How wide the registers of this processor are."""

from __future__ import annotations

from yolocam.model.engines.kernels.native_code import Instructions

WIDTHS = {
    8: Instructions("AVX2 with FMA", ("avx2", "fma")),
    16: Instructions("AVX-512", ("avx512f", "avx512vl", "avx512dq", "avx512bw")),
}
"""Numbers in a register -> what the processor needs for kernels of that width."""


def widest() -> int:
    """Return how many float32 kernels take at once on this processor; RuntimeError if they do not know it."""
    fitting = [lanes for lanes, instructions in WIDTHS.items() if instructions.here]
    if not fitting:
        WIDTHS[min(WIDTHS)].require()
    return max(fitting)
