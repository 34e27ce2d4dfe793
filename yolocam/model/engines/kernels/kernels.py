"""The kernels of one network: what its layers call, and where the code comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yolocam.model.engines.kernels.geometry import AnyGeometry
from yolocam.model.engines.kernels.native_code import MachineCode, load_kernels, processor
from yolocam.model.engines.kernels.store import CodeStore

Compile = Callable[[Sequence[AnyGeometry]], bytes]
"""Makes the object code of some kernels."""


class Kernel:
    """A kernel that may be called once its code is there."""

    def __init__(self, geometry: AnyGeometry) -> None:
        self.geometry = geometry
        self.code: MachineCode | None = None

    def __call__(self, *arguments: int) -> None:
        """Call the code with addresses and numbers, as the function that wrote it says."""
        assert self.code is not None
        self.code(*arguments)


class Kernels:
    """All kernels that were asked for, each once; `processor` is for whom their code is."""

    def __init__(self) -> None:
        self.processor = processor()
        self._store = CodeStore(self.processor)
        self._known: dict[AnyGeometry, Kernel] = {}

    def get(self, geometry: AnyGeometry) -> Kernel:
        """Return the kernel for a geometry, perhaps without its code."""
        return self._known.setdefault(geometry, Kernel(geometry))

    def load(self, kernels: Sequence[Kernel]) -> bool:
        """Take what an earlier run has made; returns whether all these kernels now have their code."""
        if not _complete(kernels):
            code = self._store.get(_geometries(kernels))
            if code is not None:
                _take(kernels, code)
        return _complete(kernels)

    def make(self, kernels: Sequence[Kernel], compile_: Compile) -> bytes:
        """Make the code of these kernels, and return it; RuntimeError, OSError."""
        code = compile_(_geometries(kernels))
        _take(kernels, code)
        return code

    def keep(self, kernels: Sequence[Kernel], code: bytes) -> None:
        """Keep the code of these kernels, which has proven itself, for later runs."""
        self._store.put(_geometries(kernels), code)


def _geometries(kernels: Sequence[Kernel]) -> list[AnyGeometry]:
    return [kernel.geometry for kernel in kernels]


def _complete(kernels: Sequence[Kernel]) -> bool:
    return all(kernel.code is not None for kernel in kernels)


def _take(kernels: Sequence[Kernel], code: bytes) -> None:
    loaded = load_kernels(code, [kernel.geometry.ARGUMENTS for kernel in kernels])
    for kernel, machine_code in zip(kernels, loaded, strict=True):
        kernel.code = kernel.code or machine_code
