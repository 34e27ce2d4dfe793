"""Codec, size, bitrate, quality and key frames that were asked for are those of the files that come out."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from support.pipeline.recording_frames import FILE as CLIP
from support.pipeline.recording_frames import result
from yolocam.errors import SettingsError
from yolocam.frame import Rendered, publish
from yolocam.media.encoding.encoder_settings import CODECS, FILE, LIVE, EncoderSettings
from yolocam.media.encoding.encoders import working_encoders
from yolocam.pipeline.sinks.video.annotated_video import VideoFileSink
from yolocam.pipeline.sinks.video.recorder import Recorder

KINDS = ("det.mp4", "live.mp4", "live.mkv")
DECODED_AS = {"libdav1d": "av1", "libaom-av1": "av1"}


def moving(count: int, size_wh: tuple[int, int] = (160, 120), noise: float = 20.0) -> list[Rendered]:
    """Frames at 25 a second that cost an encoder something: a gradient that moves, and noise."""
    rng = np.random.default_rng(5)
    width, height = size_wh
    x = np.arange(width)[None, :, None] + np.zeros((height, 1, 3))
    items = []
    for index in range(count):
        image = (x * 2 + 5 * index) % 200 + rng.normal(20, noise, (height, width, 3))
        item = result(index, source=CLIP, size_wh=size_wh)
        items.append(replace(item, image=publish(np.clip(image, 0, 255).astype(np.uint8))))
    return items


def usual(kind: str) -> EncoderSettings:
    return FILE if kind.startswith("det") else replace(LIVE, hardware=False)


def written(path: Path, settings: EncoderSettings, items: list[Rendered]) -> Path:
    if path.name.startswith("det"):
        sink = VideoFileSink(path, source_info=items[0].frame.source, encoder=settings)
    else:
        sink = Recorder(path, encoder=settings, jsonl=False)
    for item in items:
        sink.write(item)
    sink.close()
    return path


def frames_of(path: Path) -> tuple[str, list[av.VideoFrame]]:
    with av.open(str(path)) as container:
        name = container.streams.video[0].codec_context.name
        return DECODED_AS.get(name, name), list(container.decode(video=0))


def needs(settings: EncoderSettings) -> None:
    try:
        working_encoders(settings)
    except Exception as error:  # a build of PyAV without it
        pytest.skip(str(error))


@pytest.mark.slow
@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("kind", KINDS)
def test_codec_and_size(tmp_path: Path, kind: str, codec: str) -> None:
    settings = replace(usual(kind), codec=codec, size_wh=(96, 64))
    needs(settings)
    items = moving(8, noise=0)
    name, frames = frames_of(written(tmp_path / kind, settings, items))
    assert name == codec
    assert len(frames) == 8
    assert {(frame.width, frame.height) for frame in frames} == {(96, 64)}
    assert [round(frame.time * 25) for frame in frames] == list(range(8))
    mean = frames[0].to_ndarray(format="bgr24").mean()
    assert mean == pytest.approx(items[0].image.mean(), abs=4)


@pytest.mark.slow
@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("kind", KINDS[:2])
def test_a_bitrate_is_kept(tmp_path: Path, kind: str, codec: str) -> None:
    settings = replace(usual(kind), codec=codec, bitrate=600_000)
    needs(settings)
    path = written(tmp_path / kind, settings, moving(75, (192, 128)))
    assert path.stat().st_size * 8 / 3 == pytest.approx(600_000, rel=0.4)


@pytest.mark.slow
@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("kind", KINDS[:2])
def test_a_lower_quality_number_is_a_larger_file(tmp_path: Path, kind: str, codec: str) -> None:
    needs(replace(usual(kind), codec=codec))
    items = moving(10)
    sizes = [
        written(tmp_path / str(quality) / kind, replace(usual(kind), codec=codec, quality=quality), items)
        .stat()
        .st_size
        for quality in (5, 18, 31)
    ]
    assert sizes[0] > 1.3 * sizes[1] > 1.3 * sizes[2]


@pytest.mark.slow
@pytest.mark.parametrize("codec", CODECS)
def test_a_recording_can_be_searched_by_the_second(tmp_path: Path, codec: str) -> None:
    settings = replace(usual("live"), codec=codec)
    needs(settings)
    _, frames = frames_of(written(tmp_path / "live.mp4", settings, moving(55, (64, 64), noise=0)))
    keys = [frame.time for frame in frames if frame.key_frame]
    assert {0.0, 1.0, 2.0} <= set(keys)


def test_another_shape_is_shown_like_the_source(tmp_path: Path) -> None:
    items = moving(2, (160, 120))
    path = written(tmp_path / "det.mp4", EncoderSettings(size_wh=(160, 90)), items)
    with av.open(str(path)) as container:
        ratio = container.streams.video[0].sample_aspect_ratio
    assert Fraction(160, 90) * Fraction(ratio.numerator, ratio.denominator) == Fraction(4, 3)


@pytest.mark.parametrize(
    ("wanted", "source", "size"),
    [
        (None, (64, 48), (64, 48)),
        (None, (63, 47), (64, 48)),
        ((32, 0), (64, 48), (32, 24)),
        ((0, 24), (64, 48), (32, 24)),
        ((100, 0), (1920, 1080), (100, 56)),
        ((320, 200), (64, 48), (320, 200)),
    ],
)
def test_sizes(wanted: tuple[int, int] | None, source: tuple[int, int], size: tuple[int, int]) -> None:
    assert EncoderSettings(size_wh=wanted).output_size(source) == size


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"quality": 20, "bitrate": 500_000}, "do not go together"),
        ({"quality": 52}, r"quality is 52, expected 0 \(best\) to 51"),
        ({"codec": "mpeg4", "quality": 0}, r"quality is 0, expected 1 \(best\) to 31"),
        ({"codec": "av1", "quality": 64}, r"quality is 64, expected 0 \(best\) to 63"),
        ({"bitrate": 100}, "bitrate is 100, expected"),
        ({"size_wh": (641, 480)}, "output size is 641x480, expected even numbers"),
        ({"size_wh": (8, 0)}, "output size is 8x, expected even numbers"),
        ({"size_wh": (0, 0)}, "output size is x, expected even numbers"),
    ],
)
def test_what_cannot_be_is_refused(choices: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        EncoderSettings(**choices)
