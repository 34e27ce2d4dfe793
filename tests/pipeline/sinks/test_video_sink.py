"""The annotated video has the source's frames, times and sound, and plays in a browser."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from support.films.media_files import (
    NTSC,
    image_frame,
    make_video,
    number_in,
    rendered,
    sound_packets,
    video_frame,
    video_times,
    write_jpeg,
)
from yolocam.errors import SinkError
from yolocam.frame import Frame, SourceInfo
from yolocam.media.encoding.encoder_settings import FILE, EncoderSettings
from yolocam.media.encoding.encoders import ENCODERS, Encoder
from yolocam.media.encoding.video_track import VideoTrack, to_yuv420p
from yolocam.media.encoding.video_writer import VideoWriter
from yolocam.pipeline.sinks.video.annotated_video import VideoFileSink
from yolocam.pipeline.sinks.video.folder import FolderSink
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource
from yolocam.pipeline.sources.files.video import VideoSource

UNEVEN = [0, 1, 2, 9, 10, 14, 15, 16, 30, 31]


def convert(path: Path, output: Path, limit: int | None = None) -> list[str]:
    """Read a video and write it again; returns the warnings."""
    warnings: list[str] = []
    source = VideoSource(path)
    sink = VideoFileSink(output, source_info=source.info, warn=warnings.append)
    while (frame := source.read()) is not None and (limit is None or frame.index < limit):
        sink.write(rendered(frame))
    source.close()
    sink.close()
    return warnings


def top_boxes(path: Path) -> list[str]:
    data, position, kinds = path.read_bytes(), 0, []
    while position < len(data):
        size, kind = struct.unpack_from(">I4s", data, position)
        size = struct.unpack_from(">Q", data, position + 8)[0] if size == 1 else size
        kinds.append(kind.decode())
        position += size
    return kinds


def rate_of(path: Path) -> Fraction | None:
    with av.open(str(path)) as container:
        return container.streams.video[0].average_rate


def test_constant_ntsc_rate_and_copied_sound(tmp_path: Path) -> None:
    path, output = make_video(tmp_path / "v.mp4", 40, sound="aac"), tmp_path / "new" / "o.mp4"
    assert convert(path, output) == []
    assert video_times(output) == [i / NTSC for i in range(40)]
    assert rate_of(output) == NTSC
    assert sound_packets(output) == sound_packets(path)


def test_plays_in_a_browser(tmp_path: Path) -> None:
    output = tmp_path / "o.mp4"
    convert(make_video(tmp_path / "v.mp4", 10), output)
    kinds = top_boxes(output)
    assert kinds.index("moov") < kinds.index("mdat") and "moof" not in kinds
    with av.open(str(output)) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.color_range, context.colorspace) == (1, 6)
        assert [number_in(f.to_ndarray(format="bgr24")) for f in container.decode(video=0)] == list(range(10))
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["v.mkv", "v.ts", "v.mov"])
def test_other_containers_keep_rate_and_sound(tmp_path: Path, name: str) -> None:
    path, output = make_video(tmp_path / name, 40, sound="aac"), tmp_path / "o.mp4"
    assert convert(path, output) == []
    assert rate_of(output) == NTSC
    with av.open(str(path)) as source, av.open(str(output)) as result:
        before, after = (
            [f.to_ndarray() for f in container.decode(audio=0)] for container in (source, result)
        )
    kept, whole = np.concatenate(after, 1), np.concatenate(before, 1)
    np.testing.assert_array_equal(kept, whole[:, : kept.shape[1]])
    # The encoder fills its last packet up, which FFmpeg 9 takes back; Matroska counts in milliseconds.
    assert kept.shape[1] >= int(44100 * 40 / NTSC) - 45


def test_variable_rate_stays_variable(tmp_path: Path) -> None:
    path, output = tmp_path / "v.mp4", tmp_path / "o.mp4"
    make_video(path, 10, rate=Fraction(50), ticks=UNEVEN, sound="aac")
    convert(path, output)
    assert video_times(output) == [Fraction(t, 50) for t in UNEVEN] == video_times(path)


@pytest.mark.slow
@pytest.mark.parametrize(("picture_delay", "sound_delay"), [(0.5, 0.0), (0.0, 0.5)])
def test_sound_keeps_its_distance_to_the_pictures(
    tmp_path: Path, picture_delay: float, sound_delay: float
) -> None:
    path, output = tmp_path / "v.mkv", tmp_path / "o.mp4"
    plain = make_video(tmp_path / "plain.mp4", 40, rate=Fraction(25), sound="aac")
    with av.open(str(plain)) as source, av.open(str(path), "w") as target:
        streams = {s.index: target.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            if packet.dts is None or packet.pts is None:
                continue
            delay = picture_delay if packet.stream.type == "video" else sound_delay
            ticks = round(delay / packet.time_base)
            packet.pts, packet.dts = packet.pts + ticks, packet.dts + ticks
            packet.stream = streams[packet.stream_index]
            target.mux(packet)
    convert(path, output)
    distances = [sound_packets(p)[4][0] - video_times(p)[0] for p in (path, output)]
    assert abs(distances[0] - distances[1]) < Fraction(2, 1000)  # Matroska counts milliseconds


def test_sound_that_mp4_does_not_take_becomes_aac(tmp_path: Path) -> None:
    path, output = make_video(tmp_path / "v.mkv", 40, sound="pcm_s16le"), tmp_path / "o.mp4"
    assert convert(path, output) == []
    with av.open(str(output)) as container:
        assert container.streams.audio[0].codec_context.name == "aac"
        sound = np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], 1)[0]
    assert abs(len(sound) / 44100 - 40 / NTSC) < 0.1
    strongest = np.abs(np.fft.rfft(sound[4096:20480])).argmax() * 44100 / 16384
    assert strongest == pytest.approx(440, abs=3)


def test_run_that_is_cut_short_cuts_the_sound(tmp_path: Path) -> None:
    path, output = make_video(tmp_path / "v.mp4", 120, rate=Fraction(25), sound="aac"), tmp_path / "o.mp4"
    convert(path, output, limit=50)
    assert len(video_times(output)) == 50
    assert 1.9 < sound_packets(output)[-1][0] < 2.1


@pytest.mark.slow
def test_sound_longer_than_the_pictures_is_kept(tmp_path: Path) -> None:
    path, output = tmp_path / "v.mkv", tmp_path / "o.mp4"
    plain = make_video(tmp_path / "plain.mp4", 75, rate=Fraction(25), sound="aac")
    with av.open(str(plain)) as source, av.open(str(path), "w") as target:
        streams = {s.index: target.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            if packet.dts is None or (packet.stream.type == "video" and packet.dts * packet.time_base > 0.5):
                continue
            packet.stream = streams[packet.stream_index]
            target.mux(packet)
    convert(path, output)
    assert [data for _, data in sound_packets(output)] == [data for _, data in sound_packets(path)]


def test_broken_sound_costs_a_warning_and_not_the_video(tmp_path: Path) -> None:
    path, output = make_video(tmp_path / "v.mp4", 20), tmp_path / "o.mp4"
    source = VideoSource(path)
    (tmp_path / "gone.mp4").write_text("no media")
    info = SourceInfo("v", "video", (64, 48), path=tmp_path / "gone.mp4", fps=NTSC, has_audio=True)
    warnings: list[str] = []
    sink = VideoFileSink(output, source_info=info, warn=warnings.append)
    for frame in iter(source.read, None):
        sink.write(rendered(frame))
    source.close()
    sink.close()
    assert len(warnings) == 1 and "gone.mp4" in warnings[0]
    assert len(video_times(output)) == 20


@pytest.mark.parametrize("size", [(65, 49), (63, 48), (64, 47), (17, 16), (1, 1)])
def test_odd_sizes_grow_to_even(tmp_path: Path, size: tuple[int, int]) -> None:
    output = tmp_path / "o.mp4"
    info = video_frame(0, size=size).source
    sink = VideoFileSink(output, source_info=info)
    for index in range(3):
        sink.write(rendered(video_frame(index, size=size)))
    sink.close()
    with av.open(str(output)) as container:
        frames = list(container.decode(video=0))
    assert len(frames) == 3
    assert (frames[0].width, frames[0].height) == (size[0] + size[0] % 2, size[1] + size[1] % 2)


@pytest.mark.parametrize("height", [48, 50])
def test_colours_survive(tmp_path: Path, height: int) -> None:
    output = tmp_path / "o.mp4"
    image = np.zeros((height, 64, 3), np.uint8)
    image[:, :32], image[:, 32:] = (30, 60, 200), (180, 120, 20)
    frame = video_frame(0, size=(64, height))
    writer = VideoWriter(output, source_info=frame.source, encoder=EncoderSettings(quality=5))
    writer.write(frame, image)
    writer.close()
    with av.open(str(output)) as container:
        result = next(container.decode(video=0)).to_ndarray(format="bgr24")
    for row in (1, height // 2, height - 1):
        np.testing.assert_allclose(result[row, 10], (30, 60, 200), atol=8)
        np.testing.assert_allclose(result[row, 50], (180, 120, 20), atol=8)


def test_conversion_is_that_of_libswscale() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (12, 16, 3)).astype(np.uint8)
    image = cv2.resize(noise, (256, 192), interpolation=cv2.INTER_CUBIC)
    frame = av.VideoFrame.from_ndarray(image, "bgr24").reformat(format="yuv420p", dst_colorspace="ITU601")
    difference = np.abs(frame.to_ndarray().astype(int) - to_yuv420p(image))
    assert difference[:192].max() <= 2  # the brightness; colours are sampled at slightly other places
    assert difference[192:].mean() < 3


def test_repeated_frames_are_left_out(tmp_path: Path) -> None:
    output = tmp_path / "o.mp4"
    sink = VideoFileSink(output, source_info=video_frame(0).source)
    sink.write(rendered(video_frame(0)))
    sink.write(rendered(image_frame(repeat=True)))
    sink.write(rendered(video_frame(1)))
    sink.close()
    assert video_times(output) == [0, Fraction(1, 10)]


@pytest.mark.parametrize("count", [14, 28, 41])
def test_no_player_hides_the_last_frame(tmp_path: Path, count: int) -> None:
    """At these lengths the encoder's last packet is not the last picture."""
    output = tmp_path / "o.mp4"
    rate = Fraction(25)
    info = SourceInfo("a", "video", (64, 48), fps=rate, time_base=1 / rate, frame_count=count)
    noise = np.random.default_rng(0).integers(0, 255, (48, 64, 3)).astype(np.uint8)
    sink = VideoFileSink(output, source_info=info)
    for index in range(count):
        frame = Frame(np.roll(noise, index, 1), index, index * 40_000_000, 0, info)
        sink.write(rendered(frame))
    sink.close()
    assert video_times(output) == [index / rate for index in range(count)]
    with av.open(str(output)) as container:
        stream = container.streams.video[0]
        assert stream.duration is not None and stream.time_base is not None
        assert stream.duration * stream.time_base == count / rate


