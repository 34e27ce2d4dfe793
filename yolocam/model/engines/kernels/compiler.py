"""Compiles kernels: from geometries to object code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

from yolocam.model.engines.kernels.blocked.convolution import write_convolution as write_blocked_convolution
from yolocam.model.engines.kernels.blocked.copies import write_border, write_move, write_upsample
from yolocam.model.engines.kernels.blocked.depthwise import write_depthwise as write_blocked_depthwise
from yolocam.model.engines.kernels.blocked.driver import write_driver
from yolocam.model.engines.kernels.blocked.pool import write_pool
from yolocam.model.engines.kernels.blocked.specs import (
    BorderSpec,
    ConvolutionSpec,
    DepthwiseSpec,
    DriverSpec,
    InverseSpec,
    MoveSpec,
    PoolSpec,
    Spec,
    TransformSpec,
    UpsampleSpec,
)
from yolocam.model.engines.kernels.blocked.tiles import write_inverse, write_transform
from yolocam.model.engines.kernels.blocked.widths import require
from yolocam.model.engines.kernels.convolution_kernel import write_convolution
from yolocam.model.engines.kernels.depthwise_kernel import write_depthwise
from yolocam.model.engines.kernels.geometry import AnyGeometry, DepthwiseGeometry, Geometry, TiledGeometry
from yolocam.model.engines.kernels.native_code import Instructions, kernel_name, object_code
from yolocam.model.engines.kernels.winograd_kernel import write_tiles

_WRITERS: dict[type, Callable[[Any, str, Any], None]] = {
    Geometry: write_convolution,
    TiledGeometry: write_tiles,
    DepthwiseGeometry: write_depthwise,
    ConvolutionSpec: write_blocked_convolution,
    DepthwiseSpec: write_blocked_depthwise,
    PoolSpec: write_pool,
    UpsampleSpec: write_upsample,
    MoveSpec: write_move,
    BorderSpec: write_border,
    TransformSpec: write_transform,
    InverseSpec: write_inverse,
    DriverSpec: write_driver,
}

HALF = Instructions("AVX512-FP16", ("avx512fp16", "avx512vl"))


def compile_kernels(geometries: Sequence[AnyGeometry], other: str | None = None) -> bytes:
    """Return object code with a kernel for each geometry, in some tenths of a second; RuntimeError.

    It is for this processor, or for an `other`, which is called as LLVM calls it.
    """
    if other is None:
        for geometry in geometries:
            if isinstance(geometry, Spec):
                require(geometry.lanes, geometry.format, geometry.result)
            else:
                HALF.require()
    module = ir.Module("kernels")
    module.triple = llvm.get_default_triple()
    for number, geometry in enumerate(geometries):
        _WRITERS[type(geometry)](module, kernel_name(number), geometry)
    return object_code(str(module), other)
