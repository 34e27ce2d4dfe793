"""Runs machine code on an emulated processor, for instructions that the one here lacks.

The processor is that of Bochs as a library, `pip install bochscpu-python`. It sees the memory of this process
at the same addresses: it calls code where LLVM has put it, and kernels find their arrays.
"""

import atexit
import ctypes
import mmap
import subprocess
import tempfile
import threading
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest

from yolocam.model.engines.kernels.compiler import compile_kernels
from yolocam.model.engines.kernels.kernels import Kernels

PROCESSOR = "sapphirerapids"
"""What LLVM calls the emulated processor: it has AVX-512 with FP16, BF16 and VNNI, and AVX-VNNI."""

MAPS = Path("/proc/self/maps")

SPARE = 1024
"""Bytes of the stack for arguments beyond the sixth."""

GIGABYTE = 1 << 30
PAGE = mmap.PAGESIZE

PRESENT, LARGE = 0x3, 0x80
"""Bits of an entry of a page table: it is there and may be written to; it is of the last level."""

AVX_512 = 0xE7
"""XCR0: the registers of the first floating-point unit, of SSE, of AVX and of AVX-512 are in use."""

CONTROL = 1 << 5 | 1 << 9 | 1 << 10 | 1 << 18
"""CR4: PAE, OSFXSR, OSXMMEXCPT, OSXSAVE."""

# xor ecx, ecx; xor edx, edx; xsetbv; mov rdx, r12; mov rcx, r13; call rbx; hlt
START = bytes.fromhex("31c9 31d2 0f01d1 4c89e2 4c89e9 ffd3 f4")

# push rbx; mov eax, 1; cpuid; mov [rdi], eax; pop rbx; ret
ASK_MODEL = bytes.fromhex("53 b801000000 0fa2 8907 5b c3")

MODEL, ITS_NUMBER = 0x806F8, 30
"""What a Sapphire Rapids says of itself, and which one it is in Bochs's list."""

# What release 0.4.0 takes from a C library that is newer than some systems.
MISSING = """
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
unsigned long long __isoc23_strtoull(const char *s, char **end, int base) { return strtoull(s, end, base); }
int __isoc23_sscanf(const char *s, const char *format, ...) {
    va_list values;
    va_start(values, format);
    int count = vsscanf(s, format, values);
    va_end(values);
    return count;
}
"""


@cache
def emulator():
    """Return the only emulator of this process; skips the test where it cannot be had."""
    if not MAPS.exists():
        pytest.skip("needs /proc/self/maps, which says where the memory of this process lies")
    bochs = _bochs()
    found = Emulator(bochs)
    atexit.register(found.close)
    if found.model() != MODEL:
        pytest.skip("this release of bochscpu-python emulates another processor, 0.4.0 is known to fit")
    return found


def _bochs():
    """Load the library, and have it be a Sapphire Rapids: in Python it cannot be chosen."""
    try:
        import bochscpu._bochscpu
    except ModuleNotFoundError:
        pytest.skip("needs Bochs as a library: pip install bochscpu-python")
    except ImportError:
        _fill_in()
        import bochscpu._bochscpu
    import bochscpu.cpu
    import bochscpu.memory

    library = ctypes.CDLL(bochscpu._bochscpu.__file__)
    library.sim_get_param_enum.restype = ctypes.c_void_p
    model = ctypes.c_void_p(library.sim_get_param_enum(b"cpu.model"))
    library._ZN14bx_param_num_c9set_rangeEmm(model, ctypes.c_ulong(0), ctypes.c_ulong(ITS_NUMBER))
    library._ZN14bx_param_num_c3setEl(model, ctypes.c_long(ITS_NUMBER))
    return bochscpu


def _fill_in():
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder, "missing.c"), Path(folder, "missing.so")
        source.write_text(MISSING)
        try:
            subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True, timeout=60)
        except (OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"bochscpu-python needs a newer C library, or a compiler to fill in for it: {error}")
        ctypes.CDLL(library, ctypes.RTLD_GLOBAL)


