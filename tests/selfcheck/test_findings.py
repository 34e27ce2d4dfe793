"""What each check says of machines that lack something."""

import shutil
from types import SimpleNamespace

import pytest

from yolocam.model.engines import torch_build
from yolocam.model.engines.torch_build import TorchBuild, cuda_tag, unused_card
from yolocam.selfcheck import camera_check, folder_check, graphics_check, models_check, window_check
from yolocam.system.graphics_cards import GraphicsCard, driver_version, graphics_cards, nvidia_card
from yolocam.zoo.catalog import CATALOG

ON_CPU = TorchBuild("2.7.0+cpu", None, None)
WITH_CUDA = TorchBuild("2.7.0", "12.6", None)
RTX = GraphicsCard("NVIDIA", "NVIDIA GeForce RTX 3060", True)


@pytest.fixture
def machine(tmp_path):
    """A Linux system's files: an NVIDIA and an AMD card on the bus, and a network card of NVIDIA."""
    devices = {"0000:01:00.0": ("0x10de", "0x030000"), "0000:02:00.0": ("0x10de", "0x020000"),
               "0000:03:00.0": ("0x1002", "0x038000")}  # fmt: skip
    for name, (vendor, kind) in devices.items():
        folder = tmp_path / "sys/bus/pci/devices" / name
        folder.mkdir(parents=True)
        (folder / "vendor").write_text(f"{vendor}\n")
        (folder / "class").write_text(f"{kind}\n")
    return tmp_path


def with_driver(root):
    (root / "proc/driver/nvidia/gpus/0000:01:00.0").mkdir(parents=True)
    (root / "proc/driver/nvidia/gpus/0000:01:00.0/information").write_text(
        "Model: \t\t NVIDIA GeForce RTX 3060\nIRQ:   \t\t 1\n"
    )
    (root / "proc/driver/nvidia/version").write_text(
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.65.06  Sun Jul 27\nGCC version: 12\n"
    )


@pytest.fixture
def linux(monkeypatch):
    monkeypatch.setattr("yolocam.system.graphics_cards._registered", lambda: iter(()))


def test_cards_are_found_on_the_bus_and_named_by_their_driver(machine, linux):
    assert graphics_cards(machine) == [
        GraphicsCard("NVIDIA", "NVIDIA card", False), GraphicsCard("AMD", "AMD card", False)
    ]  # fmt: skip
    assert driver_version(machine) == ""
    with_driver(machine)
    assert nvidia_card(machine) == RTX
    assert [card.maker for card in graphics_cards(machine)] == ["NVIDIA", "AMD"]
    assert driver_version(machine) == "580.65.06"


def test_a_machine_without_cards(tmp_path, linux):
    assert graphics_cards(tmp_path) == [] and nvidia_card(tmp_path) is None


def test_windows_card_in_wsl(tmp_path, linux):
    (tmp_path / "usr/lib/wsl/lib").mkdir(parents=True)
    (tmp_path / "usr/lib/wsl/lib/libcuda.so.1").touch()
    card = nvidia_card(tmp_path)
    assert card is not None and card.has_driver


def test_an_nvidia_card_and_a_torch_without_cuda_is_told_with_the_command(monkeypatch):
    monkeypatch.setattr(torch_build.sys, "platform", "linux")
    told = unused_card(RTX, ON_CPU)
    assert told is not None
    assert "RTX 3060" in told and "--force-reinstall torch==2.7.0" in told and "`" in told
    assert unused_card(RTX, WITH_CUDA) is None
    assert unused_card(RTX, TorchBuild("2.7.0", None, "6.3")) is None
    monkeypatch.setattr(torch_build, "nvidia_card", lambda: None)
    assert unused_card(None, ON_CPU) is None


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        (
            "/home/me/.local/share/pipx/venvs/yolocam",
            "pipx runpip yolocam install --force-reinstall torch==2.7.0",
        ),
        ("/home/me/.local/share/uv/tools/yolocam", "--torch-backend=auto torch==2.7.0"),
        ("/home/me/venv", "-m pip install --force-reinstall torch==2.7.0"),
    ],
)
def test_the_command_is_that_of_the_tool_that_installed_yolocam(monkeypatch, prefix, words):
    monkeypatch.setattr(torch_build.sys, "prefix", prefix)
    assert words in torch_build.install_command("2.7.0")


