"""How the window says what an area is for."""

from __future__ import annotations

from dataclasses import dataclass

from yolocam.pipeline.regions.region_file import Role
from yolocam.ui.translation import tr


@dataclass(frozen=True, slots=True)
class RoleText:
    """What is chosen, what the table says of it, and what it means."""

    choice: str
    state: str
    meaning: str


def role_texts() -> dict[Role, RoleText]:
    """Return the texts of each role."""
    counts = tr("Counts the objects that enter the area, leave it, and are in it")
    only = tr("Nothing is detected outside this area and others of this kind; the image stays as it is")
    left_out = tr("Nothing is detected in the area; the image stays as it is")
    hidden = tr("Makes the area unrecognisable here, in recordings, snapshots and streams, whatever is in it")
    return {
        "count": RoleText(tr("Count"), "", counts),
        "include": RoleText(tr("Detect only here"), tr("Detected only here"), only),
        "exclude": RoleText(tr("Leave out"), tr("Left out"), left_out),
        "hide": RoleText(tr("Hide in the image"), tr("Hidden in the image"), hidden),
    }
