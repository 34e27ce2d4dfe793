"""`benchmarks/live_start.py` counts what was lost from the log of the window."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

LOG = """
   2442 ms yolocam.pipeline [prepare] network wanted: tiny
  11847 ms yolocam.pipeline [open] source opened: SourceInfo(name='synthetic:1280x720@30')
  11947 ms yolocam.pipeline [capture] frame 1 dropped: a newer one came before inference was ready
  12847 ms yolocam.ui [render] frame 30 not shown: a newer one came first
  12848 ms yolocam.pipeline [capture] frame 31 dropped: a newer one came before inference was ready
 120582 ms yolocam.pipeline [release] source closed: synthetic:1280x720@30
"""


@pytest.fixture
def live_start(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import live_start

    yield live_start
    sys.modules.pop("live_start", None)


def test_frames_are_counted_by_when_they_were_lost(live_start):
    assert live_start.lost(LOG) == (11847, 2, 1)
