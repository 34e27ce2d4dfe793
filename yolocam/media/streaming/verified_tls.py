"""Encrypted streams go to the server they are meant for, and to nobody in between.

PyAV passes no options to the protocol under a muxer. The muxer `tee` does, which writes to any number of
places: here to one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from yolocam.media.network.certificates import trust_options

CONTAINER = "tee"
"""FFmpeg's name of the muxer that opens what `verified_address` returns."""


def verified_address(url: str, container: str, options: Mapping[str, str]) -> str:
    """Return an address under which `tee` writes a container to a URL, only if its certificate is in order.

    The certificate must be signed by somebody this computer trusts, and be for the host of the URL.
    """
    how = {"f": container, **options, **trust_options()}
    pairs = ":".join(f"{name}={_escaped(value, ':]')}" for name, value in how.items())
    return _escaped(f"[{pairs}]{url}", "|")  # which is read first, so that the pairs are escaped twice


def _escaped(text: str, special: str) -> str:
    return re.sub(rf"([\\'{re.escape(special)}])", r"\\\1", text)
