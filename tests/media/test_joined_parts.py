"""Films that are joined from parts play, whatever they are compressed with and whatever holds them."""

from dataclasses import replace

import av
import pytest

from support.films.media_files import number_in, picture, video_frame
from yolocam.errors import SinkError
from yolocam.media.encoding.encoder_settings import FILE
from yolocam.media.encoding.encoders import working_encoders
from yolocam.media.encoding.video_part import PartWriter, join_parts

HALF = 4


@pytest.mark.parametrize(
    ("codec", "container"),
    [("h264", "ts"), ("hevc", "ts"), ("mpeg4", "ts"), ("mpeg4", "mkv"), ("av1", "mp4"), ("av1", "mkv")],
)
def test_every_image_of_all_parts_can_be_decoded(tmp_path, codec, container):
    how = replace(FILE, codec=codec, container=container, hardware=False)
    try:
        working_encoders(how)
    except SinkError as error:
        pytest.skip(str(error))
    parts = []
    for first in (0, HALF):
        path = tmp_path / f"{first}.mp4"
        writer = PartWriter(path, video_frame(0).source, how, threads=1)
        for number in range(first, first + HALF):
            writer.write(video_frame(number), picture(number))
        writer.close()
        parts.append((path, writer.place))
    film = tmp_path / f"film.{container}"
    join_parts(film, parts, sound=None, warn=pytest.fail)
    with av.open(str(film)) as found:
        numbers = [number_in(frame.to_ndarray(format="bgr24")) for frame in found.decode(video=0)]
    assert numbers == list(range(2 * HALF))
