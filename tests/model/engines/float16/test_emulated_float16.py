"""The tests of the float16 kernels once more, on a processor with AVX512-FP16 that is emulated."""

import sys

import pytest

pytest.importorskip("llvmlite")

from support.emulator import EmulatedKernels, emulator
from yolocam.model.engines.float16 import builder

with pytest.MonkeyPatch.context() as patch:
    patch.setattr(builder, "can_half", lambda: True)
    import test_float16_kernels
    from test_float16_kernels import *  # noqa: F403
del sys.modules["test_float16_kernels"]  # by itself it skips its tests where they have to be

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("one_thread")]


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch):
    """Have kernels run on the emulated processor; skips the test where there is none."""
    emulator()
    monkeypatch.setattr(test_float16_kernels, "Kernels", EmulatedKernels)
