"""Kind G: what an address holds of passwords and tokens is in nothing that a run leaves or says."""

import base64
import io
import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from support.eventually import eventually
from support.films.grey_films import grey_film
from support.pipeline.recording_frames import result
from support.servers.srt_peer import needs_libsrt
from yolocam.cli import main
from yolocam.errors import SourceError
from yolocam.media.encoding.encoder_settings import STREAM
from yolocam.media.streaming.destination import destination
from yolocam.pipeline.sinks.live.stream_link import Retries
from yolocam.pipeline.sinks.live.streamer import Streamer
from yolocam.pipeline.sources import open_source

CANARY = "kanary"
PASSWORDS = (
    CANARY,
    f"{CANARY}/x",
    f"a#{CANARY}",
    f"a?{CANARY}",
    f"a@{CANARY}",
    f"{CANARY}/a?b#c@d",
    f"1/{CANARY}",
)


class _Camera(ThreadingHTTPServer):
    """Gives /film.mkv to whoever logs in, and notes the passwords it was told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _LockedHandler)
        self.film, self.passwords = grey_film("matroska", count=8), []


class _LockedHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        login = self.headers.get("Authorization", "").removeprefix("Basic ")
        password = base64.b64decode(login).decode().partition(":")[2]
        self.server.passwords.append(password)
        if CANARY not in password or self.path.startswith("/locked"):
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="cam"')
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif not self.path.startswith("/film.mkv"):
            self.send_error(404)
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.server.film)))
            self.end_headers()
            self.wfile.write(self.server.film)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def camera():
    server = _Camera()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _bad_addresses(password, port):
    login, token = f"admin:{password}", f"token={CANARY}&pwd={CANARY}"
    yield f"http://{login}@127.0.0.1:{port}/locked?{token}"  # 401
    yield f"HTTP://{login}@127.0.0.1:{port}/none/password={CANARY}/x?{token}"  # 404
    yield f"rtsp://{login}@127.0.0.1:1/live?{token}"  # refused
    yield f"ftp://{login}@127.0.0.1/film.mp4"  # no such scheme
    yield f"rtsp:/{login}@127.0.0.1:1/live"
    yield f"{login}@127.0.0.1/live"


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_source_that_cannot_be_opened_is_named_without_its_secrets(camera, password, capfd):
    for address in _bad_addresses(password, camera.server_port):
        with pytest.raises(SourceError) as caught:
            open_source(address)
        assert CANARY not in repr(caught.value) + repr(caught.value.__cause__)
    assert CANARY not in "".join(capfd.readouterr())


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_of_any_letters_opens_the_camera(camera, password):
    source = open_source(f"http://admin:{password}@127.0.0.1:{camera.server_port}/film.mkv?token={CANARY}")
    source.close()
    assert camera.passwords[-1] == password
    assert source.info.name == f"http://127.0.0.1:{camera.server_port}/film.mkv"


@pytest.mark.parametrize("command", ["detect", "detect --source", "detct", "cameras", "film.mp4"])
def test_the_command_line_does_not_repeat_them(camera, command, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for address in _bad_addresses(f"{CANARY}/x y", camera.server_port):
        try:
            status = main([*command.split(), address])
        except SystemExit as stop:
            status = stop.code
        assert status in (1, 2)
    assert CANARY not in "".join(capfd.readouterr())


@pytest.mark.slow
@pytest.mark.torch
@pytest.mark.skipif(sys.platform != "linux", reason="finds the preferences by XDG_CONFIG_HOME")
def test_a_run_of_the_window_leaves_none(camera, tmp_path):
    address = f"http://admin:{CANARY}/1@127.0.0.1:{camera.server_port}/film.mkv?channel=2&token={CANARY}"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    environment |= {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_VIDEOS_DIR": str(tmp_path)}
    flags = ["--stats-json", "s.json", "--record", "r.mp4", "--exit-at-end", "--debug", "--imgsz", "160"]
    flags += ["--precision", "fp32"]
    done = subprocess.run(
        [sys.executable, "-m", "yolocam", address, *flags],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = f"http://127.0.0.1:{camera.server_port}/film.mkv"
    assert json.loads((tmp_path / "s.json").read_text())["source"]["name"] == shown
    assert f"{shown}?channel=2" in (tmp_path / "config/yolocam/window.ini").read_text()
    assert CANARY not in done.stdout + done.stderr
    for file in tmp_path.rglob("*"):
        assert CANARY not in file.name
        assert not file.is_file() or CANARY.encode() not in file.read_bytes(), file


@pytest.mark.slow
def test_what_detect_writes_holds_none(camera, tmp_path, monkeypatch, capfd):
    pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    address = f"http://admin:{CANARY}/#1@127.0.0.1:{camera.server_port}/film.mkv?token={CANARY}&channel=2"
    flags = [f"--save-{kind}={kind}.{kind}" for kind in ("json", "csv", "coco", "mot")]
    flags += ["--save-txt", "--summary", "s.json", "--stats-json", "t.json", "--verbose", "--imgsz", "160"]
    assert main(["detect", address, *flags, "--precision", "fp32"]) == 0
    assert (tmp_path / "json.json").read_text().count("127.0.0.1") == 8
    for file in tmp_path.rglob("*"):
        assert CANARY not in str(file.relative_to(tmp_path))
        assert not file.is_file() or CANARY.encode() not in file.read_bytes(), file
    assert CANARY not in "".join(capfd.readouterr())


@pytest.mark.slow
@pytest.mark.parametrize("what", ["live", "video"])
def test_a_measurement_names_its_source_without_them(camera, capfd, what):
    pytest.importorskip("torch")
    address = f"http://admin:{CANARY}@127.0.0.1:{camera.server_port}/film.mkv?token={CANARY}"
    seconds = ["--seconds", "0.2"] if what == "live" else []
    assert main(["bench", what, address, *seconds, "--imgsz", "160", "--precision", "fp32"]) == 0
    told = "".join(capfd.readouterr())
    assert f"http://127.0.0.1:{camera.server_port}/film.mkv" in told and CANARY not in told


@pytest.mark.slow
def test_a_traceback_does_not_repeat_them(camera):
    address = f"http://admin:{CANARY}/x@127.0.0.1:{camera.server_port}/none?key={CANARY}"
    done = subprocess.run(
        [sys.executable, "-m", "yolocam", "detect", address, "--debug"],
        capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" in done.stderr
    assert CANARY not in done.stdout + done.stderr


def _streamed(capfd, tmp_path, monkeypatch, *flags):
    """Return the status of a run that streams, and all it has said and written."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{CANARY}-of-stdin\n"))
    flags = ["synthetic:64x64@20", "--duration", "0.5", "--imgsz", "32", "--precision", "fp32", *flags]
    status = main(["watch", *flags, "--stats-json", "s.json"])
    said = "".join(capfd.readouterr())
    left = [str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*")]
    files = [file.read_bytes().decode(errors="replace") for file in tmp_path.rglob("*") if file.is_file()]
    return status, said, "".join([*left, *files])


@pytest.mark.slow
def test_a_run_that_streams_tells_and_leaves_no_key(capfd, tmp_path, monkeypatch):
    pytest.importorskip("torch")
    address = f"rtmp://user:{CANARY}@127.0.0.1:1/live/{CANARY}?auth={CANARY}"
    status, said, left = _streamed(capfd, tmp_path, monkeypatch, "--stream", address, "--debug")
    assert status == 0 and "others can see the key" in said, (status, said)
    assert "rtmp://127.0.0.1:1/live" in left and CANARY not in said + left
    assert (tmp_path / "runs/detect/exp").is_dir()  # the recording beside it


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("rtmp://127.0.0.1:1/live", CANARY),
        (f"rtmp://user:{CANARY}@127.0.0.1:1/live/{CANARY}?auth={CANARY}", None),
        (f"rtmps://127.0.0.1:1/live/{CANARY}", None),
        (f"whip:http://127.0.0.1:1/{CANARY}", CANARY),
        (f"srt://127.0.0.1:1?passphrase={CANARY}{CANARY}", CANARY),
    ],
)
def test_no_failure_of_a_stream_tells_its_key(address, key, capfd):
    if address.startswith("srt:"):
        needs_libsrt()
    told = []
    settings = replace(STREAM, size_wh=(64, 64), hardware=False)
    place = destination(address, key)
    streamer = Streamer(
        place, settings, tell=told.append, failed=told.append, retries=Retries(0.02, 1), raises=False
    )
    streamer.write(result(0))
    eventually(lambda: streamer.health.phase == "ended")
    streamer.close()
    assert "127.0.0.1:1" in told[-1] and "is given up" in told[-1]
    assert CANARY not in repr((told, place, streamer.health)) + "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "flags",
    [
        ["--stream", f"ftp://u:{CANARY}@host/{CANARY}"],
        ["--stream", f"rtmp:{CANARY}"],
        ["--stream", f"whip:{CANARY}"],
        ["--stream", f"srt://host:9000?latency=1&passphrase={CANARY}{CANARY}"],
        ["--stream", f"srt://host:9000?{CANARY}"],
        ["--stream", f"srt://host:{CANARY}"],
        ["--stream", f"rtmp://host/app/{CANARY}", "--stream-bitrate", "1k"],
        ["--stream", f"rtmp://host/app/{CANARY}", "--stream-key-env", "NOT_SET"],
        ["--stream-size", "640x360"],
    ],
)
def test_a_stream_that_is_not_asked_for_as_it_must_be_is_refused(flags, capfd, tmp_path, monkeypatch):
    status, said, left = _streamed(capfd, tmp_path, monkeypatch, *flags)
    assert status in (1, 2) and "yolocam: " in said and "Traceback" not in said, said
    assert CANARY not in said + left
