"""Compiles LLVM code for this processor and loads object code as callable functions."""

from __future__ import annotations

import ctypes
import mmap
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import llvmlite
import llvmlite.binding as llvm

_lock = threading.Lock()  # LLVM's own set-up and its engines are made by one thread at a time


def processor() -> str:
    """Return a text that differs for any two processors for which code differs."""
    features = llvm.get_host_cpu_features()
    versions = llvmlite.__version__, llvm.llvm_version_info
    return f"{versions} {llvm.get_default_triple()} {llvm.get_host_cpu_name()} {features.flatten()}"


class Instructions(NamedTuple):
    """Instructions that kernels need: a name for people, and what LLVM calls them."""

    name: str
    features: tuple[str, ...]

    @property
    def here(self) -> bool:
        """Whether this processor has them."""
        found = llvm.get_host_cpu_features()
        return all(found.get(feature) for feature in self.features)

    def require(self) -> None:
        """Raise RuntimeError where the processor lacks them.

        LLVM would put calls of functions that do not exist in their place, and end the process.
        """
        if not self.here:
            raise RuntimeError(f"LLVM finds no {self.name} in this processor")


def new_target(other: str | None = None) -> Any:
    """Return what turns LLVM's intermediate representation into code for this processor, or for an other."""
    _initialize()
    features = llvm.get_host_cpu_features().flatten() if other is None else ""
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=other or llvm.get_host_cpu_name(), features=features, opt=2
    )


def object_code(text: str, other: str | None = None) -> bytes:
    """Return the code of a module, given in LLVM's intermediate representation; RuntimeError.

    It is for this processor, or for an `other`, which is called as LLVM calls it.
    """
    with _lock:
        parsed = llvm.parse_assembly(text)
        parsed.verify()
        code: bytes = new_target(other).emit_object(parsed)
    return code


def kernel_name(number: int) -> str:
    """Return the name of a kernel in object code."""
    return f"kernel{number}"


def load_kernels(code: bytes, arguments: Sequence[int]) -> list[MachineCode]:
    """Return the kernels in object code, each of which takes so many arguments; RuntimeError."""
    _check_that_code_may_run()
    with _lock:
        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), new_target())
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        addresses = [engine.get_function_address(kernel_name(number)) for number in range(len(arguments))]
    return [MachineCode(engine, *places) for places in zip(addresses, arguments, strict=True)]


def _check_that_code_may_run() -> None:
    """Raise RuntimeError where the system denies programs code that they have made; LLVM would not notice."""
    if not hasattr(mmap, "PROT_EXEC"):
        return  # Windows, where only a program itself can ask for that
    everything = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    try:
        mmap.mmap(-1, mmap.PAGESIZE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, everything).close()
    except OSError as error:
        raise RuntimeError("this system lets no program run code that it has made itself") from error


class MachineCode:
    """A function of 64-bit numbers, addresses among them; calls run without the interpreter's lock."""

    def __init__(self, engine: Any, address: int, arguments: int) -> None:
        self._engine = engine  # kept, for it owns the memory in which the code lies
        self.address = address
        self._call = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * arguments)(address)

    def __call__(self, *arguments: int) -> None:
        """Call the function at its address."""
        self._call(*arguments)


@cache
def _initialize() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
