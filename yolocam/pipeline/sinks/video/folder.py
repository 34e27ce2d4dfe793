"""Writes the annotated output of a run: an image for each image, a video for each video."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from yolocam.errors import OneOutputError, SinkError
from yolocam.frame import Frame, Rendered, SourceInfo
from yolocam.media.encoding.encoder_settings import FILE, EncoderSettings
from yolocam.pipeline.sinks.names.output_names import OutputNames
from yolocam.pipeline.sinks.results.annotated_images import ImageSink
from yolocam.pipeline.sinks.video.annotated_video import VideoFileSink


class FolderSink:
    """`det_<name>` below a folder, sub-folders kept; a video becomes `det_<stem>.mp4`, or as `names` say.

    A video's file is completed when the next source begins; with `cut` it begins with the first frame that
    comes, not at the beginning of its source. `count` is how many files were begun, `last_path` the last of
    them. `names` plans their names; `encoder`, `threads` and `warn` are VideoFileSink's. Without
    `audio` the sound of videos is left out.
    """

    wants_image = True

    def __init__(
        self,
        output_dir: Path,
        *,
        names: OutputNames | None = None,
        cut: bool = False,
        encoder: EncoderSettings = FILE,
        threads: int = 0,
        warn: Callable[[str], None] | None = None,
        audio: bool = True,
    ) -> None:
        self._folder = output_dir
        self._cut = cut
        self._encoder = encoder
        self._threads = threads
        self._warn = warn
        self._audio = audio
        self._names = names or OutputNames()
        self._images = ImageSink(output_dir, self._names)
        self._video: VideoFileSink | None = None
        self._source: SourceInfo | None = None
        self._failed = False  # nothing more goes to the video of this source
        self.count = 0
        self.last_path: Path | None = None

    def write(self, item: Rendered) -> None:
        """Write the frame to the file of its source.

        OneOutputError where that file or the one before it cannot be written; the next sources can be.
        """
        if item.frame.repeat or item.image is None:
            return
        source = item.frame.source
        earlier: OneOutputError | None = None
        if source is not self._source:
            try:
                self._close_video()
            except OneOutputError as error:
                earlier = error
            self._source = source
            self._failed = False
        if source.kind == "image":
            self._images.write(item)
            self._begun(self._images.last_path)
        elif not self._failed:
            self._write_video(item)
        if earlier is not None:
            raise earlier

    def close(self) -> None:
        """Complete the video that is being written."""
        self._close_video()

    def _write_video(self, item: Rendered) -> None:
        try:
            video = self._video or self._open_video(item.frame)
            video.write(item)
        except OneOutputError:
            self._failed = True
            with contextlib.suppress(SinkError):  # what was wrong with it is on its way
                self._close_video()
            raise

    def _open_video(self, frame: Frame) -> VideoFileSink:
        path = self._folder / self._names.of_source(frame.source).annotated
        self._video = VideoFileSink(
            path,
            source_info=frame.source if self._audio else replace(frame.source, has_audio=False),
            encoder=self._encoder,
            threads=self._threads,
            warn=self._warn,
            first=frame if self._cut else None,
        )
        self._begun(path)
        return self._video

    def _close_video(self) -> None:
        video, self._video = self._video, None
        if video is not None:
            video.close()

    def _begun(self, path: Path | None) -> None:
        self.count += 1
        self.last_path = path
