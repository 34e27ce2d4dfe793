"""Reads what the installed PyTorch was built for from its files: importing it takes a second."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from yolocam.system.graphics_cards import GraphicsCard, nvidia_card

_CUDA_OF_DRIVER = ((580, "cu130"), (570, "cu128"))
"""NVIDIA's driver of this version or newer -> PyTorch's newest build that runs with it."""

_CUDA_OF_OLD = "cu126"
"""The build for older drivers, and for cards before Turing."""

_TURING = 7.5


@dataclass(frozen=True, slots=True)
class TorchBuild:
    """`cuda` and `rocm` are the versions it was built for, None where it was not."""

    version: str
    cuda: str | None
    rocm: str | None

    @property
    def release(self) -> str:
        """The version without what it was built for."""
        return self.version.partition("+")[0]


def torch_build() -> TorchBuild | None:
    """Return what is installed; None if that cannot be told."""
    try:
        spec = importlib.util.find_spec("torch")
        text = (Path(str(spec.origin)).parent / "version.py").read_text() if spec else ""
    except (ImportError, OSError, ValueError):
        return None
    found = {name: _value(text, name) for name in ("__version__", "cuda", "hip")}
    version = found["__version__"]
    return None if version is None else TorchBuild(version, found["cuda"], found["hip"])


def is_for_processors() -> bool:
    """Whether the installed PyTorch can use no graphics card at all. Imports no torch."""
    build = torch_build()
    return sys.platform != "darwin" and build is not None and build.cuda is None and build.rocm is None


def unused_card(card: GraphicsCard | None = None, build: TorchBuild | None = None) -> str | None:
    """Return a sentence if there is an NVIDIA card that the installed PyTorch is not built for.

    It holds the command that installs the right one. Imports no torch.
    """
    build = build or torch_build()
    if build is None or build.cuda is not None or build.rocm is not None or sys.platform == "darwin":
        return None
    card = card or nvidia_card()
    if card is None:
        return None
    return (
        f"this computer has an NVIDIA card ({card.name}), and its PyTorch is built for the processor alone: "
        f"`{install_command(build.release)}` installs one that uses the card"
    )


def install_for_old_card(capability: float) -> str | None:
    """Return the command that installs a PyTorch for a card before Turing; None for one that is newer."""
    build = torch_build()
    if build is None or not 0 < capability < _TURING:
        return None
    return install_command(build.release, _CUDA_OF_OLD)


def install_command(release: str, cuda: str | None = None) -> str:
    """Return the command that puts a PyTorch with CUDA in the place of the one that is installed.

    On Linux the ordinary one has it; for Windows, and for a build `cuda`, those lie in indexes of their own.
    """
    index = _index(cuda)
    torch = f"torch=={release}"
    parts = Path(sys.prefix).parts
    if "pipx" in parts:
        return _joined(["pipx", "runpip", "yolocam", "install", "--force-reinstall", torch, *index])
    if importlib.util.find_spec("pip") is None or ("uv" in parts and "tools" in parts):
        uv = ["uv", "pip", "install", "--python", sys.executable, "--reinstall-package", "torch"]
        return _joined([*uv, f"--torch-backend={cuda or 'auto'}", torch])
    return _joined([sys.executable, "-m", "pip", "install", "--force-reinstall", torch, *index])


def _index(cuda: str | None) -> list[str]:
    if os.name != "nt" and cuda is None:
        return []
    return ["--index-url", f"https://download.pytorch.org/whl/{cuda or cuda_tag(*_asked_of_driver())}"]


def cuda_tag(driver: float, capability: float) -> str:
    """Return the name of PyTorch's build for a driver's version and a card's compute capability."""
    if 0 < capability < _TURING:
        return _CUDA_OF_OLD
    return next((tag for version, tag in _CUDA_OF_DRIVER if driver >= version), _CUDA_OF_OLD)


def _asked_of_driver() -> tuple[float, float]:
    """Return the driver's version and the card's compute capability; zeros where nobody answers."""
    import subprocess

    query = ["nvidia-smi", "--query-gpu=driver_version,compute_cap", "--format=csv,noheader"]
    try:
        told = subprocess.run(query, capture_output=True, text=True, check=False, timeout=5).stdout
        driver, capability = told.splitlines()[0].split(",")
        return float(driver.partition(".")[0]), float(capability)
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return 0.0, 0.0


def _joined(words: list[str]) -> str:
    if os.name == "posix":
        return shlex.join(words)
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _value(text: str, name: str) -> str | None:
    found = re.search(rf"^{name}\b[^=\n]*=\s*['\"]([^'\"]+)['\"]", text, re.MULTILINE)
    return found[1] if found else None
