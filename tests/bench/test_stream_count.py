"""The search for the number of streams: downwards from one for each core, until that is slower."""

import pytest

from yolocam.bench.stream_count import find_streams


@pytest.mark.parametrize(
    ("rates", "best", "tried"),
    [
        ({2: 60, 1: 50}, 2, [2, 1]),
        ({2: 60, 1: 61}, 2, [2, 1]),  # chance
        ({16: 100, 8: 130, 4: 90, 2: 500}, 8, [16, 8, 4]),
        ({16: 100, 8: 100, 4: 100, 2: 110, 1: 105}, 2, [16, 8, 4, 2, 1]),
        ({12: 100, 6: 120, 3: 140, 1: 50}, 3, [12, 6, 3, 1]),
    ],
    ids=str,
)
def test_the_search(rates, best, tried):
    found = find_streams(rates.__getitem__, max(rates))
    assert found.streams == best
    assert list(found.rates) == tried
