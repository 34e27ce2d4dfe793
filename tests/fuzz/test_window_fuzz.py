"""Whatever hands do at the window: no crash, no hang, no exception."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.run_window_fuzz import attack_window


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_random_hands_at_the_window(tmp_path: Path):
    wrong = attack_window(tmp_path, seed=7, events=300)
    assert wrong is None, wrong
