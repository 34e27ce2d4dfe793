"""From geometries to the object code of their kernels."""

from __future__ import annotations

from collections.abc import Sequence

import llvmlite.binding as llvm
from llvmlite import ir

from yolocam.model.kernels.convolution import write_convolution
from yolocam.model.kernels.geometry import AnyGeometry, Geometry
from yolocam.model.kernels.machine import kernel_name, object_code, processor
from yolocam.model.kernels.winograd import write_tiles


def compile_kernels(geometries: Sequence[AnyGeometry]) -> bytes:
    """Return object code with a kernel for each geometry, in some tenths of a second; RuntimeError."""
    processor()  # raises where there would be no code
    module = ir.Module("kernels")
    module.triple = llvm.get_default_triple()
    for number, geometry in enumerate(geometries):
        if isinstance(geometry, Geometry):
            write_convolution(module, kernel_name(number), geometry)
        else:
            write_tiles(module, kernel_name(number), geometry)
    return object_code(str(module))
