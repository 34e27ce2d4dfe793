"""`auto` goes on with kernels only where they are quicker, and remembers the answer."""

from typing import ClassVar

import pytest
import torch

from support.darknet.darknet_files import HEAD
from support.darknet.folded import folded_network
from yolocam.model.engines.choice import choose_engine
from yolocam.model.engines.compiled import racing_builder
from yolocam.model.engines.compiled.compiled_builder import can_compile
from yolocam.model.engines.compiled.racing_builder import RacingBuilder
from yolocam.model.engines.task import EngineTask
from yolocam.model.engines.torch_cpu.fused import FusedLayers

TEXT = (
    "[net]\nwidth=32\nheight=32\nchannels=3\n"
    "\n[convolutional]\nfilters=32\nsize=3\npad=1\nstride=2\nactivation=leaky\n" + HEAD
)

pytestmark = [
    pytest.mark.usefixtures("one_thread"),
    pytest.mark.skipif(not can_compile(), reason="needs an x86 processor with AVX2, and llvmlite"),
]


@pytest.fixture
def network(tmp_path):
    return folded_network(tmp_path, TEXT)


@pytest.fixture
def clock(monkeypatch):
    """Time passes only when one of the two computes: as much as `cost` says."""

    class Clock:
        now = 0
        cost: ClassVar = {}

    Clock.cost = {"torch": 100, "kernels": 50}
    other_programs = iter(range(0, 10**9, 10**5))  # take most of the time that passes meanwhile
    monkeypatch.setattr(racing_builder.time, "perf_counter_ns", lambda: next(other_programs))
    monkeypatch.setattr(racing_builder.time, "thread_time_ns", lambda: Clock.now)
    monkeypatch.setattr(racing_builder.time, "process_time_ns", lambda: Clock.now)
    exact, kernels = FusedLayers.raw, racing_builder.CompiledBuilder.raw

    def timed_exact(self, x):
        Clock.now += Clock.cost["torch"]
        return exact(self, x)

    def timed_kernels(self, x):
        Clock.now += Clock.cost["kernels"]
        return kernels(self, x)

    monkeypatch.setattr(FusedLayers, "raw", timed_exact)
    monkeypatch.setattr(racing_builder.CompiledBuilder, "raw", timed_kernels)
    return Clock


def images():
    x = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(3))
    return x.contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("quicker", ["kernels", "torch"])
def test_a_file_is_done_by_the_quicker_one_from_its_first_image_on(network, clock, quicker):
    clock.cost[quicker] = 10
    builder = RacingBuilder(network, FusedLayers(network), 2000)
    builder.raw(images())
    began = clock.now
    builder.raw(images())
    assert clock.now - began == 10
    builder.close()
    again = RacingBuilder(network, FusedLayers(network), None)
    again.raw(images())  # the first image of a live source waits for nothing
    if again._thread is not None:
        again._thread.join()
    began = clock.now
    again.raw(images())
    assert clock.now - began == 10, "the next run knows it"
    again.close()


def test_a_live_source_is_served_while_nobody_knows(network, clock, monkeypatch):
    monkeypatch.setattr(racing_builder, "LIVE_IMAGES", 4)
    builder = RacingBuilder(network, FusedLayers(network), None)
    expected = network.raw(images())
    for _ in range(3):
        builder.raw(images())
        assert builder._thread is None, "a start is not held up"
    for _ in range(200):
        for a, b in zip(builder.raw(images()), expected, strict=True):
            torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-5)
        if builder._thread is not None:
            builder._thread.join()
    began = clock.now
    builder.raw(images())
    assert clock.now - began == clock.cost["kernels"]
    assert builder.refusal is None
    builder.close()


@pytest.mark.parametrize(
    ("torch_ns", "known"),
    [(racing_builder.TOO_LONG_NS, False), (racing_builder.TOO_LONG_NS + 1, True), (10**9, False)],
)
def test_a_live_source_starts_with_kernels_where_nothing_else_keeps_up(network, clock, torch_ns, known):
    clock.cost.update(torch=torch_ns, kernels=10)
    builder = RacingBuilder(network, FusedLayers(network), None)
    builder.settle(images())
    began = clock.now
    assert known or began == torch_ns, "one image tells"
    builder.raw(images())
    assert clock.now - began == (10 if known else torch_ns)
    builder.close()


def test_who_is_asked():
    def chosen(**task):
        kind, resolved = choose_engine("auto", EngineTask(device="cpu", precision="fp32", **task))
        return kind.name, resolved.measured

    assert chosen() == ("kernels", True)
    assert chosen(image_count=5000) == ("kernels", True)
    assert chosen(image_count=10) == ("torch", False)


def test_one_image_that_took_long_by_chance_decides_nothing(network, clock):
    clock.cost.update(torch=racing_builder.HOPELESS_NS, kernels=10)
    exact = FusedLayers(network)
    builder = RacingBuilder(network, exact, None)
    usual = exact.raw

    def raw(x):
        out = usual(x)
        clock.cost["torch"] = racing_builder.TOO_LONG_NS + 1  # the others take less
        return out

    exact.raw = raw
    builder.settle(images())
    began = clock.now
    builder.raw(images())
    assert clock.now - began == 10
    builder.close()