def test_on_windows_the_command_names_the_build_for_the_driver(monkeypatch):
    monkeypatch.setattr(torch_build, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(torch_build, "_asked_of_driver", lambda: (581.0, 8.6))
    assert torch_build._index(None) == ["--index-url", "https://download.pytorch.org/whl/cu130"]


@pytest.mark.parametrize(
    ("driver", "capability", "tag"),
    [(581, 8.6, "cu130"), (572, 12.0, "cu128"), (551, 8.9, "cu126"), (581, 6.1, "cu126"), (0, 0, "cu126")],
)
def test_build_of_torch_for_a_driver_and_a_card(driver, capability, tag):
    assert cuda_tag(driver, capability) == tag


def test_the_build_of_the_installed_torch_is_read_right():
    torch = pytest.importorskip("torch")

    build = torch_build.torch_build()
    assert build is not None
    assert (build.version, build.cuda, build.rocm) == (
        torch.__version__,
        torch.version.cuda,
        torch.version.hip,
    )


def test_the_refusal_of_the_gpu_says_what_would_help(monkeypatch):
    pytest.importorskip("torch")
    from yolocam.errors import DeviceError
    from yolocam.model.engines import choice, device_choice

    monkeypatch.setattr(device_choice.torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(device_choice, "unused_card", lambda: "this computer has an NVIDIA card, `do this`")
    with pytest.raises(DeviceError, match="`do this`"):
        device_choice.resolve_device("cuda")
    assert "`do this`" in choice.refused_choices()["device"]["cuda"]


@pytest.mark.parametrize("build", [ON_CPU, WITH_CUDA])
def test_doctor_on_a_card_that_goes_unused(monkeypatch, build):
    pytest.importorskip("torch")
    monkeypatch.setattr(graphics_check, "torch_build", lambda: build)
    monkeypatch.setattr(graphics_check, "nvidia_card", lambda: RTX)
    network, card = graphics_check.check()
    assert network.status == "ok"
    assert card.status == "warning" and "RTX 3060" in card.text
    assert ("--force-reinstall" in card.remedy) == (build is ON_CPU)
    assert ("driver" in card.text + card.remedy) == (build is WITH_CUDA)


def test_doctor_on_a_device_that_computes_wrongly(monkeypatch):
    pytest.importorskip("torch")
    from yolocam.model.engines import trial

    monkeypatch.setattr(trial.torch, "allclose", lambda *_, **__: False)
    (found,) = graphics_check.check()
    assert found.status == "problem" and "--device cpu" in found.remedy


def test_models_whose_bytes_have_changed(tmp_path, monkeypatch):
    from yolocam.assets import asset
    from yolocam.zoo import catalog

    shutil.copytree(asset("models"), tmp_path / "models", ignore=shutil.ignore_patterns("*.md"))
    monkeypatch.setattr(catalog, "asset", lambda relative: tmp_path / relative)
    assert models_check._public()[1:] == []
    shipped = [entry for entry in CATALOG.values() if (tmp_path / "models" / entry.weights_name).is_file()]
    for entry in shipped:
        with (tmp_path / "models" / entry.weights_name).open("r+b") as file:
            file.seek(-1, 2)
            file.write(b"\x55")
    problems = [finding for finding in models_check._public() if finding.status == "problem"]
    assert len(problems) >= len(shipped)
    assert all("again" in finding.remedy for finding in problems)


def test_a_full_disk_and_a_closed_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_check.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    found = folder_check._look("recordings", tmp_path / "not made yet")
    assert found is not None and "MB left" in found.text
    assert not (tmp_path / "not made yet").exists()

    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(folder_check.tempfile, "TemporaryFile", refuse)
    found = folder_check._look("models", tmp_path)
    assert found is not None and "cannot be written" in found.text and str(tmp_path) in found.text


@pytest.mark.parametrize(("display", "status"), [(":0", "problem"), ("", "warning")])
def test_libraries_that_the_window_lacks(monkeypatch, display, status):
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(window_check, "missing_for_window", lambda: {"libxcb-cursor.so.0"})
    monkeypatch.setattr(window_check, "display_problem", lambda: "the library")
    monkeypatch.setattr(window_check, "install_command", lambda missing: f"install {sorted(missing)}")
    found = window_check.check()[0]
    assert found.status == status and "libxcb-cursor.so.0" in found.text
    assert found.remedy == "install ['libxcb-cursor.so.0']"


@pytest.mark.parametrize("system", ["Linux", "Darwin", "Windows"])
def test_the_absence_of_cameras_is_explained(monkeypatch, system):
    monkeypatch.setattr(camera_check, "list_cameras", list)
    monkeypatch.setattr(camera_check, "can_list_cameras", lambda: True)
    monkeypatch.setattr(camera_check.platform, "system", lambda: system)
    (found,) = camera_check.check()
    assert found.status == "warning" and "no camera found" in found.text and found.remedy
