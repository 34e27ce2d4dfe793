"""Opens a film, whatever it is stored in: a container that FFmpeg reads, or an image that moves."""

from __future__ import annotations

from contextlib import closing, suppress
from fractions import Fraction
from pathlib import Path

from yolocam.errors import SourceError
from yolocam.files.input_file import open_input_file
from yolocam.media.stills.formats import HEAD_BYTES, image_format
from yolocam.media.stills.moving import MOVING_FORMATS
from yolocam.media.video_file import VideoFile
from yolocam.pipeline.sources.files.animation import AnimationSource
from yolocam.pipeline.sources.files.video import VideoSource, Wanted

FilmSource = VideoSource | AnimationSource


def open_film(
    path: Path,
    name: str | None = None,
    *,
    wanted: Wanted | None = None,
    threads: int = 0,
    card: int | None = None,
) -> FilmSource:
    """Open a film so that it can be sought; the arguments are those of VideoSource. SourceError."""
    if is_moving_picture(path):
        return AnimationSource(path, name, wanted=wanted)
    return VideoSource(path, name, wanted=wanted, threads=threads, card=card)


def film_length(path: Path) -> tuple[int | None, int | None, Fraction | None]:
    """Return a film's number of frames, nanoseconds and rate as far as they are known; SourceError."""
    if is_moving_picture(path):
        with closing(AnimationSource(path)) as animation:
            return animation.info.frame_count, animation.info.duration_ns, animation.info.fps
    with closing(VideoFile(path, threads=1)) as file:
        return file.frame_count or file.estimated_frame_count, file.duration_ns, file.fps


def is_moving_picture(path: Path) -> bool:
    """Whether a file is an image that moves, such as a GIF; False also for one that cannot be read."""
    with suppress(SourceError), open_input_file(path, "a video", SourceError) as file:
        return image_format(file.read(HEAD_BYTES)) in MOVING_FORMATS
    return False  # whoever opens it tells
