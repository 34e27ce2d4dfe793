"""A network in bytes gives nearly what the exact one gives, and is taken only where it does."""

from functools import partial

import pytest
import torch
from torch.nn import functional as F

from support.darknet.darknet_files import HEAD, build, cfg_file, seeded, weights_file
from support.darknet.folded import folded_network
from yolocam.model import load_network
from yolocam.model.engines import validation as agreement
from yolocam.model.engines.compiled.compiled_builder import ByteBuilder, can_compile
from yolocam.model.engines.kernel_builder import KernelBuilder
from yolocam.model.engines.kernels.blocked.numbers.grid import Grid
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.engines.torch_cpu.byte_layers import BytePool, ByteSum, ToBytes
from yolocam.model.engines.torch_cpu.fused import FusedLayers
from yolocam.model.engines.torch_cpu.int8_ranges import RangeMemory, fingerprint
from yolocam.model.engines.torch_cpu.quantized import QuantizedLayers, can_quantize, output_ranges
from yolocam.model.engines.torch_cpu.quantizer import EVERY, IMAGES, Quantizer
from yolocam.model.engines.validation import Agreement, compare
from yolocam.model.layers.sections import MaxPool

pytestmark = pytest.mark.usefixtures("one_thread")
needs_vnni = pytest.mark.skipif(not can_quantize(), reason="this processor does not multiply bytes (VNNI)")

CPU = torch.device("cpu")
NET = "[net]\nwidth=64\nheight=64\nchannels=3\n"
CONV = (
    "\n[convolutional]\nbatch_normalize=1\nfilters={}\nsize={}\npad=1\nstride={}\ngroups={}\nactivation={}\n"
)
POOL = "\n[maxpool]\nsize={}\nstride={}\n"
FIRST = CONV.format(8, 3, 1, 1, "leaky")

BODIES = {
    **{name: 2 * CONV.format(8, 3, 2, 1, name) for name in ("leaky", "mish", "swish", "relu", "linear")},
    "groups": FIRST + CONV.format(8, 3, 1, 8, "leaky"),
    "pool of pairs, and others": FIRST
    + POOL.format(2, 2)
    + CONV.format(8, 1, 1, 1, "leaky")
    + POOL.format(2, 1)
    + POOL.format(5, 1)
    + POOL.format(3, 2),
    "pool beside": FIRST + POOL.format(3, 1) + "\n[route]\nlayers=-1,-2\n",
    "shortcut": 3 * FIRST + "\n[shortcut]\nfrom=-3\nactivation=linear\n",
    "shortcut with activation": 3 * FIRST + "\n[shortcut]\nfrom=-3\nactivation=leaky\n",
    "upsample and route": FIRST
    + CONV.format(16, 3, 2, 1, "leaky")
    + "\n[upsample]\nstride=2\n\n[route]\nlayers=-1,-3\n",
    "half of the channels": FIRST + "\n[route]\nlayers=-1\ngroups=2\ngroup_id=1\n",
    "a mean for each channel": FIRST
    + "\n[avgpool]\n"
    + CONV.format(8, 1, 1, 1, "logistic")
    + "\n[scale_channels]\nfrom=-3\nactivation=linear\n",
}


def by_torch(network):
    return partial(QuantizedLayers, network)


def by_kernels(network):
    return partial(ByteBuilder, network, FusedLayers(network), 100)


BY_TORCH = pytest.param(by_torch, marks=needs_vnni, id="torch")
BY_KERNELS = pytest.param(
    by_kernels, marks=pytest.mark.skipif(not can_compile(), reason="needs AVX2, and llvmlite"), id="kernels"
)


@pytest.fixture(params=[BY_TORCH, BY_KERNELS])
def made_by(request):
    """How the layers on bytes are made."""
    return request.param


def network_of(folder, body):
    return folded_network(folder, NET + body + HEAD)


def picture(seed, side=64):
    x = torch.rand(1, 3, side, side, generator=torch.Generator().manual_seed(seed))
    return F.avg_pool2d(x, 3, 1, 1).contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_near_the_exact_network(tmp_path, body, made_by):
    network = network_of(tmp_path, body)
    pictures = [picture(seed) for seed in range(4)]
    with torch.inference_mode():
        layers = made_by(network)(output_ranges(FusedLayers(network), pictures))
        for x in (pictures[0], picture(9, 96), torch.cat(pictures)):
            for found, expected in zip(layers.raw(x), network.raw(x), strict=True):
                assert found.shape == expected.shape
                assert found.dtype == torch.float32
                assert (found - expected).abs().mean() < 0.06 * expected.std()
    assert layers.taken_up
    assert layers.refusal is None
    layers.close()


