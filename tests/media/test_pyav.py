"""What has to be the same under every release of PyAV that is supported."""

from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import pytest

from support.films.media_files import NTSC, make_video
from yolocam.media.pyav import fraction_of
from yolocam.media.sniff import sniff_kind
from yolocam.pipeline.sources.files.video import VideoSource


def latin_tag(path: Path) -> Path:
    """Make a video whose title is no UTF-8, as cameras and old programs write them."""
    plain = make_video(path.with_stem("plain"), 5)
    with av.open(str(plain)) as source, av.open(str(path), "w") as output:
        output.metadata["title"] = "Cafe de nuit"
        track = source.streams.video[0]
        stream = output.add_stream_from_template(track)
        for packet in source.demux(track):
            if packet.size:
                packet.stream = stream
                output.mux(packet)
    content = path.read_bytes()
    assert b"Cafe de nuit" in content
    path.write_bytes(content.replace(b"Cafe de nuit", "Café de nuit".encode("latin-1")))
    plain.unlink()
    return path


@pytest.mark.parametrize("ending", ["mkv", "mp4", "avi"])
def test_title_in_another_encoding_is_no_obstacle(tmp_path: Path, ending: str) -> None:
    path = latin_tag(tmp_path / f"v.{ending}")
    assert sniff_kind(path) == "video"
    source = VideoSource(path)
    assert source.read() is not None and source.read() is not None
    source.close()


@pytest.mark.parametrize("ending", ["mkv", "mp4", "avi", "ts"])
def test_rates_and_time_bases_are_exact_fractions(tmp_path: Path, ending: str) -> None:
    source = VideoSource(make_video(tmp_path / f"v.{ending}", 30))
    info = source.info
    source.close()
    assert type(info.fps) is Fraction and info.fps == NTSC
    assert type(info.time_base) is Fraction
    assert info.pixel_aspect is None


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (30000, 1001, Fraction(30000, 1001)),
        (0, 1, None),
        (1, 0, None),
        (0, 0, None),
        (-4, 3, Fraction(-4, 3)),
    ],
)
def test_ratio_that_is_not_set_is_none(numerator: int, denominator: int, expected: Fraction | None) -> None:
    assert fraction_of(SimpleNamespace(numerator=numerator, denominator=denominator)) == expected


def test_no_ratio_is_none() -> None:
    assert fraction_of(None) is None
