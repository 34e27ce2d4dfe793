"""Whatever happens to the bytes of a picture, it is read or told in a sentence: nothing else comes out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from support import picture_makers as make
from yolocam.errors import SourceError
from yolocam.pipeline.sources.files.image import read_image
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource

KINDS = {
    **make.ALL,
    **{f"moving.{ending}": make.moving(kind, [100, 200, 300])
       for ending, kind in {"gif": "GIF", "webp": "WEBP", "png": "PNG", "avif": "AVIF"}.items()},
}  # fmt: skip


def broken(data: bytes, rng: np.random.Generator) -> list[bytes]:
    """Cut at twelve places, and change bytes in 30 copies: most of them in the header."""
    found = [data[: len(data) * part // 12] for part in range(12)]
    for number in range(30):
        copy = np.frombuffer(data, np.uint8).copy()
        reach = len(copy) if number % 3 == 0 else min(len(copy), 300)
        at = rng.integers(0, reach, 1 + number % 4)
        copy[at] = (
            rng.choice([0, 1, 0x7F, 0x80, 0xFF], len(at)) if number % 2 else rng.integers(0, 256, len(at))
        )
        found.append(copy.tobytes())
    return found


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_damage_of_every_sort(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"photo.{kind.rpartition('.')[2]}"
    for data in broken(KINDS[kind], np.random.default_rng(len(kind))):
        path.write_bytes(data)
        try:
            image = read_image(path)
            assert image.ndim == 3 and image.dtype == np.uint8
        except SourceError as error:
            assert "\n" not in str(error) and str(path) in str(error)
        told: dict[str, str] = {}
        try:
            source = SequenceSource(list_sources([str(path)]), on_problem=told.__setitem__)
        except SourceError:
            continue
        frames = sum(1 for _ in iter(source.read, None))
        source.close()
        assert frames or told
