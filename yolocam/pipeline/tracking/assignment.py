"""Pairs tracks and boxes so that the costs of all pairs together are least."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from yolocam.pipeline.tracking.tracks import Floats

Rows = NDArray[np.int64]


def assign(cost: Floats, limit: float) -> tuple[Rows, Rows]:
    """Return the rows and columns of the pairs, (K,) each; no pair costs `limit` or more.

    A row and a column that stay alone cost `limit` together. Exact, by the Jonker-Volgenant algorithm.
    """
    # What costs nothing is no pair: so leaving out is as cheap here as it is meant to be.
    gain = np.minimum(cost - limit, 0.0)
    useful = gain < 0
    in_row, in_column = useful.sum(1), useful.sum(0)
    if in_row.max(initial=0) <= 1 and in_column.max(initial=0) <= 1:
        alone, its = useful.nonzero()  # nothing to choose
        return alone, its
    rows, columns = in_row.nonzero()[0], in_column.nonzero()[0]
    import lap

    part = gain[np.ix_(rows, columns)]
    _, column_of, _ = lap.lapjv(part, extend_cost=True)
    chosen = (column_of >= 0).nonzero()[0]
    chosen = chosen[part[chosen, column_of[chosen]] < 0]
    return rows[chosen], columns[column_of[chosen]]