@pytest.mark.parametrize(("low", "high"), [(-1.0, 3.0), (0.0, 6.0), (2.0, 5.0), (-4.0, -1.0), (0.0, 0.0)])
def test_bytes_are_the_nearest(low, high):
    grid = Grid.spanning(low, high)
    assert 0 <= grid.zero <= 255
    values = torch.linspace(low, high, 999)
    found = ToBytes(grid, keep=True)(values)
    assert ((found.float() - grid.zero) * grid.scale - values).abs().max() <= grid.scale * 0.51
    beyond = ToBytes(grid)(torch.tensor([high + 100.0, low - 100.0]))
    assert beyond.tolist() == [255, 0]


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (2, 1), (3, 1), (5, 1), (3, 2), (13, 1)])
@pytest.mark.parametrize("side", [13, 14])
def test_pools_of_bytes(tmp_path, size, stride, side):
    layer = build(tmp_path, NET + FIRST + POOL.format(size, stride) + HEAD).layers[1]
    assert isinstance(layer, MaxPool)
    x = torch.randint(0, 256, (2, 4, side, side), dtype=torch.uint8)
    assert torch.equal(BytePool(layer)(x).float(), layer(x.float()))


def test_sums_of_bytes():
    a, b, grid = Grid(0.5, 10), Grid(0.25, 200), Grid(0.75, 120)
    x, y = (torch.randint(0, 256, (1, 3, 8, 8), dtype=torch.uint8) for _ in range(2))
    exact = (x.float() - a.zero) * a.scale + (y.float() - b.zero) * b.scale
    wanted = (exact / grid.scale + grid.zero).clamp(0, 255)
    assert (ByteSum(a, b, grid)(x, y).float() - wanted).abs().max() <= 0.51


def shown(network, memory=None, count=IMAGES * EVERY, seed=0, made_by=by_torch):
    network.layers[-2].conv.bias.data += 3.0  # so that it is sure of something
    taken = Quantizer(network, FusedLayers(network), memory, made_by(network))
    for number in range(count):
        taken.look(picture(seed + number))
    taken.wait()
    return taken


def test_taken_where_it_agrees(tmp_path, monkeypatch, made_by):
    monkeypatch.setattr(agreement, "LEAST_AGREEMENT", 0.5)
    taken = shown(network_of(tmp_path, BODIES["leaky"]), made_by=made_by)
    assert taken.taken_up
    assert taken.refusal is None
    taken.close()


def test_refused_with_the_figures(tmp_path, monkeypatch, made_by):
    monkeypatch.setattr(agreement, "LEAST_AGREEMENT", 1.01)
    taken = shown(network_of(tmp_path, BODIES["leaky"]), made_by=made_by)
    assert taken.layers is None
    assert "% of what fp32 finds here" in taken.refusal
    taken.close()


def test_too_little_to_be_seen(tmp_path, monkeypatch, made_by):
    monkeypatch.setattr(agreement, "SURE", 1.1)
    taken = shown(network_of(tmp_path, BODIES["leaky"]), made_by=made_by)
    assert taken.layers is None
    assert taken.refusal is None
    taken.close()


def test_what_was_found_is_taken_at_once_the_next_time(tmp_path, monkeypatch, made_by):
    monkeypatch.setattr(agreement, "LEAST_AGREEMENT", 0.5)
    network = network_of(tmp_path, BODIES["leaky"])
    first = shown(network, made_by=made_by)
    again = Quantizer(network, FusedLayers(network), make=made_by(network))
    assert again.taken_up
    x = picture(50)
    with torch.inference_mode():
        for found, expected in zip(again.layers.raw(x), first.layers.raw(x), strict=True):
            assert torch.equal(found, expected)
    first.close()
    again.close()
    network.layers[0].conv.weight.data += 0.1
    assert Quantizer(network, FusedLayers(network)).layers is None, "another network's ranges are not taken"


def test_ranges_that_no_longer_do_are_measured_anew(tmp_path, monkeypatch, made_by):
    monkeypatch.setattr(agreement, "LEAST_AGREEMENT", 0.5)
    network = network_of(tmp_path, BODIES["leaky"])
    memory = RangeMemory("small", len(network.layers))
    memory.put(dict.fromkeys(range(-1, len(network.layers)), (0.0, 0.001)))
    taken = shown(network, memory, made_by=made_by)
    assert taken.taken_up
    taken.close()
    assert memory.get()[0][1] > 0.01
    monkeypatch.setattr(agreement, "LEAST_AGREEMENT", 1.01)
    refused = shown(network, memory, made_by=made_by)
    refused.close()
    assert refused.layers is None
    assert refused.refusal is not None
    assert memory.get() is None, "the next run measures again"


