"""Small media files and results for the tests of sources and sinks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing
from yolocam.settings import Settings

NTSC = Fraction(30000, 1001)
MODEL = ModelInfo("test", ("person", "dog", "traffic light"), (416, 416), "cpu", "fp32")


def picture(index: int, width: int = 64, height: int = 48) -> np.ndarray:
    """A picture in which the frame number can be read back: eight black or white bars."""
    image = np.full((height, width, 3), 60, np.uint8)
    for bit in range(8):
        if index >> bit & 1:
            image[:, bit * width // 8 : (bit + 1) * width // 8] = 220
    return image


def number_in(image: np.ndarray) -> int:
    width = image.shape[1]
    centres = [image[image.shape[0] // 2, (2 * bit + 1) * width // 16].mean() for bit in range(8)]
    return sum((value > 140) << bit for bit, value in enumerate(centres))


def make_video(
    path: Path,
    count: int = 30,
    *,
    rate: Fraction = NTSC,
    size: tuple[int, int] = (64, 48),
    ticks: list[int] | None = None,
    codec: str = "libx264",
    sound: str | None = None,
    rotate: int = 0,
    options: dict[str, str] | None = None,
    pix_fmt: str | None = None,
) -> Path:
    """Write `count` numbered pictures; `ticks` are their times in units of 1/rate."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, options={"g": "12"} if options is None else options)
        stream.width, stream.height = size
        stream.pix_fmt = pix_fmt or ("yuv420p" if size[0] % 2 == size[1] % 2 == 0 else "yuv444p")
        stream.codec_context.time_base = 1 / rate
        if rotate:
            stream.set_display_rotation(rotate)
        audio = container.add_stream(sound, rate=44100) if sound else None
        if audio is not None:
            audio.codec_context.layout = "mono"
        for index in range(count):
            frame = av.VideoFrame.from_ndarray(picture(index, *size), "bgr24")
            frame.pts, frame.time_base = ticks[index] if ticks else index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if audio is not None:
            add_tone(container, audio, float(count / rate))
    return path


def add_tone(container: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    samples = np.arange(int(44100 * seconds))
    wave = (np.sin(samples * 2 * np.pi * 440 / 44100) * 8000).astype(np.int16)
    for start in range(0, len(wave), 1024):
        frame = av.AudioFrame.from_ndarray(wave[None, start : start + 1024], "s16", "mono")
        frame.sample_rate, frame.pts, frame.time_base = 44100, start, Fraction(1, 44100)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def video_times(path: Path) -> list[Fraction]:
    """The times of all decodable frames, read without the code under test."""
    with av.open(str(path)) as container:
        return [frame.pts * frame.time_base for frame in container.decode(video=0)]


def sound_packets(path: Path) -> list[tuple[Fraction, bytes]]:
    with av.open(str(path)) as container:
        packets = container.demux(audio=0)
        return [(p.pts * p.time_base, bytes(p)) for p in packets if p.size and p.pts is not None]


def write_jpeg(path: Path, image: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".jpg", image)[1].tobytes())
    return path


def detections(*rows: tuple[float, float, float, float, float, float, int]) -> Detections:
    """Rows of x1, y1, x2, y2, objectness, class score, class."""
    if not rows:
        return Detections.empty()
    table = np.array(rows, np.float32)
    return Detections(
        xyxy=table[:, :4],
        objectness=table[:, 4],
        class_score=table[:, 5],
        class_id=table[:, 6].astype(np.int32),
    )


def rendered(frame: Frame, found: Detections | None = None, image: np.ndarray | None = None) -> Rendered:
    inference = Inference(found or Detections.empty(), Timing(), MODEL)
    return Rendered(Detected(frame, inference, Settings()), frame.image if image is None else image)


def image_frame(name: str = "dog.jpg", size: tuple[int, int] = (64, 48), repeat: bool = False) -> Frame:
    info = SourceInfo(name, "image", size)
    return Frame(picture(5, *size), 0, 0, 0, info, repeat)


def video_frame(index: int, name: str = "street.mp4", size: tuple[int, int] = (64, 48)) -> Frame:
    info = SourceInfo(name, "video", size, fps=Fraction(10), time_base=Fraction(1, 10))
    return Frame(picture(index, *size), index, index * 100_000_000, 0, info)
