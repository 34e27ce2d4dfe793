"""Compiles kernels: from geometries to object code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

from yolocam.model.engines.kernels.convolution_kernel import write_convolution
from yolocam.model.engines.kernels.depthwise_kernel import write_depthwise
from yolocam.model.engines.kernels.geometry import AnyGeometry, DepthwiseGeometry, Geometry, TiledGeometry
from yolocam.model.engines.kernels.native_code import kernel_name, object_code, processor
from yolocam.model.engines.kernels.winograd_kernel import write_tiles

_WRITERS: dict[type, Callable[[Any, str, Any], None]] = {
    Geometry: write_convolution,
    TiledGeometry: write_tiles,
    DepthwiseGeometry: write_depthwise,
}


def compile_kernels(geometries: Sequence[AnyGeometry]) -> bytes:
    """Return object code with a kernel for each geometry, in some tenths of a second; RuntimeError."""
    processor()  # raises where there would be no code
    module = ir.Module("kernels")
    module.triple = llvm.get_default_triple()
    for number, geometry in enumerate(geometries):
        _WRITERS[type(geometry)](module, kernel_name(number), geometry)
    return object_code(str(module))