def test_calibrated_on_given_pictures(tmp_path, monkeypatch, made_by):
    monkeypatch.setattr(agreement, "LEAST_AGREEMENT", 0.5)
    network = network_of(tmp_path, BODIES["leaky"])
    network.layers[-2].conv.bias.data += 3.0
    taken = Quantizer(network, FusedLayers(network), make=made_by(network))
    taken.calibrate([picture(seed) for seed in range(6)])
    assert taken.taken_up
    taken.close()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"-1": [0, 1]}', '{"-1": [0, 1], "0": [2, 1]}', '{"-1": [0, 1], "0": [0, NaN]}']
)
def test_a_broken_file_of_ranges_counts_as_none(tmp_path, text):
    memory = RangeMemory("x", 1, tmp_path / "int8")
    memory.put({-1: (0.0, 255.0), 0: (-1.0, 2.5)})
    assert memory.get() == {-1: (0.0, 255.0), 0: (-1.0, 2.5)}
    (tmp_path / "int8/x.json").write_text(text)
    assert memory.get() is None


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path):
    (tmp_path / "file").write_text("")
    memory = RangeMemory("x", 0, tmp_path / "file")
    memory.put({-1: (0.0, 1.0)})
    assert memory.get() is None
    memory.forget()


def test_every_weight_tells_networks_apart(tmp_path):
    network = network_of(tmp_path, BODIES["leaky"])
    before = fingerprint(network.parameters())
    assert fingerprint(network.parameters()) == before
    network.layers[0].conv.weight.data[0, 0, 0, 0] += 1e-3
    assert fingerprint(network.parameters()) != before


def test_closed_before_it_began(tmp_path):
    network = network_of(tmp_path, BODIES["leaky"])
    taken = shown(network, count=3)
    taken.close()
    for number in range(IMAGES * EVERY):
        taken.look(picture(number))
    taken.wait()
    assert taken.layers is None


def test_a_network_agrees_with_itself(tmp_path):
    network = network_of(tmp_path, BODIES["leaky"])
    raw = [r + 3.0 for r in network.raw(picture(0))]
    itself = compare(network.heads, raw, raw, (64, 64))
    assert itself.good
    assert (itself.found, itself.extra) == (itself.sure, 0)
    nothing = [r - 20.0 for r in raw]
    assert compare(network.heads, raw, nothing, (64, 64)) == Agreement(itself.sure, 0, 0)
    assert compare(network.heads, nothing, raw, (64, 64)) == Agreement(0, 0, itself.sure)


@pytest.mark.parametrize(
    ("kernels", "count"),
    [
        pytest.param(False, None, marks=BY_TORCH.marks, id="torch"),
        pytest.param(True, 100, marks=BY_KERNELS.marks, id="kernels"),
        pytest.param(True, None, marks=BY_KERNELS.marks, id="kernels, live"),
    ],
)
def test_a_running_network_changes_over(tmp_path, monkeypatch, kernels, count):
    monkeypatch.setattr(agreement, "LEAST_AGREEMENT", 0.5)
    text = NET + BODIES["leaky"] + HEAD
    values = seeded(build(tmp_path, text), 0)
    network = load_network(cfg_file(tmp_path, text), weights_file(tmp_path, values))
    network.layers[-2].conv.bias.data += 3.0
    form = InferenceNetwork(network, CPU, "int8", kernels=kernels, image_count=count)
    frames = torch.randint(0, 256, (IMAGES * EVERY, 1, 64, 64, 3), dtype=torch.uint8)
    assert form.precision == "fp32"
    exact = form(frames[0])
    with torch.inference_mode():
        for frame in frames:
            form(frame)
    form._better.wait()
    assert form.precision == "int8"
    with torch.inference_mode():
        assert (form(frames[0])[0] - exact[0]).abs().mean() < 0.06 * exact[0].std()
    form.close()


def test_what_kernels_cannot_run_is_told(tmp_path, monkeypatch):
    told = "int8 is not possible"
    monkeypatch.setattr(KernelBuilder, "_prepare", lambda self, *_: setattr(self, "refusal", told))
    network = network_of(tmp_path, BODIES["leaky"])
    taken = shown(network, made_by=by_kernels)
    assert taken.refusal == told
    assert not taken.taken_up
    taken.close()
