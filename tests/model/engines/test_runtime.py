"""The form in which a network runs gives what the network gives; wrong wishes are named."""

import copy

import pytest
import torch

from support.darknet.darknet_files import HEAD, TINY, build, cfg_file, seeded, weights_file
from yolocam.errors import DeviceError
from yolocam.model import load_network
from yolocam.model.engines import choice, device_choice
from yolocam.model.engines.cuda import usable
from yolocam.model.engines.device_choice import device_label, resolve_device, resolve_precision
from yolocam.model.engines.float16.builder import can_half
from yolocam.model.engines.runtime import InferenceNetwork, fold_batch_norm

pytestmark = pytest.mark.usefixtures("one_thread")

CPU = torch.device("cpu")
NET = "[net]\nwidth=32\nheight=32\nchannels=3\n"
CONV = "\n[convolutional]\n{}filters=6\nsize=3\npad=1\nactivation={}\n"
TAIL = CONV.format("batch_normalize=1\nstride=2\n", "mish") + HEAD

BODIES = {
    "one convolution first": TINY,
    "bias instead of normalisation": NET + CONV.format("", "swish") + TAIL,
    "grouped": NET + CONV.format("batch_normalize=1\ngroups=3\n", "leaky") + TAIL,
    "pooling first": NET + "\n[maxpool]\nsize=2\nstride=2\n" + CONV.format("", "relu") + TAIL,
    "upsampling first": NET + "\n[upsample]\nstride=2\n" + CONV.format("", "leaky") + TAIL,
    "reordering first": NET + "\n[reorg3d]\nstride=2\n" + CONV.format("", "leaky") + TAIL,
    "two convolutions side by side": NET
    + CONV.format("batch_normalize=1\n", "leaky")
    + "\n[route]\nlayers=-1\ngroups=2\ngroup_id=1\n"
    + CONV.format("batch_normalize=1\n", "leaky")
    + "\n[route]\nlayers=-1,-3\n"
    + TAIL,
}


def network_of(folder, text, seed=0):
    values = seeded(build(folder, text), seed)
    return load_network(cfg_file(folder, text), weights_file(folder, values))


def frames(network, batch=2, seed=1):
    """Random BGR frames of the network's size, and the same as the network itself takes them."""
    generator = torch.Generator().manual_seed(seed)
    size = (batch, network.net.height, network.net.width, 3)
    bgr = torch.randint(0, 256, size, dtype=torch.uint8, generator=generator)
    return bgr, bgr.flip(-1).permute(0, 3, 1, 2).float() / 255


def assert_near(found, expected, share):
    """Every head within `share` of the size of its numbers."""
    assert len(found) == len(expected)
    for a, b in zip(found, expected, strict=True):
        assert a.shape == b.shape
        assert (a.float() - b).abs().max() < share * b.abs().max()


