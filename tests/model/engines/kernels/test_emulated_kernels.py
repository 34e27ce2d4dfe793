"""The tests of kernels once more, for a processor with AVX-512 that is emulated."""

import pytest

pytest.importorskip("llvmlite")

import test_blocked_kernels
from test_blocked_kernels import *  # noqa: F403

from support.emulator import EmulatedKernels, emulator

pytestmark = pytest.mark.slow

KERNELS = EmulatedKernels()
"""Those that an earlier test has made."""


@pytest.fixture
def lanes():
    return 16


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch):
    """Have kernels run on the emulated processor; skips the test where there is none."""
    emulator()
    monkeypatch.setattr(test_blocked_kernels, "KERNELS", KERNELS)