def test_mpeg4_where_there_is_no_h264(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "o.mp4"), "w") as container:
        encoders = (Encoder("no_such_encoder", "h264"), ENCODERS[-1])
        track = VideoTrack(container, encoders, FILE, (64, 48), Fraction(25), Fraction(1, 25))
        assert track.encoder == "mpeg4"
        container.mux(track.encode(video_frame(1).image, 0, 1))
        container.mux(track.flush())
    assert len(video_times(tmp_path / "o.mp4")) == 1


def test_unwritable_and_wrong_outputs_are_told(tmp_path: Path) -> None:
    info = video_frame(0).source
    (tmp_path / "file").write_text("x")
    for path in (tmp_path, tmp_path / "file" / "o.mp4"):
        with pytest.raises(SinkError, match=str(path.parent.name)):
            VideoFileSink(path, source_info=info)
    sink = VideoFileSink(tmp_path / "o.mp4", source_info=info)
    with pytest.raises(SinkError, match="got a frame of 30x20 pixels, expected 64x48"):
        sink.write(rendered(video_frame(0, size=(30, 20))))
    sink.close()


def test_a_killed_run_leaves_what_there_is(tmp_path: Path) -> None:
    output = tmp_path / "o.mp4"
    sink = VideoFileSink(output, source_info=video_frame(0).source)
    for index in range(200):
        sink.write(rendered(video_frame(index)))
    (tmp_path / "killed.mp4").write_bytes(output.read_bytes())  # what is on disk at this moment
    sink.close()
    assert len(video_times(tmp_path / "killed.mp4")) > 100
    assert len(video_times(output)) == 200


def test_folder_of_everything(tmp_path: Path) -> None:
    media = tmp_path / "in"
    write_jpeg(media / "a.jpg", video_frame(1).image)
    make_video(media / "b.mp4", 5, sound="aac")
    make_video(media / "b.mkv", 4)
    write_jpeg(media / "sub" / "a.jpg", video_frame(1).image)
    source = SequenceSource(list_sources([str(media)], recursive=True))
    sink = FolderSink(tmp_path / "out")
    for frame in iter(source.read, None):
        sink.write(rendered(frame))
    source.close()
    sink.close()
    written = sorted(p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*.*"))
    assert written == ["det_a.jpg", "det_b.mp4", "det_b_2.mp4", "sub/det_a.jpg"]
    assert sink.count == 4 and sink.last_path == tmp_path / "out" / "sub" / "det_a.jpg"
    assert [len(video_times(tmp_path / "out" / n)) for n in ("det_b.mp4", "det_b_2.mp4")] == [4, 5]
