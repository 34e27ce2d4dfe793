"""Which cards a PyTorch has kernels for, whatever is asked of a card that is old, hidden or a slice."""

from types import SimpleNamespace

import pytest
import torch

from yolocam.errors import DeviceError
from yolocam.model.engines import device_choice
from yolocam.model.engines.cuda import usable
from yolocam.model.engines.cuda.built_for import has_kernels
from yolocam.model.engines.cuda.device_steps import TorchSteps, steps_for
from yolocam.model.engines.device_choice import resolve_device
from yolocam.model.engines.measure import GpuMemory
from yolocam.model.engines.torch_build import TorchBuild, install_for_old_card
from yolocam.system.graphics_cards import GraphicsCard

BUILT = ["sm_75", "sm_80", "sm_86", "sm_90a", "sm_120", "compute_120"]


@pytest.mark.parametrize(
    ("capability", "runs"),
    [
        ((6, 1), False),  # GTX 1080
        ((7, 0), False),  # V100
        ((7, 5), True),
        ((8, 9), True),  # RTX 4090, by the kernels of 8.6
        ((9, 0), True),
        ((10, 0), False),
        ((12, 0), True),
        ((12, 1), True),
        ((13, 0), True),  # translated by the driver
    ],
)
def test_which_cards_a_build_has_kernels_for(capability, runs):
    assert has_kernels(capability, BUILT) is runs


@pytest.mark.parametrize("built", [[], ["gfx1100"], ["sm_75", "compute_75"]])
def test_what_says_nothing_and_what_is_translated_is_tried(built):
    assert has_kernels((12, 0), built)


def cards(monkeypatch, *names, capability=(8, 6), ran=None):
    """So many GPUs, of which one kernel may be run; `ran` notes on which it was."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: bool(names))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: len(names))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda index: names[index])
    monkeypatch.setattr(torch.cuda, "get_arch_list", lambda: BUILT)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda index: capability)
    monkeypatch.setattr(usable, "run_one_kernel", lambda index: None if ran is None else ran.append(index))


def test_an_old_card_is_passed_over_before_anything_runs_on_it(monkeypatch):
    ran = []
    cards(monkeypatch, "NVIDIA GeForce GTX 1080", capability=(6, 1), ran=ran)
    monkeypatch.setattr(usable, "install_for_old_card", lambda capability: f"pip {capability}")
    assert resolve_device("auto") == torch.device("cpu")
    assert device_choice.unusable_gpu() == (
        "GPU 0 (GeForce GTX 1080) is one that this PyTorch has no kernels for: it is built for 75, 80, 86, "
        "90a, 120, compute_120; `pip 6.1` installs one that has them; the network runs on the CPU instead"
    )
    assert ran == []


def test_the_pytorch_for_an_old_card(monkeypatch):
    monkeypatch.setattr(
        "yolocam.model.engines.torch_build.torch_build", lambda: TorchBuild("2.13.0+cu130", "13.0", None)
    )
    assert "torch==2.13.0" in install_for_old_card(6.1)
    assert "cu126" in install_for_old_card(7.0)
    assert install_for_old_card(8.6) is None


def test_the_second_of_two_gpus(monkeypatch):
    cards(monkeypatch, "NVIDIA RTX A", "NVIDIA RTX B")
    assert resolve_device("cuda:1") == torch.device("cuda:1")
    assert device_choice.device_label(torch.device("cuda:1")) == "RTX B"
    monkeypatch.setattr(usable, "run_one_kernel", fails_on(1))
    with pytest.raises(DeviceError, match=r"GPU 1 \(RTX B\) has no free memory.*; take cuda:0$"):
        resolve_device("cuda:1")


def fails_on(bad):
    def run(index):
        if index == bad:
            raise torch.OutOfMemoryError("CUDA out of memory")

    return run


def test_triton_launches_on_the_gpu_that_was_asked_for(monkeypatch):
    """On the current one it would be handed the memory of another."""
    entered = []

    class On:
        def __init__(self, device):
            self.device = device

        def __enter__(self):
            entered.append(self.device)

        def __exit__(self, *error):
            pass

    seen = []
    monkeypatch.setattr(torch.cuda, "device", On)
    monkeypatch.setattr(
        "yolocam.model.engines.cuda.device_steps.proved",
        lambda make, heads, device: seen.append(list(entered)) or TorchSteps(),
    )
    steps_for([], torch.device("cuda:1"))
    assert seen == [[torch.device("cuda:1")]]


def test_gpus_that_a_list_hides(monkeypatch):
    cards(monkeypatch, "NVIDIA RTX A")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,7,1")
    with pytest.raises(DeviceError) as caught:
        resolve_device("cuda:1")
    assert str(caught.value) == (
        "device 'cuda:1' is not available: there is 1 GPU, cuda:0; "
        "CUDA_VISIBLE_DEVICES is '0,7,1' and says which GPUs it sees"
    )
    assert device_choice.unusable_gpu() is None


@pytest.mark.parametrize("wish", ["7", "GPU-none", "MIG-none", "no"])
def test_a_list_that_names_no_gpu_is_told(monkeypatch, wish):
    cards(monkeypatch)
    monkeypatch.setattr(torch.version, "cuda", "13.0")
    monkeypatch.setattr(usable, "nvidia_card", lambda: GraphicsCard("NVIDIA", "RTX A", True))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", wish)
    assert resolve_device("auto") == torch.device("cpu")
    assert device_choice.unusable_gpu() == (
        f"CUDA_VISIBLE_DEVICES is '{wish}' and names no GPU of this computer (RTX A); "
        "the network runs on the CPU instead"
    )


@pytest.mark.parametrize("wish", ["", "-1", None])
def test_a_list_that_hides_all_on_purpose_is_not(monkeypatch, wish):
    cards(monkeypatch)
    monkeypatch.setattr(torch.version, "cuda", "13.0")
    monkeypatch.setattr(usable, "nvidia_card", lambda: GraphicsCard("NVIDIA", "RTX A", True))
    if wish is None:
        monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    else:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", wish)
    assert device_choice.unusable_gpu() is None


def test_a_slice_of_a_card_is_a_gpu_like_any_other(monkeypatch):
    name = "NVIDIA A100-SXM4-40GB MIG 1g.5gb"
    cards(monkeypatch, name)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "MIG-1234")
    assert resolve_device("auto") == torch.device("cuda:0")
    assert device_choice.device_label(torch.device("cuda:0")) == "A100-SXM4-40GB MIG 1g.5gb"
    with pytest.raises(
        DeviceError, match=r"a program sees one MIG slice at a time, and CUDA_VISIBLE_DEVICES"
    ):
        resolve_device("cuda:1")
    properties = SimpleNamespace(uuid="1234", name=name)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda device: properties)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (4 << 30, 5 << 30))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda device: 2 << 20)
    monkeypatch.setattr(torch.cuda, "memory_allocated", lambda device: 1 << 20)
    memory = GpuMemory(torch.device("cuda", 0))
    assert memory.uuid == "MIG-1234"
    assert memory.available() == (4 << 30) + (1 << 20)
