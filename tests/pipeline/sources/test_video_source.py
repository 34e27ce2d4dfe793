"""Video files become frames with exact times; broken ones say what is wrong."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from support.films.media_files import NTSC, make_video, number_in, picture, video_times
from support.paths import SHARED
from yolocam.errors import SourceError
from yolocam.frame import Frame
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.files.video import VideoSource

VTEST = SHARED / "samples" / "vtest.avi"
UNEVEN = [0, 1, 2, 9, 10, 14, 15, 16, 30, 31]


def frames_of(source: VideoSource) -> list[Frame]:
    frames = list(iter(source.read, None))
    source.close()
    return frames


def test_info_and_every_frame_with_its_time(tmp_path: Path) -> None:
    path = make_video(tmp_path / "Straße 犬.mp4", 30, sound="aac")
    source = VideoSource(path)
    info = source.info
    assert (info.name, info.kind, info.size_wh) == ("Straße 犬.mp4", "video", (64, 48))
    assert (info.fps, info.frame_count, info.has_audio, info.seekable) == (NTSC, 30, True, True)
    assert info.duration_ns == round(30 * 10**9 / NTSC)
    frames = frames_of(source)
    assert [number_in(frame.image) for frame in frames] == list(range(30))
    assert [frame.index for frame in frames] == list(range(30))
    assert [frame.pts_ns for frame in frames] == [round(t * 10**9) for t in video_times(path)]
    assert all(not frame.image.flags.writeable and frame.source is info for frame in frames)
    assert source.problem is None


@pytest.mark.parametrize("name", ["v.mp4", "v.mkv", "v.avi", "v.ts"])
def test_times_start_at_zero_in_every_container(tmp_path: Path, name: str) -> None:
    codec = "mpeg4" if name == "v.avi" else "libx264"
    path = make_video(tmp_path / name, 20, rate=Fraction(25), codec=codec)
    source = VideoSource(path)
    assert [f.pts_ns for f in frames_of(source)] == [i * 40_000_000 for i in range(20)]
    assert source.problem is None


def test_avi_whose_frames_are_stored_out_of_order(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.avi", 40, rate=Fraction(25), options={"bf": "3"})
    frames = frames_of(VideoSource(path))
    assert [number_in(frame.image) for frame in frames] == list(range(40))
    assert [frame.pts_ns for frame in frames] == [i * 40_000_000 for i in range(40)]


def test_variable_rate_keeps_its_times(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", 10, rate=Fraction(50), ticks=UNEVEN)
    assert [f.pts_ns for f in frames_of(VideoSource(path))] == [t * 20_000_000 for t in UNEVEN]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_rotation_of_the_container_is_applied(tmp_path: Path, degrees: int) -> None:
    path = make_video(tmp_path / "v.mp4", 3, rotate=degrees)
    source = VideoSource(path)
    frame = frames_of(source)[0]
    expected = np.rot90(picture(0b00000000), degrees // 90)
    assert frame.image.shape == expected.shape and frame.size_wh == source.info.size_wh
    assert frame.image.flags.c_contiguous


def test_exif_data_inside_a_motion_jpeg(tmp_path: Path) -> None:
    jpeg = cv2.imencode(".jpg", np.zeros((48, 64, 3), np.uint8))[1].tobytes()
    make = struct.pack("<H HHI4s I", 1, 0x10F, 2, 4, b"abc\0", 0)
    exif = b"Exif\0\0II*\0" + struct.pack("<I", 8) + make
    path = tmp_path / "v.mjpeg"
    path.write_bytes(jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:])
    source = VideoSource(path)
    frame = source.read()
    source.close()
    assert frame is not None and frame.image.shape == (48, 64, 3)


def test_rotation_goes_the_right_way(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", 16, rotate=90)
    image = frames_of(VideoSource(path))[15].image  # the left half is bright
    assert image[-8].mean() > 180 > 100 > image[8].mean()  # turned against the clock: left is below


@pytest.mark.slow
@pytest.mark.parametrize("wanted", [0, 1, 11, 12, 13, 29, 30, 59, 3, 58])
def test_seek_is_exact(tmp_path: Path, wanted: int) -> None:
    path = make_video(tmp_path / "v.mp4", 60, options={"g": "12", "bf": "3"})
    source = VideoSource(path)
    times = [round(t * 10**9) for t in video_times(path)]
    for _ in range(7):
        source.read()
    for target in (times[wanted], times[wanted] + 15_000_000):
        source.seek(target)
        frame = source.read()
        assert frame is not None
        assert (number_in(frame.image), frame.index, frame.pts_ns) == (wanted, wanted, times[wanted])
    following = [frame.index for frame in frames_of(source)]
    assert following == list(range(wanted + 1, 60))


@pytest.mark.parametrize("name", ["v.mkv", "v.avi", "v.ts"])
def test_seek_in_other_containers(tmp_path: Path, name: str) -> None:
    codec = "mpeg4" if name == "v.avi" else "libx264"
    source = VideoSource(make_video(tmp_path / name, 60, rate=Fraction(25), codec=codec))
    for wanted in (45, 5, 59, 0, 30):
        source.seek(wanted * 40_000_000 + 1_000_000)
        frame = source.read()
        assert frame is not None and number_in(frame.image) == frame.index == wanted
    source.close()


def test_seek_beyond_the_ends_is_clamped(tmp_path: Path) -> None:
    source = VideoSource(make_video(tmp_path / "v.mp4", 30))
    source.seek(10**12)
    assert [f.index for f in iter(source.read, None)] == [29]
    source.seek(-5)
    assert [f.index for f in frames_of(source)] == list(range(30))


def test_frame_that_stands_long_is_found(tmp_path: Path) -> None:
    source = VideoSource(make_video(tmp_path / "v.mp4", 10, rate=Fraction(50), ticks=UNEVEN))
    source.seek(25 * 20_000_000)
    frame = source.read()
    assert frame is not None and number_in(frame.image) == UNEVEN.index(16)
    source.close()


def test_stride_keeps_true_numbers(tmp_path: Path) -> None:
    source = VideoSource(
        make_video(tmp_path / "v.mp4", 10, rate=Fraction(10)), wanted=lambda index, _: index % 4 == 0
    )
    frames = frames_of(source)
    assert [(f.index, number_in(f.image), f.pts_ns) for f in frames] == [
        (0, 0, 0), (4, 4, 400_000_000), (8, 8, 800_000_000),
    ]  # fmt: skip


def test_change_of_size_is_scaled_to_the_first(tmp_path: Path) -> None:
    parts = [make_video(tmp_path / f"{w}.ts", 12, size=(w, 48)) for w in (64, 96)]
    joined = tmp_path / "v.ts"
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    frames = frames_of(VideoSource(joined))
    assert len(frames) > 12 and {frame.size_wh for frame in frames} == {(64, 48)}
    times = [frame.pts_ns for frame in frames]
    assert times == sorted(set(times))  # the second part starts again at its own zero


def test_matroska_that_starts_late_does_not_break_off(tmp_path: Path) -> None:
    ticks = list(range(250, 275))
    source = VideoSource(make_video(tmp_path / "v.mkv", 25, rate=Fraction(25), ticks=ticks))
    assert source.info.duration_ns == 10**9
    assert len(frames_of(source)) == 25
    assert source.problem is None


def test_file_that_breaks_off_ends_early_and_says_so(tmp_path: Path) -> None:
    whole = make_video(tmp_path / "whole.mkv", 90, rate=Fraction(25))
    data = whole.read_bytes()
    (tmp_path / "v.mkv").write_bytes(data[: len(data) * 6 // 10])
    source = VideoSource(tmp_path / "v.mkv")
    count = len(frames_of(source))
    assert 20 < count < 80
    assert source.problem is not None and "breaks off" in source.problem


def test_damaged_packets_are_skipped(tmp_path: Path) -> None:
    path = make_video(
        tmp_path / "v.avi", 60, codec="mjpeg", rate=Fraction(25), options={}, pix_fmt="yuvj420p"
    )
    data = bytearray(path.read_bytes())
    at = data.find(b"\xff\xd8", len(data) // 2)
    end = data.find(b"\xff\xd9", at)
    data[at:end] = bytes(end - at)
    path.write_bytes(data)
    source = VideoSource(path)
    assert 55 <= len(frames_of(source)) < 60
    assert source.problem is not None and "damaged" in source.problem


def without_index(data: bytes) -> bytes:
    return data[: data.rfind(b"moov") - 4]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just some text, and no video\n" * 50,
        b"<!DOCTYPE html><html><body>404 Not Found</body></html>",
        b"#EXTM3U\n#EXTINF:10,\nhttp://192.0.2.1/a.ts\n",
        bytes(5000),
        "half",
    ],
    ids=["empty", "text", "html", "playlist", "zeros", "no index"],
)
def test_what_is_no_video_is_told_in_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], data: bytes | str
) -> None:
    path = make_video(tmp_path / "v.mp4", 30)
    path.write_bytes(without_index(path.read_bytes()) if isinstance(data, str) else data)
    with pytest.raises(SourceError) as caught:
        VideoSource(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    from support.films.media_files import add_tone

    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=44100)
        stream.codec_context.layout = "mono"
        add_tone(container, stream, 0.5)
    with pytest.raises(SourceError, match="holds no video"):
        VideoSource(tmp_path / "a.mp4")


def test_closed_source_reads_nothing(tmp_path: Path) -> None:
    source = VideoSource(make_video(tmp_path / "v.mp4", 5))
    source.read()
    source.close()
    source.seek(0)
    assert source.read() is None
    source.close()


def test_addresses(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", 5)
    for address in (str(path), f"file:{path}"):
        source = open_source(address)
        assert source.info.kind == "video" and source.info.seekable
        source.close()
    with pytest.raises(SourceError, match="does not exist"):
        open_source(str(tmp_path / "missing.mp4"))


@pytest.mark.slow
@pytest.mark.skipif(not VTEST.exists(), reason=f"{VTEST} is missing")
def test_real_street_video() -> None:
    source = VideoSource(VTEST)
    count = 0
    while (frame := source.read()) is not None:
        assert (frame.index, frame.pts_ns) == (count, count * 100_000_000)
        count += 1
    assert count == source.info.frame_count == 795 and source.problem is None
    reference = cv2.VideoCapture(str(VTEST))
    pictures = [reference.read()[1] for _ in range(135)]
    reference.release()
    for wanted in (130, 3, 99):
        source.seek(wanted * 100_000_000 + 50_000_000)
        found = source.read()
        assert found is not None and found.index == wanted
        # Neighbouring frames differ by more than 1 on average; two decoders round by less.
        assert np.abs(found.image.astype(int) - pictures[wanted]).mean() < 1.5
    source.close()
