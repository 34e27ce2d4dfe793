"""The code of kernels, looked at in LLVM's assembly: also for processors that are not here."""

import re

import pytest

pytest.importorskip("llvmlite")

import llvmlite.binding as llvm
from llvmlite import ir

from yolocam.model.engines.kernels.blocked.calls import pixels_at_once
from yolocam.model.engines.kernels.blocked.convolution import write_convolution
from yolocam.model.engines.kernels.blocked.numbers.number_format import (
    BF16,
    BF16_WIDENED,
    FP32,
    INT8,
    INT8_PAIRS,
    INT16,
    INT16_VNNI,
    INT32,
)
from yolocam.model.engines.kernels.blocked.specs import ConvolutionSpec

PROCESSORS = {8: ("haswell", "ymm"), 16: ("cooperlake", "zmm")}
SPECS = [(lanes, registers) for lanes in PROCESSORS for registers in (1, 2, 3)]
FORMS = [(*spec, number_format) for spec in SPECS for number_format in (FP32, BF16_WIDENED)]
FORMS += [(16, registers, BF16) for registers in (1, 2, 3)]

WHOLE = [
    (8, INT8_PAIRS, "haswell", "vpmaddubsw"),
    (16, INT8_PAIRS, "skylake-avx512", "vpmaddubsw"),
    (8, INT8, "alderlake", "vpdpbusd"),
    (16, INT8, "cascadelake", "vpdpbusd"),
    (8, INT16, "haswell", "vpmaddwd"),
    (16, INT16, "skylake-avx512", "vpmaddwd"),
    (8, INT16_VNNI, "alderlake", "vpdpwssds"),
    (16, INT16_VNNI, "cascadelake", "vpdpwssds"),
]
"""Whole numbers: the instruction that multiplies them on a processor."""


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
    return max(loops, key=lambda body: len(multiplications_in(body)))


def multiplications_in(lines):
    return [line for line in lines if re.search(r"\t(vfmadd|vdpbf16ps|vpmaddubsw|vpmaddwd|vpdp)", line)]


@pytest.mark.parametrize(("lanes", "registers", "number_format"), FORMS)
def test_sums_stay_in_registers(lanes, registers, number_format):
    processor, name = PROCESSORS[lanes]
    pixels = pixels_at_once(registers, lanes, number_format)
    spec = ConvolutionSpec(
        lanes, registers, pixels, lanes, "leaky", adds=True, format=number_format, result=number_format
    )
    loop = innermost_loop(assembly_of(spec, processor))
    multiplications = multiplications_in(loop)
    steps = lanes // number_format.neighbours
    assert len(multiplications) == registers * pixels * steps
    assert all(("vdpbf16ps" in line) == (number_format == BF16) for line in multiplications)
    assert all(f"%{name}" in line for line in multiplications)
    stores = [line for line in loop if re.search(r"\tvmov\w+\t%[xyz]mm\d+, .*\(", line)]
    assert not stores, "a sum that leaves its register costs a store and a load"
    loads = [line for line in loop if "(" in line and "lea" not in line]
    assert len(loads) <= (registers + pixels) * steps + 8, "each weight and each number is read once"


@pytest.mark.parametrize("registers", [1, 2, 3])
@pytest.mark.parametrize(("lanes", "number_format", "processor", "instruction"), WHOLE)
def test_whole_sums_stay_in_registers(lanes, number_format, processor, instruction, registers):
    pixels = pixels_at_once(registers, lanes, number_format)
    result = INT32 if number_format.neighbours == 2 else number_format
    spec = ConvolutionSpec(
        lanes, registers, pixels, lanes, "leaky", adds=result != INT32, format=number_format, result=result
    )
    loop = innermost_loop(assembly_of(spec, processor))
    steps = lanes // number_format.neighbours
    assert sum(f"{instruction}\t" in line for line in loop) == registers * pixels * steps
    stores = [line for line in loop if re.search(r"\tvmov\w+\t%[xyz]mm\d+, .*\(", line)]
    assert not stores, "a sum that leaves its register costs a store and a load"
    loads = [line for line in loop if "mm" in line and "(" in line]
    assert len(loads) <= (registers + pixels) * steps + 1, "each weight and each number is read once"
