"""Kinds H and I: nothing in a folder is lost without a word, and a file is what its content says."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest

from support import picture_makers as make
from support.films.media_files import make_video
from yolocam.errors import SourceError
from yolocam.media.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES
from yolocam.pipeline.sources.files.image import read_image
from yolocam.pipeline.sources.files.listing import Listing, list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource

STILLS = {name: data for name, data in make.ALL.items() if "." not in name}


def listed(folder: Path, recursive: bool = False) -> Listing:
    return list_sources([str(folder)], recursive)


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["jpg", "png", "tif", "heic", "mp4", "mkv", "ts", "data", ""])
@pytest.mark.parametrize("ending", STILLS)
def test_a_still_is_known_whatever_it_is_called(tmp_path: Path, ending: str, wrong: str) -> None:
    path = tmp_path / ("photo." + wrong if wrong else "photo")
    path.write_bytes(STILLS[ending])
    for listing in (listed(tmp_path), listed(path)):
        (item,) = listing.items
        assert (item.kind, item.pages) == ("image", 1) and listing.passed_over is None
    assert make.looks_upright(read_image(path))


CONTAINERS = {
    "mp4": "libx264", "mov": "libx264", "mkv": "libx264", "webm": "libvpx", "avi": "mpeg4", "ts": "libx264",
    "m2ts": "libx264", "mpg": "mpeg2video", "flv": "flv1", "ogv": "libtheora", "wmv": "wmv2",
    "264": "libx264", "h265": "libx265", "ivf": "libvpx", "mxf": "mpeg2video",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("ending", CONTAINERS)
def test_a_film_is_known_whatever_it_is_called(tmp_path: Path, ending: str) -> None:
    rate = Fraction(25)
    try:
        options = {"x265-params": "log-level=none"} if ending == "h265" else {}
        film = make_video(tmp_path / f"a.{ending}", 5, rate=rate, size=(160, 128), codec=CONTAINERS[ending],
                          options=options, pix_fmt="yuv420p")  # fmt: skip
    except ValueError:
        pytest.skip(f"this PyAV writes no {ending} with {CONTAINERS[ending]}")
    for name in (f"a.{ending.upper()}", "film.jpg", "film.data", "film"):
        path = tmp_path / "folder" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(film.read_bytes())
    listing = listed(tmp_path / "folder")
    assert [item.kind for item in listing.items] == ["video"] * 4 and listing.passed_over is None
    source = SequenceSource(listing)
    assert sum(1 for _ in iter(source.read, None)) == 20
    source.close()


def test_what_is_passed_over_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(make.ALL["jpg"])
    binary = b"\x01\x02\0\xff" * 200
    for name in ("b.psd", "c.PSD", "d.NEF", "scan", "e.zip"):
        (tmp_path / name).write_bytes(binary)
    (tmp_path / "f.dng").write_bytes(make.ALL["tif"])  # so a raw file begins
    (tmp_path / "drawing.svg").write_text("<svg/>")
    for name in (
        "notes.txt",
        "a.json",
        "README",
        "a.xmp",
        "script.py",
        "Thumbs.db",
        "song.mp3",
        "net.weights",
    ):
        (tmp_path / name).write_bytes(binary if name.endswith(("db", "mp3", "weights")) else b"some text\n")
    (tmp_path / ".DS_Store").write_bytes(binary)
    (tmp_path / "sub").mkdir()
    listing = listed(tmp_path)
    assert [item.name for item in listing.items] == ["a.jpg"]
    words = listing.passed_over or ""
    assert words.startswith("7 files passed over: ")
    for part in ("without an ending (1)", ".psd (2)", ".NEF (1)", ".dng (1)", ".zip (1)", ".svg (1)"):
        assert part.lower() in words.lower()
    assert "1 sub-folder not looked into (use -r)" in words
    assert listed(tmp_path / "a.jpg").passed_over is None
    glob = list_sources([str(tmp_path / "[a-d].*")])
    assert glob.passed_over == "3 files passed over: .NEF (1), .psd (2)"


def test_a_folder_of_nothing_else_says_what_it_holds(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.CR2").write_bytes(b"II*\0" + bytes(100))
    with pytest.raises(SourceError, match=r"holds no image or video: 3 files passed over: \.CR2 \(3\)"):
        listed(tmp_path)
    with pytest.raises(SourceError, match="camera's raw file"):
        listed(tmp_path / "0.CR2")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\x0a\xfa\x7f\x01", "JPEG XL"),
        (b"8BPS\0\1" + bytes(20), "Photoshop"),
        (b"%PDF-1.7\n%\xff", "PDF"),
    ],
)
def test_formats_that_are_not_read_are_named(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.bin").write_bytes(data)
    (tmp_path / "a.jpg").write_bytes(data)
    with pytest.raises(SourceError, match=says):
        listed(tmp_path / "a.bin")
    with pytest.raises(SourceError, match=says):
        read_image(tmp_path / "a.jpg")


def test_what_yolocam_wrote_itself_is_not_its_input(tmp_path: Path) -> None:
    originals = ["dog.jpg", "dog_1.jpg", "photo.HEIC", "clip.avi", "sub/cat.png"]
    written = ["det_dog.jpg", "det_photo.png", "det_clip.mp4", "det_clip_2.mp4", "det_photo_p3.tif",
               "runs/detect/exp/det_dog.jpg", "out/sub/det_cat.png",
               "runs/detect/exp/crops/dog/dog_0.jpg", "crops/person/clip_17_0.jpg"]  # fmt: skip
    own = ["det_alone.jpg", "crops/apple/field_7.jpg"]  # of nothing that is here
    for name in originals + written + own:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make.ALL["jpg"])
    listing = listed(tmp_path, recursive=True)
    assert sorted(item.name for item in listing.items) == sorted(originals + own)
    assert listing.passed_over == "9 files passed over: yolocam's own results (9)"
    assert len(listed(tmp_path / "runs/detect/exp", recursive=True)) == 2, "what is asked for is taken"


@pytest.mark.parametrize("big", [False, True], ids=["TIFF", "BigTIFF"])
def test_each_page_of_a_tiff_is_a_picture(tmp_path: Path, big: bool) -> None:
    from PIL import Image

    pages = [Image.new("RGB", (40 + n, 30), (70 * n, 10, 200)) for n in range(3)]
    for name in ("scan.tif", "scan_p2.tif"):
        pages[0].save(tmp_path / name, save_all=True, append_images=pages[1:], big_tiff=big)
    listing = listed(tmp_path)
    assert len(listing) == 6 and len({item.name for item in listing.items}) == 6
    assert [item.name for item in listing.items[:3]] == ["scan_p1.tif", "scan_p2.tif", "scan_p3.tif"]
    source = SequenceSource(listing)
    frames = list(iter(source.read, None))
    source.close()
    assert source.info.frame_count == 6
    assert [frame.size_wh[0] for frame in frames] == [40, 41, 42] * 2
    assert [int(frame.image[0, 0, 2]) for frame in frames] == [0, 70, 140] * 2
    assert {frame.source.kind for frame in frames} == {"image"}


def test_a_preview_inside_a_tiff_is_no_page(tmp_path: Path) -> None:
    from PIL import Image

    small = Image.new("RGB", (8, 6))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    make.upright().save(tmp_path / "a.tif", save_all=True, append_images=[small])
    (item,) = listed(tmp_path).items
    assert item.name == "a.tif" and make.looks_upright(read_image(item.path))


def test_a_phone_s_double_picture_is_its_first(tmp_path: Path) -> None:
    (tmp_path / "photo.mpo").write_bytes(make.ALL["mpo"])
    (item,) = listed(tmp_path).items
    assert item.kind == "image" and make.looks_upright(read_image(item.path))


def test_a_pipe_holds_up_nothing(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    os.mkfifo(tmp_path / "live.jpg")
    (tmp_path / "endless.jpg").symlink_to("/dev/zero")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "live.jpg")
    (tmp_path / "a.jpg").write_bytes(make.ALL["jpg"])
    assert [item.name for item in listed(tmp_path).items] == ["a.jpg"]


def test_one_jpeg_after_the_other_is_a_film_where_the_name_says_so(tmp_path: Path) -> None:
    for name, kind in [("a.mjpg", "video"), ("b.avi", "video"), ("c.jpg", "image"), ("d", "image")]:
        (tmp_path / name).write_bytes(make.ALL["jpg"] * 3)
        assert listed(tmp_path / name).items[0].kind == kind
    (tmp_path / "one.mp4").write_bytes(make.ALL["jpg"])
    assert listed(tmp_path / "one.mp4").items[0].kind == "image"


def test_endings_say_one_thing() -> None:
    assert not IMAGE_SUFFIXES & VIDEO_SUFFIXES
