"""What the network computes on: PyTorch, and the graphics cards that it uses or could use."""

from __future__ import annotations

import sys

from yolocam.app import describe_device
from yolocam.model.engines.torch_build import install_command, torch_build, unused_card
from yolocam.selfcheck.check_finding import CheckFinding
from yolocam.system.graphics_cards import GraphicsCard, driver_version, graphics_cards, nvidia_card


def check() -> list[CheckFinding]:
    """Compute something on the device that `auto` takes, and look for cards that go unused."""
    from yolocam.model.engines.trial import try_device

    build, cards = torch_build(), graphics_cards()
    version = "" if build is None else f"PyTorch {build.version}, "
    trial = try_device("auto")
    if trial.problem is not None:
        text = f"{version}{trial.device} computes wrongly: {trial.problem}"
        return [CheckFinding("Network", "problem", text, "--device cpu leaves the graphics card out")]
    finding = CheckFinding("Network", "ok", f"{version}runs on {describe_device()}")
    nvidia = nvidia_card()
    if trial.on_gpu or sys.platform == "darwin":
        return [finding]
    if build is not None and nvidia is not None and (unused := unused_card(nvidia, build)) is not None:
        return [finding, CheckFinding("Graphics card", "warning", *_parted(unused, build.release))]
    if nvidia is not None:
        return [finding, _without_driver(nvidia)]
    return [finding, *(_other(card) for card in cards if card.maker == "AMD")]


def _parted(sentence: str, release: str) -> tuple[str, str]:
    """Return a sentence without the command that it holds, and the command."""
    return sentence.partition(": `")[0], install_command(release)


def _without_driver(card: GraphicsCard) -> CheckFinding:
    found = driver_version()
    state = f"its driver {found} may be too old for it" if found else "its driver is not running"
    text = f"{card.name}: PyTorch cannot use it, {state}"
    remedy = "install NVIDIA's newest driver, and start the computer again; `nvidia-smi` then names the card"
    return CheckFinding("Graphics card", "warning", text, remedy)


def _other(card: GraphicsCard) -> CheckFinding:
    return CheckFinding(
        "Graphics card", "ok", f"{card.name}: not used, the installed PyTorch is not built for it"
    )
