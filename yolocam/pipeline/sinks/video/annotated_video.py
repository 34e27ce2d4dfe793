"""Writes the annotated frames of a video as a file that plays everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yolocam.frame import Frame, Rendered, SourceInfo
from yolocam.media.encoding.encoder_settings import FILE, EncoderSettings
from yolocam.media.encoding.video_writer import VideoWriter


class VideoFileSink:
    """A sink in front of `VideoWriter`, which see; frames that are repeated are passed over."""

    wants_image = True

    def __init__(
        self,
        path: Path,
        *,
        source_info: SourceInfo,
        encoder: EncoderSettings = FILE,
        threads: int = 0,
        warn: Callable[[str], None] | None = None,
        first: Frame | None = None,
    ) -> None:
        self.path = path
        self._writer = VideoWriter(
            path, source_info=source_info, encoder=encoder, threads=threads, warn=warn, first=first
        )

    def write(self, item: Rendered) -> None:
        """Write one annotated frame; SinkError if the file cannot be written."""
        if not item.frame.repeat and item.image is not None:
            self._writer.write(item.frame, item.image)

    def close(self) -> None:
        """Complete the file."""
        self._writer.close()
