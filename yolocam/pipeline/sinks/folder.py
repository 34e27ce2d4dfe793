"""Writes the annotated output of a run: a picture for each picture, a video for each video."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from yolocam.frame import Frame, Rendered, SourceInfo
from yolocam.pipeline.sinks.frame_names import OutputStems
from yolocam.pipeline.sinks.images import ImageSink
from yolocam.pipeline.sinks.video import VideoFileSink
from yolocam.pipeline.sinks.video_encoder import VideoQuality


class FolderSink:
    """`det_<name>` below a folder, sub-folders kept; a video becomes `det_<stem>.mp4`.

    A video's file is completed when the next source begins. `count` is how many files were begun,
    `last_path` the last of them. `quality`, `threads` and `warn` are VideoFileSink's.
    """

    wants_image = True

    def __init__(
        self,
        output_dir: Path,
        *,
        quality: VideoQuality | None = None,
        threads: int = 0,
        warn: Callable[[str], None] | None = None,
    ) -> None:
        self._folder = output_dir
        self._quality = quality
        self._threads = threads
        self._warn = warn
        self._stems = OutputStems()
        self._images = ImageSink(output_dir)
        self._video: VideoFileSink | None = None
        self._video_info: SourceInfo | None = None
        self.count = 0
        self.last_path: Path | None = None

    def write(self, item: Rendered) -> None:
        """Write the frame to the file of its source."""
        if item.frame.repeat or item.image is None:
            return
        if self._video is not None and item.frame.source is not self._video_info:
            self._close_video()
        if item.frame.source.kind == "image":
            self._images.write(item)
            self._begun(self._images.last_path)
            return
        video = self._video or self._open_video(item.frame)
        video.write(item)

    def close(self) -> None:
        """Complete the video that is being written."""
        self._close_video()

    def _open_video(self, frame: Frame) -> VideoFileSink:
        path = self._folder / _video_output_name(self._stems.of_source(frame.source.name))
        self._video = VideoFileSink(
            path, source_info=frame.source, quality=self._quality, threads=self._threads, warn=self._warn
        )
        self._video_info = frame.source
        self._begun(path)
        return self._video

    def _close_video(self) -> None:
        video, self._video, self._video_info = self._video, None, None
        if video is not None:
            video.close()

    def _begun(self, path: Path | None) -> None:
        self.count += 1
        self.last_path = path


def _video_output_name(stem: str) -> str:
    path = PurePosixPath(stem)
    return str(path.with_name(f"det_{path.name}.mp4"))
