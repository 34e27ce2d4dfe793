"""The engine `kernels` in fp32 and bf16: agrees with PyTorch, is there at once the next time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from support.darknet.darknet_files import HEAD
from support.darknet.folded import folded_network
from yolocam.errors import DeviceError
from yolocam.model.engines import choice, torch_engine
from yolocam.model.engines.choice import choose_engine, open_engine
from yolocam.model.engines.compiled.compiled_builder import CompiledBuilder, can_compile
from yolocam.model.engines.task import EngineTask
from yolocam.model.engines.torch_cpu.fused import FusedLayers

TEXT = (
    "[net]\nwidth=32\nheight=32\nchannels=3\n"
    "\n[convolutional]\nfilters=32\nsize=3\npad=1\nstride=2\nactivation=leaky\n" + HEAD
)
DEEP = TEXT.replace(HEAD, "\n[convolutional]\nfilters=24\nsize=3\npad=1\nactivation=mish\n" * 2 + HEAD)
IMAGE_FIRST = (
    "[net]\nwidth=32\nheight=32\nchannels=3\n\n[maxpool]\nsize=2\nstride=2\n"
    "\n[convolutional]\nfilters=32\nsize=3\npad=1\nactivation=leaky\n" + HEAD
)

pytestmark = pytest.mark.usefixtures("one_thread")
needs_kernels = pytest.mark.skipif(not can_compile(), reason="needs an x86 processor with AVX2, and llvmlite")


def images(batch=1, side=32):
    return torch.rand(batch, 3, side, side, generator=torch.Generator().manual_seed(3))


def assert_same(found, expected):
    for a, b in zip(found, expected, strict=True):
        torch.testing.assert_close(a, b, rtol=1e-5, atol=1e-5)


@needs_kernels
def test_the_next_run_has_them_from_the_first_image_on(tmp_path):
    network = folded_network(tmp_path, TEXT)
    first = CompiledBuilder(network, FusedLayers(network), 100)
    made = first.raw(images())[0]
    assert_same([made], network.raw(images()))
    first.close()
    again = CompiledBuilder(network, FusedLayers(network), None)
    assert torch.equal(again.raw(images())[0], made)
    assert again.taken_up
    again.close()


@needs_kernels
def test_streams_and_sizes_side_by_side(tmp_path):
    network = folded_network(tmp_path, TEXT)
    builder = CompiledBuilder(network, FusedLayers(network), 100)
    batches = [images(1 + n % 3, 32 + 32 * (n % 2)) for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(builder.raw, batches))
    for x, heads in zip(batches, found, strict=True):
        assert_same(heads, network.raw(x))
    builder.close()


@needs_kernels
def test_a_network_that_begins_with_something_else_goes_on_by_pytorch(tmp_path):
    network = folded_network(tmp_path, IMAGE_FIRST)
    exact = FusedLayers(network)
    builder = CompiledBuilder(network, exact, 100)
    assert torch.equal(builder.raw(images())[0], exact.raw(images())[0])
    assert builder.refusal == (
        "kernels are not possible for net: layer 0, [maxpool], is no first one for kernels"
    )
    builder.close()


@needs_kernels
@pytest.mark.parametrize("error", [AttributeError("no attribute 'create_mcjit_compiler'"), TypeError("old")])
def test_another_version_of_llvmlite_holds_no_image_up(tmp_path, monkeypatch, error):
    def fail(self):
        raise error

    monkeypatch.setattr(CompiledBuilder, "_open", fail)
    network = folded_network(tmp_path, TEXT)
    builder = CompiledBuilder(network, FusedLayers(network), 100)
    assert_same(builder.raw(images()), network.raw(images()))
    assert builder.refusal == f"kernels are not possible for net: {error}"
    builder.close()


def test_a_processor_without_avx2_is_told(monkeypatch):
    pytest.importorskip("llvmlite")
    monkeypatch.setattr(torch_engine, "can_compile", lambda: False)
    for precision in ("fp32", "bf16"):
        with pytest.raises(DeviceError, match="engine kernels needs an x86 processor with AVX2; take auto"):
            choose_engine("kernels", EngineTask(precision=precision))


def distance(found, expected):
    """The rms of the differences, as a share of that of what is expected."""
    pairs = zip(found, expected, strict=True)
    return max(float((a - b).pow(2).mean().sqrt() / b.pow(2).mean().sqrt()) for a, b in pairs)


@needs_kernels
def test_bf16_is_as_near_as_its_rounding_and_kept_for_the_next_run(tmp_path):
    network = folded_network(tmp_path, DEEP)
    expected = network.raw(images())
    first = CompiledBuilder(network, FusedLayers(network), 100, "bf16")
    made = first.raw(images())
    assert 1e-5 < distance(made, expected) < 0.01
    first.close()
    again = CompiledBuilder(network, FusedLayers(network), None, "bf16")
    for found, before in zip(again.raw(images()), made, strict=True):
        assert torch.equal(found, before)
    again.close()


@needs_kernels
def test_bf16_as_an_engine_tells_what_it_runs_in(tmp_path):
    network = folded_network(tmp_path, DEEP)
    live = open_engine("kernels", network, EngineTask(device="cpu", precision="bf16"))
    assert live.status.precision == "fp32", "at first PyTorch serves"
    live.close()
    task = EngineTask(device="cpu", precision="bf16", image_count=100)
    file = open_engine("kernels", folded_network(tmp_path, DEEP), task)
    assert (file.status.precision, file.status.refusal, file.status.settled) == ("bf16", None, True)
    file.close()


@needs_kernels
@pytest.mark.parametrize("has_it", [True, False])
def test_auto_in_bf16_leaves_emulation_to_nobody(monkeypatch, has_it):
    monkeypatch.setattr(choice, "can_fuse", lambda dtype: has_it or dtype == torch.float32)
    kind, task = choose_engine("auto", EngineTask(device="cpu", precision="bf16", image_count=10))
    assert (kind.name, task.measured) == ("torch" if has_it else "kernels", False)
    kind, task = choose_engine("auto", EngineTask(device="cpu", precision="bf16"))
    assert (kind.name, task.measured) == ("kernels", has_it)
    monkeypatch.setattr(choice, "can_compile", lambda: False)
    assert choose_engine("auto", EngineTask(device="cpu", precision="bf16"))[0].name == "torch"


@needs_kernels
@torch.inference_mode()
def test_memory_of_batches_that_are_over_is_given_back(tmp_path, monkeypatch):
    from yolocam.model.engines.compiled import compiled_layers
    from yolocam.model.engines.kernels.compiler import compile_kernels

    layers = compiled_layers.CompiledLayers(folded_network(tmp_path, TEXT))
    layers.prepare((32, 32), compile_kernels)
    expected = layers.raw(images(4))
    for kept_bytes, kept in ((1 << 30, {1, 2, 3, 4}), (0, {4})):
        monkeypatch.setattr(compiled_layers, "KEPT_BYTES", kept_bytes)
        layers._programs.clear()
        for batch in (1, 2, 3, 4):
            found = layers.raw(images(4)[:batch])
        assert {batch for batch, *_ in layers._programs} == kept
        assert_same(found, expected)
    layers.close()