class Emulator:
    """An x86 processor in long mode.

    Each gigabyte in which this process has memory gets the next free one of the emulated machine, whose first
    holds the tables that say so. A page of it becomes this process's own page once the processor wants it.
    """

    def __init__(self, bochs):
        self._bochs = bochs
        self._session = bochs.Session()
        self._session.missing_page_handler = self._bring
        self._pages = []
        self._gigabytes = {}
        self._lower = {}
        self._known = []
        self._problem = None
        self._upper, self._root = self._new_table()
        self._nothing = self._new_page()
        self._start = self._new_page()
        self._start[: len(START)] = np.frombuffer(START, np.uint8)
        self._stack = self._new_page(64)

    def close(self):
        """Let the library go, which else complains when the process ends."""
        self._session = None

    def model(self):
        """Ask the processor which one it is."""
        code, answer = self._new_page(), np.zeros(1, np.uint32)
        code[: len(ASK_MODEL)] = np.frombuffer(ASK_MODEL, np.uint8)
        self.call(code.ctypes.data, answer.ctypes.data)
        return int(answer[0])

    def call(self, address, *arguments):
        """Call a function of whole numbers, as Linux does it; RuntimeError if the processor cannot go on."""
        self._problem = None
        self._map()
        state = self._bochs.State()
        self._bochs.cpu.set_long_mode(state)
        state.cr3, state.cr4 = self._root, state.cr4 | CONTROL
        state.mxcsr, state.rflags = 0x1F80, 2
        self._stack[-SPARE:].view(np.int64)[: len(arguments[6:])] = arguments[6:]
        state.rip, state.rsp = self._start.ctypes.data, self._stack.ctypes.data + self._stack.size - SPARE
        state.rax, state.rbx = AVX_512, address
        state.rdi, state.rsi, state.r12, state.r13, state.r8, state.r9 = (*arguments, *[0] * 6)[:6]
        state.cs = self._segment(0x10, 0xA29B)
        state.ds = state.es = state.ss = state.fs = state.gs = self._segment(0x18, 0xC293)
        self._session.cpu.state = state
        hook = self._bochs.Hook()
        hook.hlt = lambda *_: self._session.stop()
        hook.exception = self._fail
        self._session.run([hook])
        if self._problem is not None:
            raise RuntimeError(self._problem)

    def _fail(self, session, _, vector, error):
        if self._problem is None:
            state = session.cpu.state
            code = ctypes.string_at(state.rip, 12).hex(" ") if self._has(state.rip) else "no memory"
            self._problem = f"exception {vector} ({error}) at {state.rip:#x} ({code}), cr2 {state.cr2:#x}"
        session.stop()

    def _segment(self, selector, attributes):
        segment = self._bochs.Segment()
        segment.present, segment.selector, segment.base = True, selector, 0
        segment.limit, segment.attr = 0xFFFFFFFF, attributes
        return segment

    def _has(self, address):
        return any(first <= address < end for first, end in self._known)

    def _map(self):
        """Let the tables cover all memory that this process has now."""
        lines = (line.split()[:2] for line in MAPS.read_text().splitlines())
        bounds = (both.split("-") for both, rights in lines if rights.startswith("r"))
        self._known = [(int(first, 16), int(end, 16)) for first, end in bounds if int(end, 16) < 1 << 47]
        for first, end in self._known:
            for gigabyte in range(first // GIGABYTE, (end - 1) // GIGABYTE + 1):
                if gigabyte not in self._gigabytes:
                    self._add(gigabyte)

    def _add(self, gigabyte):
        self._gigabytes[gigabyte] = place = (len(self._gigabytes) + 1) * GIGABYTE
        high, low = divmod(gigabyte, 512)
        if high not in self._lower:
            self._lower[high], address = self._new_table()
            self._upper[high] = address | PRESENT
        self._lower[high][low] = place | PRESENT | LARGE

    def _new_table(self):
        page = self._new_page()
        address = len(self._pages) * PAGE
        self._bochs.memory.page_insert(address, page.ctypes.data)
        return page.view(np.uint64), address

    def _new_page(self, count=1):
        self._pages.append(np.frombuffer(mmap.mmap(-1, count * PAGE), np.uint8))
        return self._pages[-1]

    def _bring(self, place):
        """Put a page of this process where the emulated machine has none yet."""
        wanted = next((g for g, begin in self._gigabytes.items() if 0 <= place - begin < GIGABYTE), None)
        address = None if wanted is None else wanted * GIGABYTE + place % GIGABYTE // PAGE * PAGE
        if address is None or not self._has(address):
            self._problem = self._problem or f"there is no memory at {address or place:#x}"
            self._session.stop()
            address = self._nothing.ctypes.data
        self._bochs.memory.page_insert(place // PAGE * PAGE, address)


class EmulatedCode:
    """A kernel that runs there; several threads take turns."""

    _turn = threading.Lock()
    _all = []  # noqa: RUF012 - all are kept: the emulator would not notice other code in their place

    def __init__(self, code):
        self._all.append(code)
        self.address = code.address

    def __call__(self, *arguments):
        with self._turn:
            emulator().call(self.address, *arguments)


class EmulatedKernels(Kernels):
    """Kernels that are made for the emulated processor, and run there."""

    def make(self, kernels, _):
        code = super().make(kernels, partial(compile_kernels, other=PROCESSOR))
        for kernel in kernels:
            kernel.code = EmulatedCode(kernel.code)
        return code
