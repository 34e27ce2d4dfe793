"""Finds the files that ship with yolocam: palettes, models, samples."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def asset(relative: str) -> Path:
    """Return the path of a shipped file or folder, given relative to `assets/`.

    A wheel carries the folder inside the package; a checkout has it beside the package.
    """
    inside = _PACKAGE / "assets"
    root = inside if inside.is_dir() else _PACKAGE.parent / "assets"
    return root / relative
