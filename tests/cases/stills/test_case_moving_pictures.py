"""Kind H: all frames of a picture that moves, at its own times; one that does not move is a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from support import picture_makers as make
from yolocam.frame import Frame
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource

KINDS = {"gif": "GIF", "webp": "WEBP", "png": "PNG", "avif": "AVIF"}
DURATIONS = [500, 1000, 250, 40]


def frames_of(path: Path, stride: int = 1) -> list[Frame]:
    source = SequenceSource(list_sources([str(path)]), stride)
    try:
        frames = list(iter(source.read, None))
        assert source.info.frame_count == len(frames)
        return frames
    finally:
        source.close()


@pytest.mark.parametrize("ending", KINDS)
def test_every_frame_comes_at_its_time(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"moving.{ending}"
    path.write_bytes(make.moving(KINDS[ending], DURATIONS))
    (item,) = list_sources([str(path)]).items
    assert item.kind == "video"
    frames = frames_of(path)
    assert [frame.index for frame in frames] == [0, 1, 2, 3]
    assert [frame.pts_ns // 1_000_000 for frame in frames] == [0, 500, 1500, 1750]
    for number, frame in enumerate(frames):
        wanted = np.array([128, 255 - 60 * number, 60 * number])
        assert np.abs(frame.image.astype(int) - wanted).max() <= 6
    info = frames[0].source
    assert info.duration_ns == 1_790_000_000 and info.frame_count == 4 and info.seekable
    assert [frame.index for frame in frames_of(path, stride=3)] == [0, 3]


@pytest.mark.parametrize("ending", KINDS)
def test_the_window_seeks_in_it(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"moving.{ending}"
    path.write_bytes(make.moving(KINDS[ending], DURATIONS))
    source = open_source(str(path))
    for wanted_ms, index in [(1600, 2), (0, 0), (1499, 1), (10_000, 3), (-5, 0), (1750, 3)]:
        source.seek(wanted_ms * 1_000_000)
        frame = source.read()
        assert frame is not None and frame.index == index
        assert abs(int(frame.image[0, 0, 2]) - 60 * index) <= 6
    source.close()
    assert source.read() is None


@pytest.mark.parametrize("ending", KINDS)
def test_one_frame_is_a_picture(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"still.{ending}"
    path.write_bytes(make.moving(KINDS[ending], [500]))
    (item,) = list_sources([str(path)]).items
    assert item.kind == "image"
    (frame,) = frames_of(path)
    assert frame.source.kind == "image"


def drawn_by_pillow(path: Path) -> list[np.ndarray]:
    with Image.open(path) as image:
        return [np.asarray(frame.convert("RGBA"))[..., 2::-1] for frame in ImageSequence.Iterator(image)]


@pytest.mark.parametrize("disposal", [0, 1, 2, 3])
@pytest.mark.parametrize("ending", ["gif", "png"])
def test_frames_are_drawn_onto_each_other(tmp_path: Path, ending: str, disposal: int) -> None:
    frames = []
    for number in range(4):
        image = Image.new("RGBA", (32, 24), (0, 0, 0, 0))
        image.paste((200, 40 * number, 20, 255), (5 * number, 3, 5 * number + 9, 20))
        frames.append(image)
    path = tmp_path / f"moving.{ending}"
    how = {"disposal": disposal} if ending == "gif" else {"disposal": min(disposal, 2), "blend": 1}
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100, **how)
    for frame, expected in zip(frames_of(path), drawn_by_pillow(path), strict=True):
        seen = expected[10, 5 * frame.index + 2]
        assert (frame.image[10, 5 * frame.index + 2] == seen).all() and seen[2] == 200


@pytest.mark.parametrize("delay", [0, 10])
def test_frames_that_last_no_time_last_a_tenth_of_a_second(tmp_path: Path, delay: int) -> None:
    path = tmp_path / "quick.gif"
    path.write_bytes(make.moving("GIF", [delay] * 3))
    assert [frame.pts_ns for frame in frames_of(path)] == [0, 100_000_000, 200_000_000]


def test_a_picture_that_breaks_off_gives_its_frames_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cut.gif"
    noise = np.random.default_rng(1).integers(0, 255, (4, 48, 64, 3)).astype(np.uint8)
    data = make.moving("GIF", DURATIONS, [Image.fromarray(image) for image in noise])
    path.write_bytes(data[: len(data) * 7 // 8])
    told: list[str] = []
    source = SequenceSource(list_sources([str(path)]), on_problem=lambda _, text: told.append(text))
    frames = list(iter(source.read, None))
    source.close()
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert len(told) == 1 and str(path) in told[0] and "frame 4" in told[0]
