"""Files and play lists that would take memory without end, or open what nobody asked for."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from support.servers.web_server import web_server
from yolocam.errors import SourceError
from yolocam.media.sniff import sniff_kind
from yolocam.media.stills.picture import ImageBroken
from yolocam.media.stills.reader import decode_still
from yolocam.pipeline.sources import open_source

SMALL = np.zeros((64, 64, 3), np.uint8)


def encoded(ending: str) -> bytearray:
    return bytearray(cv2.imencode(ending, SMALL)[1].tobytes())


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(data), kind) + data


def jp2_header(side: int) -> bytes:
    return box(b"ihdr", struct.pack(">IIHBBBB", side, side, 3, 7, 7, 0, 0))


def jpeg2000(change: str, side: int = 25000) -> bytes:
    """A small file that says at one place that it is large."""
    data = encoded(".jp2")
    start, stream = data.index(b"jp2h") - 4, data.index(b"\xff\x4f\xff\x51")
    end = start + struct.unpack_from(">I", data, start)[0]
    if change == "first ihdr":
        struct.pack_into(">II", data, data.index(b"ihdr") + 4, side, side)
    elif change == "second ihdr":
        return (
            bytes(data[:start]) + box(b"jp2h", bytes(data[start + 8 : end]) + jp2_header(side)) + data[end:]
        )
    elif change == "second jp2h":
        return bytes(data[:end]) + box(b"jp2h", jp2_header(side)) + data[end:]
    else:
        again = data[stream:]
        struct.pack_into(">II", again, 8, side, side)
        return bytes(again) if change == "codestream" else bytes(data + again)
    return bytes(data)


@pytest.mark.parametrize(
    "change", ["first ihdr", "second ihdr", "second jp2h", "codestream", "second codestream"]
)
def test_jpeg_2000_of_which_any_part_declares_too_much(change):
    with pytest.raises(ImageBroken, match="declares 25000x25000 pixels, expected at most 200 million"):
        decode_still(jpeg2000(change))


def tiff(side: int, packed: int) -> bytes:
    """One strip of nothing for an image of side x side grey pixels."""
    entries = [
        (256, 4, side), (257, 4, side), (258, 3, 8), (259, 3, packed), (262, 3, 1),
        (273, 4, 8), (277, 3, 1), (278, 4, side), (279, 4, 100),
    ]  # fmt: skip
    table = struct.pack("<H", len(entries)) + b"".join(
        struct.pack("<HHI", tag, kind, 1)
        + struct.pack("<I" if kind == 4 else "<HH", *([n] + [0] * (kind == 3)))
        for tag, kind, n in entries
    )
    return struct.pack("<4sI", b"II*\0", 108) + bytes(100) + table + bytes(4)


@pytest.mark.parametrize(("side", "told"), [(25000, "declares 25000x25000"), (14000, "cut short")])
@pytest.mark.parametrize("packed", [1, 5, 8, 32773])
def test_tiff_that_holds_less_than_it_declares(side, told, packed):
    with pytest.raises(ImageBroken, match=told):
        decode_still(tiff(side, packed))


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def big_png(width: int, height: int) -> bytes:
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(width + 1)) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    )


@pytest.mark.slow
def test_a_video_of_frames_that_are_larger_than_any(tmp_path: Path):
    """Its container declares 64 x 64: only looking into a frame tells, and that must not decode it."""
    path = tmp_path / "bomb.avi"
    with av.open(str(path), "w") as film:
        track = film.add_stream("png", rate=10)
        track.width = track.height = 64
        track.pix_fmt = "gray"
        packet = av.Packet(big_png(15000, 15000))
        packet.stream, packet.pts, packet.dts, packet.is_keyframe = track, 0, 0, True
        film.mux(packet)
    with pytest.raises(SourceError, match=r"bomb\.avi"):
        open_source(str(path)).read()


PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["http", "concat", "data", "subfile,,start,0,end,0,,", "tcp"])
@pytest.mark.parametrize("name", ["list.m3u8", "list.mp4", "list"])
def test_a_play_list_in_a_file_opens_no_other_protocol(scheme, name, tmp_path: Path):
    with web_server() as server:
        address = (
            f"{scheme}://127.0.0.1:{server.server_port}/a.ts"
            if scheme in ("http", "tcp")
            else f"{scheme}:a.ts"
        )
        path = tmp_path / name
        path.write_text(PLAYLIST.format(address))
        sniff_kind(path)
        with pytest.raises(SourceError):
            source = open_source(str(path))
            source.close()
        assert server.asked == []


@pytest.mark.parametrize(
    "local", ["file://{}", "{}", "concat:{}", "data:video/mp2t;base64,R0FA", "subfile:{}"]
)
def test_a_play_list_from_the_network_opens_no_file(local, tmp_path: Path):
    film = tmp_path / "film.ts"
    with av.open(str(film), "w") as made:
        track = made.add_stream("mpeg2video", rate=25)
        track.width, track.height, track.pix_fmt = 64, 64, "yuv420p"
        made.mux(track.encode(av.VideoFrame.from_ndarray(SMALL, format="bgr24")))
        made.mux(track.encode())
    open_source(str(film)).close()  # it can be opened where it was asked for
    with web_server() as server:
        server.files["/list.m3u8"] = PLAYLIST.format(local.format(film)).encode()
        with pytest.raises(SourceError):
            open_source(server.address("/list.m3u8")).read()
