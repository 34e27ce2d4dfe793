"""Compares the included and the downloaded models with their checksums."""

from __future__ import annotations

import hashlib
from pathlib import Path

from yolocam.app import SAMPLE
from yolocam.assets import asset
from yolocam.errors import reason_of
from yolocam.palette import palette_names
from yolocam.selfcheck.check_finding import CheckFinding
from yolocam.zoo.catalog import CATALOG, CatalogEntry, models_folder
from yolocam.zoo.library import Library

_REINSTALL = "install yolocam again"
_PIECE_BYTES = 1 << 20


def check() -> list[CheckFinding]:
    """Compare check sums; tell which of the user's own models have lost a file."""
    findings = [*_public(), *_own(), *_others()]
    bad = [finding for finding in findings if finding.status != "ok"]
    return bad or findings[:1]


def _public() -> list[CheckFinding]:
    folder, good, findings = models_folder(), [], []
    for entry in CATALOG.values():
        path = entry.weights_path(folder)
        if path is None:
            continue
        fault = _fault(entry, path)
        if fault is None:
            good.append(entry.name)
            continue
        ships = path.parent != folder
        remedy = (
            _REINSTALL
            if ships
            else f"yolocam models remove {entry.name} && yolocam models download {entry.name}"
        )
        text = f"{path} {fault}, so {entry.name} cannot be trusted"
        findings.append(CheckFinding("Models", "problem" if ships else "warning", text, remedy))
    if not good:
        findings.append(
            CheckFinding("Models", "problem", "no model is there, though one ships with yolocam", _REINSTALL)
        )
    return [CheckFinding("Models", "ok", f"{', '.join(good)}: every byte is right"), *findings]


def _fault(entry: CatalogEntry, path: Path) -> str | None:
    try:
        if not entry.cfg_path.is_file() or not entry.names_path.is_file():
            return f"has lost its {entry.cfg_path.name} or {entry.names_path.name}"
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                digest.update(piece)
    except OSError as error:
        return f"cannot be read ({reason_of(error)})"
    return None if not entry.sha256 or digest.hexdigest() in entry.sha256 else "is not what was published"


def _own() -> list[CheckFinding]:
    library = Library()
    told = [CheckFinding("Models", "warning", sentence) for sentence in library.warnings()]
    for entry in library.models():
        if entry.lacking:
            text = f"{entry.name} cannot be used: {entry.lacking[0]} is gone"
            told.append(CheckFinding("Models", "warning", text, f"yolocam models remove {entry.name}"))
    return told


def _others() -> list[CheckFinding]:
    if palette_names() and asset(SAMPLE).is_file():
        return []
    return [CheckFinding("Models", "warning", "palettes or the sample clip are missing", _REINSTALL)]
