"""Where frames come from. An address is `scheme:rest`; one without a known scheme is a file or folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.address import shown
from yolocam.discovery import Found, built_in, with_plugins
from yolocam.errors import SourceError
from yolocam.files.input_file import is_there
from yolocam.media.kinds import media_kind, suffix_of
from yolocam.registry import SourceType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Source

GROUP = "yolocam.sources"
"""The entry points by which other packages add sources."""

_TYPES = "yolocam.pipeline.sources.types"
_CAMERA_NUMBER = re.compile(r"[0-9]{1,4}(\?|$)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?=:)")  # of two letters and more: C: is a drive


def built_in_sources() -> tuple[SourceType, ...]:
    """Return the kinds of sources that yolocam itself has; loads no plugin."""
    return built_in(_TYPES, SourceType)


def source_types() -> Found[SourceType]:
    """Return every kind of source, those of plugins too."""
    return with_plugins(_TYPES, GROUP, SourceType)


def open_source(address: str) -> Source:
    """Open what an address names: a path, an address of a known scheme, or a camera's number or device.

    A single video is opened so that it can be sought; images become a slide show; a folder or glob
    with videos becomes a sequence. Raises SourceError when it cannot be opened.
    """
    if _CAMERA_NUMBER.match(address):
        address = f"camera:{address}"
    kind = type_of(address)
    if kind is None:
        from yolocam.pipeline.sources.types.file_source import open_path

        return open_path(address)
    if kind.needs is not None and not kind.needs.met:
        raise SourceError(f"{shown(address)} cannot be opened: {kind.title} {kind.needs}")
    source: Source = kind.open(address)
    return source


def type_of(address: str) -> SourceType | None:
    """Return what an address's scheme or file ending stands for; None where neither is known.

    Plugins are loaded only for what yolocam itself does not know.
    """
    found = _SCHEME.match(address)
    return _with_ending(address) if found is None else _with_scheme(found[0].lower()) or _with_ending(address)


def _with_scheme(scheme: str) -> SourceType | None:
    own = next((kind for kind in built_in_sources() if scheme in kind.schemes), None)
    return own or next((kind for kind in source_types().types if scheme in kind.schemes), None)


def _with_ending(path: str) -> SourceType | None:
    if not suffix_of(path) or media_kind(path) is not None:
        return None
    file = path.lower()
    return next((k for k in source_types().types if k.endings and file.endswith(k.endings)), None)


def is_opened_alone(address: str) -> bool:
    """Whether an address is no list of files: a camera, a stream, or a file that a plugin opens."""
    return is_stream_address(address) or _with_ending(address) is not None


def is_stream_address(address: str) -> bool:
    """Whether an address names a camera, a network stream or a test card rather than files.

    A file or folder of that name comes first: folders are called 0, 1, 2 where people sort images.
    """
    from yolocam.pipeline.sources.live.devices import is_device

    if is_device(address.partition("?")[0]):
        return True
    try:
        if is_there(Path(address)):
            return False
    except (OSError, ValueError):
        pass
    if _CAMERA_NUMBER.match(address):
        return True
    found = _SCHEME.match(address)
    kind = _with_scheme(found[0].lower()) if found else None
    return kind is not None and kind.live


def schemes(*, network: bool = False) -> tuple[str, ...]:
    """Return every scheme that opens; with `network` those of addresses `scheme://host` alone."""
    kinds = [kind for kind in source_types().types if kind.network or not network]
    return tuple(scheme for kind in kinds for scheme in kind.schemes)


def unknown_kind(address: str) -> str:
    """Return the sentence for an address of no known kind, without its secrets."""
    known = ", ".join(f"{scheme}://" for scheme in schemes(network=True))
    left_out = "".join(f"; {problem}" for problem in source_types().problems)
    return f"{shown(address)} is an address of an unknown kind, expected one of {known}{left_out}"
