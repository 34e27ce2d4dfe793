"""Stored results in place of a network: they are read back, and answer under any settings."""

from __future__ import annotations

from pathlib import Path

_PREFIX = "results:"


def results_model(path: Path) -> str:
    """Return the name under which a results file is chosen as the model of the settings."""
    return f"{_PREFIX}{path.absolute()}"


def results_path(model: str) -> Path | None:
    """Return the results file that such a name stands for; None for the name of a network."""
    return Path(model.removeprefix(_PREFIX)) if model.startswith(_PREFIX) else None
