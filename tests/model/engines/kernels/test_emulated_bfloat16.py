"""The tests of kernels in bf16 once more, for a processor with AVX512-BF16 that is emulated."""

import pytest

pytest.importorskip("llvmlite")

import test_blocked_kernels
from test_bfloat16_kernels import *  # noqa: F403

from support.emulator import EmulatedKernels, emulator
from yolocam.model.engines.kernels.blocked.numbers.number_format import BF16

pytestmark = pytest.mark.slow

KERNELS = EmulatedKernels()
"""Those that an earlier test has made."""


@pytest.fixture
def lanes():
    return 16


@pytest.fixture
def number_format():
    return BF16


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch):
    """Have kernels run on the emulated processor; skips the test where there is none."""
    emulator()
    monkeypatch.setattr(test_blocked_kernels, "KERNELS", KERNELS)
