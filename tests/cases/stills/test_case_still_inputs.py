"""The public inputs of stills and folders, as a user runs them; independent decoders say what is right."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import av
import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageSequence

from support.paths import CASES
from yolocam.cli import main
from yolocam.errors import SourceError
from yolocam.pipeline.sources.files.image import PictureFiles, read_image
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource

INPUTS = CASES
pytestmark = pytest.mark.skipif(not INPUTS.is_dir(), reason=f"{INPUTS} is missing")


def holiday() -> np.ndarray:
    """The photo most inputs are made from, RGB, 416x312."""
    return np.asarray(Image.open(INPUTS / "00-base/holiday.jpg").convert("RGB"))


def close(image: np.ndarray, expected: np.ndarray, tolerance: float = 7) -> bool:
    """Whether a BGR picture is an RGB one, as far as its compression allows."""
    return (
        image.shape == expected.shape and np.abs(image[..., ::-1].astype(int) - expected).mean() < tolerance
    )


@pytest.mark.parametrize(
    "name",
    [
        "13-exif-jpeg/o1.jpg",
        "15-avif-irot/a8.avif",
        "15-avif-irot/avif6.avif",
        "17-heic-gif-stills/photo.HEIC",
        "18-folder-passes-over/IMG_1.HEIC",
        "18-folder-passes-over/scan.j2k",
        "18-folder-passes-over/stereo.mpo",
        "27-jpeg-end-missing/crlf_before.jpg",
        "27-jpeg-end-missing/eoi_half.jpg",
        "27-jpeg-end-missing/nl_appended.jpg",
        "27-jpeg-end-missing/no_eoi.jpg",
        "27-jpeg-end-missing/progressive_cut.jpg",
        "27-jpeg-end-missing/stereo.mpo",
    ],
)
def test_it_is_the_photo_upright(name: str) -> None:
    assert close(read_image(INPUTS / name), holiday())


@pytest.mark.parametrize("name", ["16-heic-grid/IMG_0042.HEIC", "17-heic-gif-stills/single_irot3.heic"])
def test_iphone_photos_are_whole_and_upright(name: str) -> None:
    image = read_image(INPUTS / name)
    assert image.shape == (384, 512, 3)
    assert close(image, np.asarray(pillow_heif.read_heif(INPUTS / name).to_pillow().convert("RGB")), 3)
    assert close(image, np.asarray(Image.fromarray(holiday()).resize((512, 384))), 12)


def test_first_tile_is_where_it_belongs() -> None:
    with av.open(str(INPUTS / "16-heic-grid/IMG_0042.HEIC")) as container:
        tile = next(container.decode(video=0)).to_ndarray(format="rgb24")
    assert close(read_image(INPUTS / "16-heic-grid/IMG_0042.HEIC")[: tile.shape[0], : tile.shape[1]], tile)


@pytest.mark.parametrize(
    ("name", "note", "fault"),
    [
        ("no_eoi.jpg", "no JPEG end marker", None),
        ("eoi_half.jpg", "no JPEG end marker", None),
        ("nl_appended.jpg", "no JPEG end marker", None),
        ("crlf_before.jpg", "2 stray bytes", None),
        ("minus40.jpg", None, "rows are missing"),
        ("stereo.mpo", None, None),
    ],
)
def test_jpegs_without_an_end(name: str, note: str | None, fault: str | None) -> None:
    picture = PictureFiles().read(INPUTS / "27-jpeg-end-missing" / name)
    assert (note or "") in (picture.note or "") and (picture.note is None) == (note is None)
    assert (fault or "") in (picture.fault or "") and (picture.fault is None) == (fault is None)
    assert close(picture.image[:290], holiday()[:290], 3)


def test_half_a_jpeg_stays_refused() -> None:
    with pytest.raises(SourceError, match="cut short"):
        read_image(INPUTS / "27-jpeg-end-missing/half.jpg")


@pytest.mark.parametrize("name", ["no_iend.png", "text_crc.png"])
def test_pngs_with_harmless_damage(name: str) -> None:
    picture = PictureFiles().read(INPUTS / "28-png-end-or-crc" / name)
    with av.open(str(INPUTS / "28-png-end-or-crc" / name)) as container:
        assert close(picture.image, next(container.decode(video=0)).to_ndarray(format="rgb24"), 0.01)
    assert picture.note is not None and picture.fault is None


def test_bigtiff() -> None:
    name = INPUTS / "21-bigtiff/big.tif"
    assert close(read_image(name), np.asarray(Image.open(name).convert("RGB")), 0.01)


def test_tiff_of_floating_point_numbers() -> None:
    name = INPUTS / "20-tiff-float/float01.tif"
    picture = PictureFiles().read(name)
    assert np.abs(picture.image[..., 1] - np.asarray(Image.open(name)) * 255).max() < 1
    assert "32-bit float samples" in (picture.note or "")


def test_pages() -> None:
    listing = list_sources([str(INPUTS / "22-tiff-pages")])
    source = SequenceSource(listing)
    frames = list(iter(source.read, None))
    source.close()
    assert [item.name for item in listing.items] == ["three_p1.tif", "three_p2.tif", "three_p3.tif"]
    with Image.open(INPUTS / "22-tiff-pages/three.tif") as image:
        for frame, page in zip(frames, ImageSequence.Iterator(image), strict=True):
            assert close(frame.image, np.asarray(page.convert("RGB")), 2)


@pytest.mark.parametrize(
    ("ending", "times_ms"),
    [("avif", [0, 500, 1000]), ("gif", [0, 500, 1500]), ("png", [0, 500]), ("webp", [0, 500, 1500])],
)
def test_moving_pictures(ending: str, times_ms: list[int]) -> None:
    path = INPUTS / f"24-animated-stills/anim.{ending}"
    (item,) = list_sources([str(path)]).items
    source = SequenceSource(list_sources([str(path)]))
    frames = list(iter(source.read, None))
    source.close()
    assert item.kind == "video"
    assert [frame.pts_ns for frame in frames] == [ms * 1_000_000 for ms in times_ms]
    with Image.open(path) as image:
        for frame, expected in zip(frames, ImageSequence.Iterator(image), strict=True):
            assert close(frame.image, np.asarray(expected.convert("RGB")), 1)


def detected(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict], str]:
    status = main(["detect", *arguments, "--output", "out", "--save-txt", "--save-json", "found.jsonl"])
    lines = [json.loads(line) for line in Path("found.jsonl").read_text(encoding="utf-8").splitlines()]
    return status, lines, capsys.readouterr().err


@pytest.fixture(autouse=True)
def in_tmp_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_folder_in_which_most_files_were_passed_over() -> None:
    listing = list_sources([str(INPUTS / "18-folder-passes-over")])
    assert listing.passed_over is None
    problems: list[str] = []
    source = SequenceSource(listing, on_problem=lambda _, text: problems.append(text))
    counts = Counter(frame.source.name for frame in iter(source.read, None))
    source.close()
    assert counts == {"IMG_1.HEIC": 1, "door.264": 15, "scan.j2k": 1, "stereo.mpo": 1, "yard.h264": 15}
    assert not problems


@pytest.mark.slow
def test_heic_and_gif_are_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    status, lines, _ = detected(capsys, str(INPUTS / "17-heic-gif-stills"))
    assert status == 0 and len(lines) == 3
    assert Path("out/labels/photo.txt").is_file() and Path("out/labels/still.txt").is_file()
    assert not list(Path("out").glob("*.mp4")) and len(list(Path("out").glob("det_photo*.png"))) == 1


@pytest.mark.slow
def test_harmless_damage_is_told_and_costs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    folder = INPUTS / "27-jpeg-end-missing"
    status, lines, told = detected(capsys, str(folder / "no_eoi.jpg"), str(folder / "crlf_before.jpg"))
    assert status == 0 and len(lines) == 2
    assert told.count("\n") == 2 and "no JPEG end marker, though all of the picture is there" in told
    status, lines, told = detected(capsys, str(folder / "minus40.jpg"), str(folder / "half.jpg"))
    assert status == 2 and len(lines) == 1
    assert "minus40.jpg is cut short: 9 of 312 rows are missing" in told and "half.jpg is cut short" in told
    assert "2 of 2 files could not be read in full" in told
