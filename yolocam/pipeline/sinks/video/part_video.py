"""Writes the annotated images of a part of a film."""

from __future__ import annotations

from pathlib import Path

from yolocam.frame import Rendered, SourceInfo
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.video_part import PartPlace, PartWriter


class PartVideoSink:
    """A sink in front of `PartWriter`; `place` says afterwards where the part stands in its film."""

    wants_image = True

    def __init__(self, path: Path, info: SourceInfo, encoder: EncoderSettings, threads: int) -> None:
        self._writer = PartWriter(path, info, encoder, threads)

    @property
    def place(self) -> PartPlace | None:
        """Where the part stands; None where it has no image."""
        return self._writer.place

    def write(self, item: Rendered) -> None:
        """Write one annotated frame."""
        if not item.frame.repeat and item.image is not None:
            self._writer.write(item.frame, item.image)

    def close(self) -> None:
        """Complete the file."""
        self._writer.close()
