"""The code of kernels, looked at in LLVM's assembly: also for processors that are not here."""

import re

import pytest

pytest.importorskip("llvmlite")

import llvmlite.binding as llvm
from llvmlite import ir

from yolocam.model.engines.kernels.blocked.calls import pixels_at_once
from yolocam.model.engines.kernels.blocked.convolution import write_convolution
from yolocam.model.engines.kernels.blocked.specs import ConvolutionSpec

PROCESSORS = {8: ("haswell", "ymm"), 16: ("skylake-avx512", "zmm")}
SPECS = [(8, 1), (8, 2), (8, 3), (16, 1), (16, 2), (16, 3)]


def assembly_of(spec, processor):
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    module = ir.Module("kernels")
    module.triple = "x86_64-unknown-linux-gnu"
    write_convolution(module, "kernel", spec)
    target = llvm.Target.from_triple(module.triple).create_target_machine(cpu=processor, opt=2)
    return target.emit_assembly(llvm.parse_assembly(str(module)))


def innermost_loop(code):
    """The lines between a label and the jump back to it that hold the most multiplications."""
    lines = code.splitlines()
    labels = {line[:-1]: n for n, line in enumerate(lines) if re.fullmatch(r"\.LBB\w+:", line)}
    loops = []
    for n, line in enumerate(lines):
        jump = re.fullmatch(r"\tj\w+\t(\.LBB\w+)", line)
        if jump and labels[jump[1]] < n:
            body = lines[labels[jump[1]] + 1 : n]
            if not any(other in labels for other in (inner.rstrip(":") for inner in body)):
                loops.append(body)
    return max(loops, key=lambda body: sum("vfmadd" in line for line in body))


@pytest.mark.parametrize(("lanes", "registers"), SPECS)
def test_sums_stay_in_registers(lanes, registers):
    processor, name = PROCESSORS[lanes]
    pixels = pixels_at_once(registers, lanes)
    spec = ConvolutionSpec(lanes, registers, pixels, lanes, "leaky", adds=True)
    loop = innermost_loop(assembly_of(spec, processor))
    multiplications = [line for line in loop if "vfmadd" in line]
    assert len(multiplications) == registers * pixels * lanes
    assert all(f"%{name}" in line for line in multiplications)
    stores = [line for line in loop if re.search(r"\tvmov\w+\t%[xyz]mm\d+, .*\(", line)]
    assert not stores, "a sum that leaves its register costs a store and a load"
    loads = [line for line in loop if "(" in line and "lea" not in line]
    assert len(loads) <= (registers + pixels) * lanes + 8, "each weight and each number is read once"
