"""What all tests share."""

import pytest

from yolocam.model import int8_ranges


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """What one test measures, no other finds."""
    monkeypatch.setattr(int8_ranges, "user_cache_path", lambda *_, **__: tmp_path / "cache")
