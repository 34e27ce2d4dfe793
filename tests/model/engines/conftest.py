"""What the tests of the engines share."""

import pytest


@pytest.fixture(autouse=True)
def shared_kernels():
    """Nothing: here it is looked at whether kernels are made, measured and kept."""
