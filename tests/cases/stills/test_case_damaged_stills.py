"""Kind I: damage that costs no pixel costs no picture, a little loss is told, half a picture is refused."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from support import picture_makers as make
from yolocam.errors import SourceError
from yolocam.media.stills.picture import Picture
from yolocam.pipeline.sources.files.image import PictureFiles

PHOTO = Image.fromarray(
    np.kron(np.random.default_rng(3).integers(0, 255, (24, 32, 3)), np.ones((12, 12, 1))).astype(np.uint8)
)


def jpeg(**options: object) -> bytes:
    out = io.BytesIO()
    PHOTO.convert(options.pop("mode", "RGB")).save(out, "JPEG", quality=90, **options)
    return out.getvalue()


JPEGS = {
    "baseline": jpeg(),
    "full-colour": jpeg(subsampling=0),
    "progressive": jpeg(progressive=True),
    "restarts": jpeg(restart_marker_blocks=5),
    "grey": jpeg(mode="L"),
    "cmyk": jpeg(mode="CMYK"),
}


def read(folder: Path, data: bytes) -> Picture:
    path = folder / "photo.jpg"
    path.write_bytes(data)
    return PictureFiles().read(path)


def refused(folder: Path, data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read(folder, data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


WHOLE_JPEG = {
    "no end": lambda data: data[:-2],
    "half an end": lambda data: data[:-1],
    "a line feed for an end": lambda data: data[:-2] + b"\n",
    "CR LF for an end": lambda data: data[:-2] + b"\r\n",
    "zeros for an end": lambda data: data[:-2] + bytes(100),
    "a line feed more": lambda data: data + b"\n",
    "a film more": lambda data: data + b"\0\0\0\x18ftypmp42" + bytes(1000),
    "a second picture": lambda data: data + data,
    "CR LF before it": lambda data: b"\r\n" + data,
    "spaces before it": lambda data: b"   " + data,
}


@pytest.mark.slow
@pytest.mark.parametrize("damage", WHOLE_JPEG)
@pytest.mark.parametrize("kind", JPEGS)
def test_all_pixels_of_a_jpeg_are_there(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str, damage: str
) -> None:
    whole = read(tmp_path, JPEGS[kind])
    picture = read(tmp_path, WHOLE_JPEG[damage](JPEGS[kind]))
    assert np.abs(picture.image.astype(int) - whole.image).max() <= (40 if kind == "cmyk" else 2)
    assert picture.fault is None and whole.note is None
    assert (picture.note is None) == ("more" in damage or damage == "a second picture")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", ["baseline", "full-colour", "restarts", "grey"])
def test_a_jpeg_without_its_last_rows_is_used_and_told(tmp_path: Path, kind: str) -> None:
    picture = read(tmp_path, JPEGS[kind][:-200])
    whole = read(tmp_path, JPEGS[kind])
    assert picture.note is None and picture.fault is not None and "rows are missing" in picture.fault
    there = len(picture.image) - int(picture.fault.split(": ")[1].split()[0])
    assert 0.9 * len(picture.image) <= there < len(picture.image)
    assert np.abs(picture.image[: there - 8].astype(int) - whole.image[: there - 8]).max() <= 2


def test_a_progressive_jpeg_is_judged_by_its_passes(tmp_path: Path) -> None:
    data = JPEGS["progressive"]
    assert "finest details" in (read(tmp_path, data[:-200]).fault or "")
    last = data.rindex(b"\xff\xda")
    between = read(tmp_path, data[:last])
    assert "finest details" in (between.fault or ""), "a pass that is missing altogether"
    assert np.abs(between.image.astype(int) - read(tmp_path, data).image).mean() < 8
    first = data.index(b"\xff\xda")
    assert "cut short" in refused(tmp_path, data[: data.index(b"\xff\xda", first + 2) + 40])


@pytest.mark.parametrize("kind", JPEGS)
def test_half_a_jpeg_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str) -> None:
    data = JPEGS[kind]
    part = len(data) // (5 if kind == "progressive" else 2)
    assert "is cut short: the JPEG data ends before its end marker" in refused(tmp_path, data[:part])
    assert capfd.readouterr().err == ""


def png(**options: object) -> bytes:
    out = io.BytesIO()
    PHOTO.save(out, "PNG", **options)
    return out.getvalue()


def chunk(name: bytes, body: bytes, wrong: bool = False) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body) ^ wrong)


PNG = png()
END = PNG[-12:]
HEADER, BODY = PNG[:33], PNG[33:-12]

WHOLE_PNG = {
    "no end chunk": HEADER + BODY,
    "half an end chunk": HEADER + BODY + END[:7],
    "a wrong sum of the end": HEADER + BODY + END[:-1] + b"!",
    "a wrong sum of a text": HEADER + chunk(b"tEXt", b"Title\0x", True) + BODY + END,
    "a wrong sum of a time": HEADER + BODY + chunk(b"tIME", bytes(7), True) + END,
    "a cut text for an end": HEADER + BODY + chunk(b"tEXt", b"Title\0x")[:-6],
    "a wrong sum of the pixels": HEADER + BODY[:-1] + bytes([BODY[-1] ^ 1]) + END,
    "pixels without their own sum": HEADER + BODY[:-8],
    "CR LF before it": b"\r\n" + PNG,
}


@pytest.mark.parametrize("damage", WHOLE_PNG)
def test_all_pixels_of_a_png_are_there(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], damage: str
) -> None:
    picture = read(tmp_path, WHOLE_PNG[damage])
    assert (picture.image[..., ::-1] == np.asarray(PHOTO)).all()
    assert picture.fault is None and (picture.note or "end" in damage)
    assert capfd.readouterr().err == ""


def test_a_png_without_its_last_rows_is_used_and_told(tmp_path: Path) -> None:
    raw = b"".join(b"\0" + row.tobytes() for row in np.asarray(PHOTO))
    packed = zlib.compress(raw, 0)
    picture = read(tmp_path, HEADER + chunk(b"IDAT", packed)[: -len(packed) // 20])
    rows = int((picture.fault or "").split(": ")[1].split()[0])
    assert 10 < rows < 20
    assert (picture.image[:-rows, :, ::-1] == np.asarray(PHOTO)[:-rows]).all()
    assert "rows are missing" in refused(tmp_path, HEADER + chunk(b"IDAT", packed)[: len(packed) // 2])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (HEADER[:-1] + b"!" + BODY + END, "check sum of a PNG chunk at byte 8"),
        (PNG[:400] + b"\0\0\0\0" + PNG[404:], "check sum"),
        (HEADER + END, "cut short"),
        (PNG.replace(b"\n", b"\r\n").replace(b"\r\r\n", b"\r\r\n"), "copied as text"),
    ],
    ids=["header", "pixels", "no pixels", "text"],
)
def test_pngs_that_lack_what_matters_are_refused(tmp_path: Path, data: bytes, says: str) -> None:
    assert says in refused(tmp_path, data)


def test_a_webp_may_end_behind_its_picture(tmp_path: Path) -> None:
    data = make.webp(make.upright(), 1)
    for cut in (1, 10, 34):
        picture = read(tmp_path, data[:-cut])
        assert make.looks_upright(picture.image) and "shorter than it says" in (picture.note or "")
    assert "cut short" in refused(tmp_path, data[:60])


def test_a_bmp_may_lack_the_filling_of_its_last_row(tmp_path: Path) -> None:
    data = make.UNTURNED["bmp"](make.upright().crop((0, 0, 63, 48)))
    whole = read(tmp_path, data)
    assert (read(tmp_path, data[:-3]).image == whole.image).all()
    assert "its last row" in refused(tmp_path, data[:-4])


def test_tiff_of_floating_point_numbers(tmp_path: Path) -> None:
    ramp = np.linspace(0, 1, 64 * 48, dtype=np.float32).reshape(48, 64)
    for white in (1, 255, 65535):
        out = io.BytesIO()
        Image.fromarray(ramp * white).save(out, "TIFF")
        picture = read(tmp_path, out.getvalue())
        assert np.abs(picture.image[..., 0] - ramp * 255).max() < 1
        assert f"32-bit float samples, read as 0 for black and {white} for white" in (picture.note or "")
    for samples in (ramp - 0.5, ramp * 1e6):
        out = io.BytesIO()
        Image.fromarray(samples).save(out, "TIFF")
        assert "32-bit float samples from" in refused(tmp_path, out.getvalue())


@pytest.mark.parametrize("big", [False, True], ids=["TIFF", "BigTIFF"])
def test_a_cut_tiff_and_a_large_one_are_refused(tmp_path: Path, big: bool) -> None:
    data = make.tiff(PHOTO, big_tiff=big)
    assert "cut short" in refused(tmp_path, data[: len(data) // 2])
    entry = (
        struct.pack("<HH", 256, 3)
        if data.find(struct.pack("<HH", 256, 3)) >= 0
        else struct.pack("<HH", 256, 4)
    )
    at = data.index(entry) + (12 if big else 8)
    large = data[: data.index(entry) + 2] + struct.pack("<H", 4) + data[data.index(entry) + 4 : at]
    large += struct.pack("<I", 10_000_000) + data[at + 4 :]
    assert "10000000x288 pixels" in refused(tmp_path, large)


def test_a_codestream_cannot_hide_its_size_behind_a_box(tmp_path: Path) -> None:
    data = make.UNTURNED["jp2"](make.upright())
    at = data.index(b"\xff\x4f\xff\x51") + 8
    large = data[:at] + struct.pack(">II", 60000, 60000) + data[at + 8 :]
    assert "60000x60000 pixels" in refused(tmp_path, large)
    header = data.index(b"ihdr") + 4
    boxed = data[:header] + struct.pack(">II", 60000, 60000) + data[header + 8 :]
    decoy = struct.pack(">I4s4sII", 20, b"free", b"ihdr", 48, 64)
    first = data.index(b"jp2h") - 4
    assert "60000x60000 pixels" in refused(tmp_path, boxed[:first] + decoy + boxed[first:])


@pytest.mark.parametrize("ending", ["heic", "avif"])
def test_sizes_of_heif_are_checked_before_decoding(tmp_path: Path, ending: str) -> None:
    data = make.ALL[ending]
    at = data.index(b"ispe") + 8
    assert "60000x60000 pixels" in refused(
        tmp_path, data[:at] + struct.pack(">II", 60000, 60000) + data[at + 8 :]
    )
    assert "HEIF" in refused(tmp_path, data[: len(data) // 2]) or ending == "avif"


@pytest.mark.parametrize("ending", ["heic", "avif"])
def test_a_picture_larger_than_its_header_says_is_refused(tmp_path: Path, ending: str) -> None:
    large = make.TURNED[ending](Image.new("RGB", (400, 300)), 1)
    at = large.index(b"ispe") + 8
    assert "pixels" in refused(tmp_path, large[:at] + struct.pack(">II", 60000, 60000) + large[at + 8 :])
    lie = large[:at] + struct.pack(">II", 64, 64) + large[at + 8 :]
    if ending == "heic":
        assert "exceeds" in refused(tmp_path, lie)
    else:
        assert read(tmp_path, lie).image.shape == (64, 64, 3), "its library makes it so"


@pytest.mark.parametrize("components", [0, 200, 255])
def test_a_jpeg_whose_scan_declares_more_components_than_it_has(tmp_path: Path, components: int) -> None:
    data = bytearray(JPEGS["baseline"])
    data[data.index(b"\xff\xda") + 4] = components
    with pytest.raises(SourceError, match=r"cut short|damaged|cannot be decoded"):
        read(tmp_path, bytes(data))
