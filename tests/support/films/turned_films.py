"""Short films that are stored turned or mirrored and say so, in each of the ways in which films do."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.bitstream import BitStreamFilterContext

UPRIGHT_WH = (96, 64)
COLOURS = {
    "top left": (0, 0, 220),
    "top right": (0, 220, 0),
    "bottom left": (220, 0, 0),
    "bottom right": (220, 220, 220),
}

TURNS: dict[int, Callable[[np.ndarray], np.ndarray]] = {
    1: lambda image: image,
    2: lambda image: image[:, ::-1],
    3: lambda image: image[::-1, ::-1],
    4: lambda image: image[::-1],
    5: lambda image: image.transpose(1, 0, 2),
    6: lambda image: np.rot90(image, -1),
    7: lambda image: image[::-1, ::-1].transpose(1, 0, 2),
    8: lambda image: np.rot90(image),
}
"""What a player must do, by Exif's numbers."""

_BACK = {6: 8, 8: 6}
_MATRIX = {1: (1, 0, 0, 1), 2: (-1, 0, 0, 1), 3: (-1, 0, 0, -1), 4: (1, 0, 0, -1),
           5: (0, 1, 1, 0), 6: (0, 1, -1, 0), 7: (0, -1, -1, 0), 8: (0, -1, 1, 0)}  # fmt: skip
_SEI = {1: "", 2: "rotate=0:flip=horizontal", 3: "rotate=180", 4: "rotate=0:flip=vertical",
        5: "rotate=270:flip=vertical", 6: "rotate=270",
        7: "rotate=270:flip=horizontal", 8: "rotate=90"}  # fmt: skip
_CLOCKWISE = {1: 0, 3: 180, 6: 90, 8: 270}


def upright() -> np.ndarray:
    width, height = UPRIGHT_WH
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2] = COLOURS["top left"]
    image[: height // 2, width // 2 :] = COLOURS["top right"]
    image[height // 2 :, : width // 2] = COLOURS["bottom left"]
    image[height // 2 :, width // 2 :] = COLOURS["bottom right"]
    return image


def is_upright(image: np.ndarray) -> bool:
    expected = upright()
    return image.shape == expected.shape and float(np.abs(image.astype(int) - expected).mean()) < 25


def stored(turn: int) -> np.ndarray:
    return np.ascontiguousarray(TURNS[_BACK.get(turn, turn)](upright()))


def film(form: str, turn: int, *, aspect: Fraction | None = None) -> bytes:
    """A film of three pictures: `form` is a container and how the turn is said, as `mp4 matrix`."""
    container, _, way = form.partition(" ")
    if way == "exif":
        return _motion_jpeg(container, turn)
    data = _h264(
        container,
        turn if way == "sei" else 1,
        stored(turn),
        aspect,
        _CLOCKWISE.get(turn) if way == "tag" else None,
    )
    if way == "matrix" and container == "matroska":
        return _with_matrix_in_matroska(_h264("mp4", 1, stored(turn), aspect), turn)
    return _with_matrix(data, turn) if way == "matrix" else data


def _h264(
    container: str, sei: int, image: np.ndarray, aspect: Fraction | None, tag: int | None = None
) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as out:
        stream = out.add_stream(
            "libx264", rate=10, options={"g": "1", "qp": "20", "x264-params": "repeat-headers=1"}
        )
        stream.height, stream.width = image.shape[:2]
        stream.pix_fmt = "yuv420p"
        if aspect is not None:
            stream.codec_context.sample_aspect_ratio = aspect
        if tag is not None:
            stream.metadata["rotate"] = str(tag)
        sei_filter = None
        for number in range(3):
            frame = av.VideoFrame.from_ndarray(image, "bgr24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            for packet in stream.encode(frame):
                sei_filter = _mux(out, stream, packet, sei, sei_filter)
        for packet in stream.encode(None):
            sei_filter = _mux(out, stream, packet, sei, sei_filter)
    return buffer.getvalue()


def _mux(out, stream, packet, sei: int, sei_filter):
    if not _SEI[sei]:
        out.mux(packet)
        return None
    made = sei_filter or BitStreamFilterContext(
        f"h264_metadata=display_orientation=insert:{_SEI[sei]}", in_stream=stream
    )
    for part in made.filter(packet):
        part.stream = stream
        out.mux(part)
    return made


def _with_matrix(data: bytes, turn: int) -> bytes:
    """Write a display matrix into the track header of an MP4 or MOV file (ISO 14496-12, 8.3.2)."""
    at = data.index(b"tkhd") + 4 + 40
    a, b, c, d = _MATRIX[turn]
    one = 1 << 16
    matrix = struct.pack(">9i", a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30)
    return data[:at] + matrix + data[at + 36 :]


def _with_matrix_in_matroska(mp4: bytes, turn: int) -> bytes:
    buffer = io.BytesIO()
    with (
        av.open(io.BytesIO(_with_matrix(mp4, turn))) as source,
        av.open(buffer, "w", format="matroska") as out,
    ):
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    return buffer.getvalue()


def jpeg(turn: int) -> bytes:
    data = cv2.imencode(".jpg", stored(turn), [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()
    make = struct.pack("<HHI4s", 0x10F, 2, 4, b"abc\0")
    exif = (
        b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + make + struct.pack("<HHIHHI", 0x112, 3, 1, turn, 0, 0)
    )
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def _motion_jpeg(container: str, turn: int) -> bytes:
    if container == "mjpeg":
        return jpeg(turn) * 3
    buffer = io.BytesIO()
    with (
        av.open(io.BytesIO(jpeg(turn) * 3), format="mjpeg") as source,
        av.open(buffer, "w", format=container) as out,
    ):
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    return buffer.getvalue()


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
