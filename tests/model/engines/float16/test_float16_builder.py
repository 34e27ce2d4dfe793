"""When a network on the CPU goes over to float16, and when it stays in float32."""

import importlib.util
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from support.darknet.darknet_files import HEAD
from support.darknet.folded import folded_network
from yolocam.assets import asset
from yolocam.model.detector import load_detector
from yolocam.model.engines.device_choice import left_out
from yolocam.model.engines.float16 import builder as half_builder
from yolocam.model.engines.float16.builder import HalfBuilder, can_half
from yolocam.model.engines.torch_cpu.fused import FusedLayers
from yolocam.settings import Settings
from yolocam.system import helper_process

TEXT = (
    "[net]\nwidth=32\nheight=32\nchannels=3\n"
    "\n[convolutional]\nfilters=32\nsize=3\npad=1\nstride=2\nactivation=leaky\n" + HEAD
)

pytestmark = pytest.mark.usefixtures("one_thread")
needs_half = pytest.mark.skipif(not can_half(), reason="this processor does not compute in float16")


@pytest.fixture
def network(tmp_path):
    return folded_network(tmp_path, TEXT)


def builder_of(network, waits):
    return HalfBuilder(network, FusedLayers(network), 100 if waits else None)


def picture(side=32):
    x = torch.rand(1, 3, side, side, generator=torch.Generator().manual_seed(3))
    return x.contiguous(memory_format=torch.channels_last)


def kernel_threads():
    return [t for t in threading.enumerate() if t.name == "kernels"]


def wait_for_kernels():
    for thread in kernel_threads():
        thread.join()


@needs_half
def test_from_the_second_picture_on_it_is_built_while_float32_serves(network):
    builder, exact = builder_of(network, waits=False), FusedLayers(network)
    x = picture()
    assert torch.equal(builder.raw(x)[0], exact.raw(x)[0])
    assert not kernel_threads(), "nothing goes on for a single picture"
    assert not builder.taken_up
    assert torch.equal(builder.raw(x)[0], exact.raw(x)[0])
    wait_for_kernels()
    assert builder.taken_up
    found = builder.raw(x)[0]
    assert not torch.equal(found, exact.raw(x)[0])
    torch.testing.assert_close(found, exact.raw(x)[0], rtol=0.02, atol=0.02)
    other = picture(64)
    assert torch.equal(builder.raw(other)[0], exact.raw(other)[0]), "another size begins anew"
    assert not builder.taken_up
    builder.close()
    assert not kernel_threads()


@needs_half
def test_the_next_run_has_it_from_the_first_picture_on(network):
    builder, x = builder_of(network, waits=True), picture()
    made = builder.raw(x)[0]
    builder.close()
    again = builder_of(network, waits=False)
    assert torch.equal(again.raw(x)[0], made)
    assert again.taken_up
    again.close()


@needs_half
@pytest.mark.parametrize("waits", [True, False])
def test_the_interpreter_goes_on_where_no_process_can_be_started(network, monkeypatch, waits):
    def fails(*args, **kwargs):
        raise OSError("too many processes")

    monkeypatch.setattr("subprocess.Popen", fails)
    builder, x = builder_of(network, waits), picture()
    for _ in range(2):
        builder.raw(x)
    wait_for_kernels()
    assert builder.taken_up
    assert builder.refusal is None
    builder.close()


@needs_half
def test_streams_with_pictures_of_their_own_sizes_all_get_float16(network):
    builder, exact = builder_of(network, waits=True), FusedLayers(network)
    pictures = [picture(side) for side in (32, 64, 96)]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(builder.raw, pictures))
    for x, heads in zip(pictures, found, strict=True):
        assert not torch.equal(heads[0], exact.raw(x)[0])
        assert torch.equal(heads[0], builder.raw(x)[0])
    builder.close()


@needs_half
def test_images_that_wait_get_float16_at_once(network):
    builder = builder_of(network, waits=True)
    assert builder.taken_up
    x = picture()
    first = builder.raw(x)[0]
    assert torch.equal(first, builder.raw(x)[0])
    assert not torch.equal(first, FusedLayers(network).raw(x)[0])
    builder.close()


