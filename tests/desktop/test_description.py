"""The description of the package, where no files stand beside it."""

import importlib.util
from types import ModuleType

import pytest

from support.paths import ROOT


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    spec = importlib.util.spec_from_file_location("readme_hook", ROOT / "installer" / "readme_hook.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("markdown", "alone"),
    [
        ("before\n\n![The window](docs/images/window.png)\n\nafter\n", "before\n\nafter\n"),
        ("see [docs/results.md](docs/results.md).", "see `docs/results.md`."),
        ("see [limits](docs/performance.md#limits).", "see limits (`docs/performance.md`)."),
        ("[LICENSE](LICENSE) (MIT)", "`LICENSE` (MIT)"),
        ("[pytorch.org](https://pytorch.org/x)", "[pytorch.org](https://pytorch.org/x)"),
        ("[below](#models)", "[below](#models)"),
    ],
)
def test_only_what_is_there_is_linked(hook: ModuleType, markdown: str, alone: str) -> None:
    assert hook.standing_alone(markdown) == alone


def test_readme_keeps_its_text(hook: ModuleType) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    alone = hook.standing_alone(readme)
    assert "## Install" in alone and "](docs/" not in alone and "![" not in alone
    assert len(alone) > 0.9 * len(readme)
