"""What the tests of the engines share."""

import pytest
import torch

from yolocam.files.cache import cache_folder
from yolocam.model.engines.kernels import store


@pytest.fixture(autouse=True)
def two_threads():
    """Work is shared out here, however few cores a worker of pytest-xdist has to itself."""
    before = torch.get_num_threads()
    torch.set_num_threads(max(2, before))
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def own_kernels(monkeypatch):
    """Here it is looked at whether kernels are made, measured and kept."""
    monkeypatch.setattr(store, "cache_folder", cache_folder)
