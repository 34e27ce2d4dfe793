"""What the tests of the engines share."""

import pytest

from yolocam.files.cache import cache_folder
from yolocam.model.engines.kernels import store


@pytest.fixture(autouse=True)
def own_kernels(monkeypatch):
    """Here it is looked at whether kernels are made, measured and kept."""
    monkeypatch.setattr(store, "cache_folder", cache_folder)