@pytest.mark.slow
@pytest.mark.parametrize("text", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("seed", range(3))
def test_folding_changes_nothing(tmp_path, text, seed):
    network = network_of(tmp_path, text, seed)
    _, x = frames(network)
    expected = network(x)
    fold_batch_norm(network)
    assert not any(isinstance(module, torch.nn.BatchNorm2d) for module in network.modules())
    torch.testing.assert_close(network(x), expected, rtol=1e-4, atol=1e-4)
    fold_batch_norm(network)  # nothing is left to fold
    torch.testing.assert_close(network(x), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("text", BODIES.values(), ids=BODIES)
def test_takes_bytes_as_frames_are(tmp_path, text):
    network = network_of(tmp_path, text)
    bgr, x = frames(network)
    expected = network.raw(x)
    form = InferenceNetwork(network, CPU, "fp32")
    assert_near(form(bgr), expected, 1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("text", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize(("precision", "share"), [("bf16", 0.06), ("fp16", 0.01)])
def test_half_precision_is_near(tmp_path, text, precision, share):
    network = network_of(tmp_path, text)
    bgr, x = frames(network)
    expected = network.raw(x)
    if precision == "fp16" and not can_half():
        pytest.skip("this processor does not compute in float16")
    form = InferenceNetwork(network, CPU, precision, image_count=100)
    found = form(bgr)
    assert form.precision == precision
    assert form.settled
    assert form.refusal is None
    assert all(t.dtype == (torch.bfloat16 if precision == "bf16" else torch.float32) for t in found)
    assert_near(found, expected, share)
    form.close()


def test_the_colours_and_the_division_are_in_the_first_weights(tmp_path):
    first = network_of(tmp_path, TINY)
    other = network_of(tmp_path, BODIES["pooling first"])
    assert InferenceNetwork(first, CPU, "fp32").takes_bgr
    assert not InferenceNetwork(other, CPU, "fp32").takes_bgr


def test_the_anchors_keep_their_precision(tmp_path):
    form = InferenceNetwork(network_of(tmp_path, TINY.replace("4,6", "4.123456,6")), CPU, "bf16")
    assert form.heads[0].anchors.dtype == torch.float32
    assert form.heads[0].anchors[0, 0].item() == pytest.approx(4.123456, abs=1e-6)


def test_other_sizes_than_the_cfgs(tmp_path):
    network = network_of(tmp_path, TINY)
    form = InferenceNetwork(copy.deepcopy(network), CPU, "fp32")
    bgr = torch.randint(0, 256, (1, 96, 40, 3), dtype=torch.uint8)
    expected = network.raw(bgr.flip(-1).permute(0, 3, 1, 2).float() / 255)
    assert_near(form(bgr), expected, 1e-5)


def no_gpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)


def with_gpus(monkeypatch, count, fails=None):
    """So many GPUs, of which some fail: number -> error."""

    def kernel(index):
        if index in (fails or {}):
            raise fails[index]

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: count)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda index: f"NVIDIA RTX {index}")
    monkeypatch.setattr(torch.cuda, "get_arch_list", lambda: ["sm_75", "sm_86"])
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (8, 6))
    monkeypatch.setattr(usable, "run_one_kernel", kernel)


@pytest.mark.parametrize("name", ["cuda", "cuda:0", "cuda:7", "mps"])
def test_missing_devices(monkeypatch, name):
    no_gpu(monkeypatch)
    with pytest.raises(DeviceError) as caught:
        resolve_device(name)
    assert f"device '{name}'" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["", "tpu", "CPU", "cuda:", "cuda:x", "cuda:-1", "meta", "xpu", "cuda:9" + "9" * 20]
)
def test_unknown_devices(name):
    with pytest.raises(DeviceError, match=r"^unknown device '.*', expected auto, cpu, cuda, cuda:N or mps$"):
        resolve_device(name)


@pytest.mark.parametrize("name", ["cuda:2", "cuda:7", "cuda:200"])
def test_gpus_beyond_those_there(monkeypatch, name):
    with_gpus(monkeypatch, 2)
    with pytest.raises(DeviceError, match=f"^device '{name}' is not available: there are 2 GPUs"):
        resolve_device(name)


def test_devices_that_are_there(monkeypatch):
    no_gpu(monkeypatch)
    assert resolve_device("auto") == resolve_device("cpu") == CPU
    with_gpus(monkeypatch, 2)
    assert resolve_device("auto") == resolve_device("cuda") == torch.device("cuda:0")
    assert resolve_device("cuda:1") == torch.device("cuda:1")


OLD = RuntimeError("CUDA error: no kernel image is available for execution on the device\nCompile with")
FULL = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 MiB")
BUSY = RuntimeError("CUDA error: CUDA-capable device(s) is/are busy or unavailable\nmore")

UNUSABLE = {
    "old": (OLD, "GPU 0 (RTX 0) is one that this PyTorch has no kernels for: it is built for 75, 86"),
    "full": (FULL, "GPU 0 (RTX 0) has no free memory: another program fills it"),
    "busy": (
        BUSY,
        "GPU 0 (RTX 0) does not answer (CUDA error: CUDA-capable device(s) is/are busy or unavailable)",
    ),
}


