"""Makes the description of the package from README.md.

Where the description is shown, such as on an index, there are no files beside it: pictures are left out, and
a link to a file of the repository becomes its name.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_PICTURE = re.compile(r"^!\[[^\]]*\]\([^)]*\)\n\n?", re.MULTILINE)
_FILE_LINK = re.compile(r"\[([^\]]*)\]\((?!https?:)([^)#]+)[^)]*\)")


class ReadmeHook(MetadataHookInterface):
    """What hatchling calls for the fields named under `dynamic`."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in the readme."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": standing_alone(text)}


def standing_alone(text: str) -> str:
    """Return Markdown without pictures and without links to files."""
    return _FILE_LINK.sub(_name, _PICTURE.sub("", text))


def _name(link: re.Match[str]) -> str:
    label, file = link[1], link[2]
    return f"`{file}`" if label in (file, Path(file).name) else f"{label} (`{file}`)"
