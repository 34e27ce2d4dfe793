"""Images and videos of many formats."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np

from fuzz.mutations import Mutator
from fuzz.target import Target, always
from support.picture_makers import ALL

FRAMES = 8
"""So many frames of a film are decoded before and after a seek."""

FILMS = {
    "film.mp4": ("libx264", "aac"), "film.mkv": ("libx264", None), "film.webm": ("libvpx", None),
    "film.avi": ("mpeg4", "mp2"), "film.mov": ("mjpeg", None), "film.ts": ("mpeg2video", None),
    "film.flv": ("flv1", None), "film.mpg": ("mpeg1video", None), "film.h264": ("libx264", None),
    "film.y4m": ("rawvideo", None),
}  # fmt: skip


def _pictures(_: Path) -> dict[str, bytes]:
    from PIL import Image

    from support.picture_makers import moving

    frames = [Image.new("RGB", (32, 24), (60 * n, 9, 9)) for n in range(3)]
    return {
        **{f"picture.{ending}": data for ending, data in ALL.items()},
        **{f"moving.{kind.lower()}": moving(kind, [40] * 3, frames) for kind in ("GIF", "WEBP", "PNG")},
    }


def _source(path: Path) -> None:
    from yolocam.pipeline.sources import open_source

    source = open_source(str(path))
    try:
        for frame in itertools.islice(iter(source.read, None), FRAMES):
            assert frame.image.dtype == np.uint8 and frame.image.ndim == 3
        if source.info.seekable:
            source.seek(200_000_000)
            for _ in itertools.islice(iter(source.read, None), FRAMES):
                pass
    finally:
        source.close()


def _films(folder: Path) -> dict[str, bytes]:
    from fractions import Fraction

    from support.films.media_files import make_video

    made = {}
    for name, (codec, sound) in FILMS.items():
        kind = {"film.mov": "yuvj420p"}.get(name)
        path = make_video(
            folder / name, 10, rate=Fraction(25), codec=codec, sound=sound, pix_fmt=kind, options={}
        )
        made[name] = path.read_bytes()
    return made


PLAY_LISTS = {
    "film.m3u8": '#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",URI="sound.m3u8"\n'
    '#EXT-X-STREAM-INF:BANDWIDTH=90000,AUDIO="a"\nsmall/list.m3u8?size=1\n',
    "pieces.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n"
    '#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x00\n#EXT-X-MAP:URI="https://host/a.mp4"\n'
    "#EXTINF:1.2,\na.ts\n#EXT-X-BYTERANGE:9@0\n#EXTINF:1.2,\n../b.ts\n#EXT-X-ENDLIST\n",
}


def _play_list(path: Path) -> None:
    """Whatever a server sends, FFmpeg gets addresses of the web alone, and other play lists through us."""
    from yolocam.media.network.bounded_list import BoundedList, ListRefusedError

    try:
        bounded = BoundedList(path.read_bytes(), "https://host/a/b.m3u8", lambda _: "http://local/1.m3u8")
    except ListRefusedError as error:
        assert 0 < len(str(error)) < 500
        return
    before = ""
    for line in bounded.text.decode(errors="surrogateescape").splitlines():
        named = [] if line.startswith("#") else [line]
        if line.startswith(("#EXT-X-KEY:", "#EXT-X-MAP:", "#EXT-X-MEDIA:")):
            named = [part.partition('"')[0] for part in line.split('URI="')[1:]]
        assert all(address.startswith(("http://", "https://")) for address in named), line
        if before.startswith("#EXT-X-STREAM-INF") or line.startswith("#EXT-X-MEDIA:"):
            assert all(address == "http://local/1.m3u8" for address in named), line
        before = line


MEDIA = {
    "play lists": Target(always(PLAY_LISTS), Mutator.text, _play_list),
    "pictures": Target(_pictures, Mutator.bytes, _source, 2),
    "films": Target(_films, Mutator.bytes, _source, 4),
}