@pytest.mark.parametrize(("error", "told"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_gpu_on_which_no_kernel_runs_is_passed_over_and_told(monkeypatch, error, told):
    with_gpus(monkeypatch, 1, {0: error})
    assert resolve_device("auto") == CPU
    assert device_choice.unusable_gpu() == f"{told}; the network runs on the CPU instead"
    for name in ("cuda", "cuda:0"):
        with pytest.raises(DeviceError) as caught:
            resolve_device(name)
        assert str(caught.value) == f"device '{name}' is not available: {told}; take auto"
    with_gpus(monkeypatch, 2, {0: error})
    assert resolve_device("auto") == resolve_device("cuda") == torch.device("cuda:1")
    assert device_choice.unusable_gpu() == f"{told}; the network runs on GPU 1 instead"
    assert resolve_device("cuda:1") == torch.device("cuda:1")


def test_a_gpu_that_was_lost_is_no_gpu_to_pass_over(monkeypatch):
    """A process of its own may have it again; one that never worked here is another matter."""
    lost = RuntimeError("CUDA error: an illegal memory access was encountered")
    with_gpus(monkeypatch, 1, {0: lost})
    assert resolve_device("auto") == CPU
    monkeypatch.setattr(torch.cuda, "is_initialized", lambda: True)
    assert resolve_device("auto") == torch.device("cuda:0")
    assert device_choice.unusable_gpu() is None
    with_gpus(monkeypatch, 1, {0: BUSY})
    assert resolve_device("auto") == CPU


@pytest.mark.slow
def test_gpus_that_are_hidden(monkeypatch):
    no_gpu(monkeypatch)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    monkeypatch.setattr(device_choice, "unused_card", lambda: None)
    with pytest.raises(DeviceError, match=r"CUDA_VISIBLE_DEVICES is '' and says which GPUs it sees$"):
        resolve_device("cuda")
    assert resolve_device("auto") == CPU
    assert device_choice.unusable_gpu() is None


def test_bf16_where_no_gpu_multiplies_it(monkeypatch):
    with_gpus(monkeypatch, 1)
    assert resolve_precision("bf16", torch.device("cuda:0")) == "bf16"
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (7, 5))
    with pytest.raises(DeviceError, match=r"^precision bf16 needs a GPU newer than RTX 0; take fp16$"):
        resolve_precision("bf16", torch.device("cuda:0"))
    assert resolve_precision("auto", torch.device("cuda:0")) == "fp16"


def test_precisions(monkeypatch):
    with_gpus(monkeypatch, 1)
    cuda, mps = torch.device("cuda:0"), torch.device("mps")
    monkeypatch.setattr(device_choice, "cpu_prefers_bf16", lambda: True)
    assert [resolve_precision("auto", d) for d in (CPU, cuda, mps)] == ["bf16", "fp16", "fp32"]
    monkeypatch.setattr(device_choice, "cpu_prefers_bf16", lambda: False)
    monkeypatch.setattr(device_choice, "can_half", lambda: False)
    assert resolve_precision("auto", CPU) == "fp32"
    monkeypatch.setattr(device_choice, "can_half", lambda: True)
    assert [resolve_precision("auto", CPU, pictures) for pictures in (None, 1, 1000)] == [
        "fp16",
        "fp32",
        "fp16",
    ]
    assert resolve_precision("fp16", CPU, 1) == "fp16"
    assert [resolve_precision(name, CPU) for name in ("fp32", "bf16")] == ["fp32", "bf16"]
    assert [resolve_precision(name, cuda) for name in ("fp32", "bf16", "fp16")] == ["fp32", "bf16", "fp16"]


def test_precisions_that_cannot_be(monkeypatch):
    monkeypatch.setattr(device_choice, "can_half", lambda: False)
    with pytest.raises(
        DeviceError, match=r"^precision fp16 needs a GPU, or a processor with AVX512-FP16; take auto$"
    ):
        resolve_precision("fp16", CPU)
    with pytest.raises(
        DeviceError, match=r"^unknown precision 'int4', expected auto, fp32, bf16, fp16, int8$"
    ):
        resolve_precision("int4", CPU)


def test_device_labels():
    assert device_label(CPU) == "CPU"
    assert device_label(torch.device("mps")) == "MPS"


def test_a_torch_without_the_probes_has_no_bf16(monkeypatch):
    for probe in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"):
        monkeypatch.delattr(torch.cpu, probe, raising=False)
    assert device_choice.cpu_prefers_bf16() is False


def test_what_this_machine_cannot_do_is_refused_with_the_words_of_the_error():
    refused = choice.refused_choices()
    for name, why in refused["device"].items():
        with pytest.raises(DeviceError, match=name) as error:
            resolve_device(name)
        assert str(error.value) == why
    assert ("cuda" in refused["device"]) == (not torch.cuda.is_available())
    assert "fp32" not in refused["precision"]
