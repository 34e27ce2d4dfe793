"""The processor as LLVM sees it, and how a kernel becomes machine code on it."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

Pause = Callable[[], object]
"""Called between those parts of the work that hold the interpreter's lock for some hundredths of a second."""

_lock = threading.Lock()  # LLVM's own set-up and its engines are made by one thread at a time


class MachineCode:
    """A compiled function of pointers and 64-bit numbers; calls run without the interpreter's lock."""

    def __init__(self, module: Any, name: str, arguments: int, pause: Pause) -> None:
        text = str(module)
        pause()
        with _lock:
            parsed = llvm.parse_assembly(text)
            parsed.verify()
            # Kept, for it owns the memory in which the code lies.
            self._engine = llvm.create_mcjit_compiler(parsed, _new_target())
            self._engine.finalize_object()
            address = self._engine.get_function_address(name)
        self._call = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * arguments)(address)

    def __call__(self, *arguments: int) -> None:
        """Run it."""
        self._call(*arguments)


def new_module(name: str) -> Any:
    """An empty module for this machine; RuntimeError if LLVM finds no float16 arithmetic here."""
    # Without, it would put calls of functions that do not exist in their place, and end the process.
    features = llvm.get_host_cpu_features()
    if not (features.get("avx512fp16") and features.get("avx512vl")):
        raise RuntimeError("LLVM finds no AVX512-FP16 in this processor")
    _initialize()
    module = ir.Module(name)
    module.triple = llvm.get_default_triple()
    return module


@cache
def _initialize() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


def _new_target() -> Any:
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=2
    )
