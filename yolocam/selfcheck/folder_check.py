"""The folders that yolocam writes into: whether it may, and how much room there is."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import platformdirs

from yolocam.errors import reason_of
from yolocam.files.cache import cache_folder
from yolocam.selfcheck.check_finding import CheckFinding
from yolocam.zoo.catalog import models_folder

LITTLE_BYTES = 1 << 30
"""Less room than this is soon filled by a recording, or by one large model."""


def check() -> list[CheckFinding]:
    """Look at each folder. Nothing is left in it, and none is made."""
    settings = Path(platformdirs.user_config_dir("yolocam", appauthor=False))
    uses = {
        "recordings": Path(platformdirs.user_videos_dir()),
        "models": models_folder(),
        "settings": settings,
        "what is quicker the next time": cache_folder(),
        "results (this folder)": Path.cwd(),
    }
    findings = [finding for use, folder in uses.items() if (finding := _look(use, folder)) is not None]
    free = shutil.disk_usage(_existing(uses["recordings"])).free
    return findings or [
        CheckFinding("Folders", "ok", f"all can be written; {free / 1e9:.0f} GB are free for recordings")
    ]


def _look(use: str, folder: Path) -> CheckFinding | None:
    place = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            free = shutil.disk_usage(place).free
    except OSError as error:
        text = f"{folder}, for {use}, cannot be written: {reason_of(error)}"
        return CheckFinding("Folders", "warning", text, _remedy(place))
    if free < LITTLE_BYTES:
        text = f"{folder}, for {use}, has {free / 1e6:.0f} MB left"
        return CheckFinding("Folders", "warning", text, "remove what is not needed from this disk")
    return None


def _existing(folder: Path) -> Path:
    return next((place for place in (folder, *folder.parents) if place.is_dir()), folder)


def _remedy(place: Path) -> str:
    return (
        f'sudo chown -R "$USER" {place}' if os.name == "posix" and place.is_relative_to(Path.home()) else ""
    )
