"""An SRT stream is a source like any other, whoever calls whom."""

import threading

import pytest

from support.eventually import eventually
from support.films.click_films import make_film
from support.servers.srt_peer import needs_libsrt, srt_peer
from yolocam.errors import SourceError
from yolocam.media.srt import srt_library, srt_link
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.live.stream import StreamSource


@pytest.mark.slow
@pytest.mark.parametrize("peer_mode", ["listener", "caller"])
def test_an_srt_stream_is_watched(tmp_path, peer_mode):
    make_film(tmp_path / "in.mp4")
    ours = "caller" if peer_mode == "listener" else "listener"
    with srt_peer(tmp_path / "unused") as peer:
        peer.start(f"mode={peer_mode}&passphrase=kanary-letters", sends=tmp_path / "in.mp4")
        source = open_source(f"{peer.address}?mode={ours}&passphrase=kanary-letters")
        try:
            frames = [source.read() for _ in range(10)]
            assert source.info.live and source.info.name == peer.address and source.info.sound is not None
            assert frames[-1].pts_ns > frames[0].pts_ns
        finally:
            source.close()


@pytest.mark.slow
def test_an_srt_stream_that_ends_comes_back(tmp_path):
    make_film(tmp_path / "in.mp4")
    frames = []
    with srt_peer(tmp_path / "unused") as peer:
        peer.start(sends=tmp_path / "in.mp4")
        source = open_source(peer.address)
        watcher = threading.Thread(target=lambda: frames.extend(iter(source.read, None)))
        watcher.start()
        try:
            eventually(lambda: frames)
            peer.stop()
            eventually(lambda: source.state.kind != "ok")
            count = len(frames)
            peer.start(sends=tmp_path / "in.mp4")
            eventually(lambda: len(frames) > count + 10)
        finally:
            source.close()
            watcher.join()


def test_a_sender_that_is_not_there_is_told():
    needs_libsrt()
    with pytest.raises(SourceError, match=r"srt://127.0.0.1:1 cannot be opened: the other side does not"):
        StreamSource("srt://127.0.0.1:1?passphrase=kanary-letters", open_limit=0.2)
    with pytest.raises(SourceError, match="nobody has connected to port 1"):
        StreamSource("srt://127.0.0.1:1?mode=listener", open_limit=0.05)


def test_a_missing_library_is_told_with_what_installs_it(monkeypatch):
    monkeypatch.setattr(srt_library, "_names", lambda: iter(("no-such-library",)))
    monkeypatch.setattr(
        srt_library, "found_library", srt_library.found_library.__wrapped__
    )  # not the one kept
    monkeypatch.setattr(srt_link, "library", srt_library.library.__wrapped__)
    for system, words in (("linux", "libsrt"), ("darwin", "brew install srt"), ("win32", "PATH")):
        monkeypatch.setattr(srt_library.sys, "platform", system)
        with pytest.raises(SourceError, match=f"the library libsrt is missing: .*{words}"):
            StreamSource("srt://127.0.0.1:1", open_limit=0.2)
