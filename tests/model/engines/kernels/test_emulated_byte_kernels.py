"""The tests of kernels on bytes once more, for a processor with VNNI that is emulated."""

import pytest

pytest.importorskip("llvmlite")

import test_byte_kernels
from test_byte_kernels import *  # noqa: F403

from support.emulator import EmulatedKernels, emulator
from yolocam.model.engines.kernels.blocked.numbers.number_format import INT8, INT8_PAIRS

pytestmark = pytest.mark.slow

KERNELS = EmulatedKernels()
"""Those that an earlier test has made."""

FORMS = [(16, INT8), (8, INT8), (16, INT8_PAIRS)]
"""AVX512-VNNI, AVX-VNNI, and AVX-512 without it."""


@pytest.fixture(params=FORMS, ids=lambda form: f"{form[0]} lanes, {form[1].name}")
def form(request):
    return request.param


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch):
    """Have kernels run on the emulated processor; skips the test where there is none."""
    emulator()
    monkeypatch.setattr(test_byte_kernels, "KERNELS", KERNELS)
