"""The code of kernels on disk, and what was measured with it, so that the next start need not do it again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from yolocam.files.cache import cache_folder
from yolocam.files.private_store import PrivateStore, digest_of_files
from yolocam.model.engines.kernels.geometry import AnyGeometry

MAX_BYTES = 32 << 20
MOST_FILES = 64
"""One for each network and size; some ten to some hundred kilobytes each."""


class CodeStore:
    """Object code by its kernels and the processor it is for; what cannot be read counts as not there."""

    def __init__(self, processor: str, folder: Path | None = None) -> None:
        self._processor = processor
        self._store = PrivateStore(folder or cache_folder() / "kernels", ".code", MOST_FILES, MAX_BYTES)

    def get(self, geometries: Sequence[AnyGeometry]) -> bytes | None:
        """Return the code that was kept for just these kernels, or None."""
        return self._store.get(_key(self._processor, *map(repr, geometries)))

    def put(self, geometries: Sequence[AnyGeometry], code: bytes) -> None:
        """Keep the code of these kernels."""
        self._store.put(_key(self._processor, *map(repr, geometries)), code)


class AnswerStore:
    """What was measured on a processor with kernels as they are now: texts by a key."""

    def __init__(self, processor: str) -> None:
        self._processor = processor
        self._store = PrivateStore(cache_folder() / "answers", ".json", MOST_FILES, MAX_BYTES)

    def get(self, key: str) -> str | None:
        """Return what was kept, or None."""
        found = self._store.get(_key(self._processor, key))
        return None if found is None else found.decode(errors="replace")

    def put(self, key: str, answer: str) -> None:
        """Keep an answer."""
        self._store.put(_key(self._processor, key), answer.encode())


def _key(processor: str, *parts: str) -> str:
    return "\n".join([_makers(), processor, *parts])


@cache
def _makers() -> str:
    """Return a text that differs whenever what makes the code differs."""
    here = Path(__file__).parent
    return digest_of_files(here, here / "blocked", here / "blocked" / "numbers")
