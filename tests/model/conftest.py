"""What the tests of the model share."""

import pytest
import torch


@pytest.fixture(autouse=True)
def same_numbers():
    """Random numbers are the same, whichever tests have run before."""
    torch.manual_seed(0)


@pytest.fixture
def one_thread():
    """Run torch in one thread: many small operations, which threads that wait for each other only slow."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