@needs_half
@pytest.mark.parametrize("waits", [True, False])
def test_numbers_too_large_for_float16(network, waits):
    network.layers[0].conv.bias.data += 1e5
    builder, exact = builder_of(network, waits), FusedLayers(network)
    x = picture()
    for _ in range(4):
        assert torch.equal(builder.raw(x)[0], exact.raw(x)[0])
        wait_for_kernels()
    assert builder.refusal == (
        "fp16 is not possible for net: "
        "its numbers get larger than 65504, the largest of fp16, so fp32 goes on"
    )
    assert not builder.taken_up
    builder.close()


@needs_half
def test_kernels_that_cannot_be_made(network, monkeypatch):
    def fails(*args):
        raise RuntimeError("LLVM has no more memory\nand so on")

    monkeypatch.setattr("yolocam.model.engines.float16.float16_network.HalfLayers.prepare", fails)
    builder = builder_of(network, waits=True)
    x = picture()
    assert torch.equal(builder.raw(x)[0], FusedLayers(network).raw(x)[0])
    assert builder.refusal == "fp16 is not possible for net: LLVM has no more memory"
    builder.close()


@needs_half
def test_a_processor_that_llvm_does_not_know(network, monkeypatch):
    monkeypatch.setattr("llvmlite.binding.get_host_cpu_features", lambda: {"avx512f": True})
    builder = builder_of(network, waits=True)
    builder.raw(picture(96))  # a size of which no kernel is there yet
    assert builder.refusal == "fp16 is not possible for net: LLVM finds no AVX512-FP16 in this processor"
    builder.close()


@needs_half
def test_a_system_that_denies_code_made_by_programs(network, monkeypatch):
    def denied(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("mmap.mmap", denied)
    builder = builder_of(network, waits=True)
    x = picture()
    assert torch.equal(builder.raw(x)[0], FusedLayers(network).raw(x)[0])
    assert builder.refusal == (
        "fp16 is not possible for net: this system lets no program run code that it has made itself"
    )
    builder.close()


@needs_half
def test_closed_while_building(network, monkeypatch):
    monkeypatch.setattr(helper_process, "_START", "import time\ntime.sleep(60)")
    builder = builder_of(network, waits=False)
    for _ in range(2):
        builder.raw(picture())
    assert kernel_threads()
    began = time.monotonic()
    builder.close()
    assert time.monotonic() - began < 30, "what takes a minute is not waited for"
    assert not kernel_threads()
    assert builder.refusal is None
    assert builder.raw(picture())[0].isfinite().all()


def test_only_with_the_processor_and_the_library(monkeypatch):
    monkeypatch.setattr(half_builder, "can_fuse", lambda dtype: True)
    capabilities = {"avx512_fp16": True, "avx512_vl": True}
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    cpu = torch.device("cpu")
    assert can_half()
    assert left_out(cpu, "fp32") is None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert not can_half()
    assert left_out(cpu, "fp32") == "fp16, which is quicker here, is left out: llvmlite is not installed"
    assert left_out(cpu, "bf16") is None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    capabilities["avx512_fp16"] = False
    assert not can_half()
    monkeypatch.delattr(torch.cpu, "get_capabilities")
    assert not can_half()


def test_a_detector_tells_what_is_left_out(monkeypatch):
    monkeypatch.setattr("yolocam.model.engines.device_choice.computes_half", lambda: True)
    monkeypatch.setattr("yolocam.model.engines.device_choice.can_half", lambda: False)
    files = asset("models/yolov3-tiny.cfg"), asset("models/yolov3-tiny.weights")
    detector = load_detector(*files, [str(n) for n in range(80)], device="cpu", precision="fp32")
    told = "fp16, which is quicker here, is left out: llvmlite is not installed"
    assert detector.model_info(Settings()).left_out == told
    detector.close()
