"""A recording of the window is compressed as the flags say."""

from dataclasses import replace

import av
import pytest

from support.window.window_fakes import FILM
from yolocam.media.encoding.encoder_settings import LIVE


@pytest.mark.slow
def test_codec_and_size(qtbot, make_window, tmp_path):
    movie = tmp_path / "all.mkv"
    encoder = replace(LIVE, codec="mpeg4", size_wh=(96, 64))
    window = make_window(address=FILM, record=movie, encoder=encoder, exit_at_end=True)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    with av.open(str(movie)) as container:
        assert container.streams.video[0].codec_context.name == "mpeg4"
        assert {(frame.width, frame.height) for frame in container.decode(video=0)} == {(96, 64)}
