"""Cuts the work of a step into chunks."""

from __future__ import annotations

import itertools

LEAST = 20_000
"""Multiplications of registers in a chunk: some microseconds, many times what handing it out takes."""

FOR_EACH_CORE = 4
"""Chunks for each core, so that one which is held up leaves its rest to the others."""

NEAR = 192 << 10
"""Bytes of input that a chunk reads again for each group of filters: they should stay in its cache."""

Part = tuple[int, int, int, int]


def how_many(work: int, cores: int) -> int:
    """Return into how many chunks to cut so much work."""
    return max(1, min(FOR_EACH_CORE * cores, work // LEAST))


def of_rows(rows: int, blocks: int, work: int, cores: int) -> list[Part]:
    """Return parts of all rows of all blocks: first row, end row, first block, end block."""
    count = how_many(work, cores)
    across = min(blocks, count)
    return grid(rows, min(rows, -(-count // across)), blocks, across)


def of_tiles(
    tiles: int, groups: int, work: int, cores: int, image_bytes: int, weight_bytes: int
) -> list[Part]:
    """Return parts of all tiles of all groups of filters, cut so that least is read more than once."""
    count = how_many(work, cores)
    far = min(tiles, -(-image_bytes // NEAR))

    def down(across: int) -> int:
        return min(tiles, max(far, -(-count // across)))

    across = min(
        range(1, min(groups, count) + 1),
        key=lambda across: down(across) * weight_bytes + across * image_bytes,
    )
    return grid(tiles, down(across), groups, across)


def grid(rows: int, down: int, blocks: int, across: int) -> list[Part]:
    """Return parts of nearly the same size: rows cut `down` times, or fewer, and blocks `across` times."""
    return [
        (*of_rows, *of_blocks) for of_rows in _ranges(rows, down) for of_blocks in _ranges(blocks, across)
    ]


def _ranges(count: int, parts: int) -> list[tuple[int, int]]:
    edges = [count * n // parts for n in range(parts + 1)]
    return [(low, high) for low, high in itertools.pairwise(edges) if high > low]
