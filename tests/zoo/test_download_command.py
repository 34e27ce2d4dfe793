"""`yolocam models download` as a user runs it: what it says, Ctrl-C, a kill, two at once."""

import hashlib
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from support.eventually import eventually
from support.servers.file_server import BODY
from yolocam.cli import main
from yolocam.zoo import library
from yolocam.zoo.catalog import CATALOG

PROGRAM = """
import sys
from dataclasses import replace
from pathlib import Path
from yolocam.cli import main
from yolocam.zoo import library
from yolocam.zoo.catalog import CATALOG

folder, address, sha256, size = sys.argv[1:5]
entry = CATALOG["yolov4"]
CATALOG["yolov4"] = replace(entry, addresses=(address,), sha256=(sha256,), bytes=int(size))
library.models_folder = lambda: Path(folder)
sys.argv[1:] = ["models", "download", "yolov4"]
sys.exit(main())
"""
"""yolocam with another address for the weights of yolov4, and another folder."""


@pytest.fixture
def here(server, folder, monkeypatch):
    """The public models come from the server, into a folder of the test's."""
    monkeypatch.setattr(library, "models_folder", lambda: folder)
    for name, entry in CATALOG.items():
        monkeypatch.setitem(
            CATALOG, name, replace(entry, addresses=(server.address,), sha256=SHA256, bytes=len(BODY))
        )
    return folder


SHA256 = (hashlib.sha256(BODY).hexdigest(),)


def test_a_model_is_there_afterwards_and_can_be_removed(here, capsys):
    assert main(["models", "download", "yolov4"]) == 0
    assert f"yolov4: 0.3 MB in {here / 'yolov4.weights'}" in capsys.readouterr().out
    assert (here / "yolov4.weights").read_bytes() == BODY
    assert main(["models", "download", "yolov4"]) == 0
    assert "yolov4 is on this machine" in capsys.readouterr().out
    assert main(["models", "info", "yolov4"]) == 0
    told = capsys.readouterr().out
    assert f"{SHA256[0]} (as published)" in told and "downloaded" in told
    assert main(["models", "remove", "yolov4"]) == 0
    assert not (here / "yolov4.weights").exists()
    assert main(["models", "remove", "yolov4"]) == 2
    assert "there is nothing of yolov4 on this machine" in capsys.readouterr().err


def test_all_takes_what_is_missing(here, server):
    assert main(["models", "download", "all"]) == 0
    got = {path.stem for path in here.glob("*.weights")}
    assert got == {name for name, entry in CATALOG.items() if entry.weights_path(here.parent) is None}
    assert len(server.requests) == len(got)


def test_one_that_fails_does_not_keep_the_others(here, server, capsys):
    server.answers.append(server.status(404))
    assert main(["models", "download", "yolov3", "yolov4"]) == 1
    told = capsys.readouterr()
    assert told.err == (
        f"yolocam: yolov3 cannot be downloaded: {server.address.split('/')[2]} answered 404 Not Found\n"
    )
    assert (here / "yolov4.weights").exists()


def test_a_name_that_there_is_not_is_told_before_anything_is_asked(here, server, capsys):
    assert main(["models", "download", "yolov4", "yolov3-tinny"]) == 2
    assert "unknown model 'yolov3-tinny'; did you mean 'yolov3-tiny'" in capsys.readouterr().err
    assert not server.requests


def test_weights_put_there_by_hand_are_not_removed(here, capsys):
    here.mkdir()
    (here / "yolov4.weights").write_bytes(BODY)
    assert main(["models", "remove", "yolov4"]) == 2
    assert "was not downloaded by yolocam, delete it yourself" in capsys.readouterr().err
    assert (here / "yolov4.weights").exists()


def test_what_has_come_of_a_download_is_listed_and_can_be_removed(here, server, capsys):
    here.mkdir()
    (here / "yolov4.weights.part").write_bytes(BODY[:150_000])
    assert main(["models"]) == 0
    assert "50 % there" in capsys.readouterr().out
    assert main(["models", "remove", "yolov4"]) == 0
    assert str(here / "yolov4.weights.part") in capsys.readouterr().out
    assert not list(here.glob("*.part*"))


def start(folder: Path, address: str) -> subprocess.Popen:
    arguments = [str(folder), address, SHA256[0], str(len(BODY))]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip


def wait_for_part(folder: Path, size: int, process: subprocess.Popen) -> None:
    path = folder / "yolov4.weights.part"

    def has_come() -> bool:
        assert process.poll() is None, process.communicate()
        return path.exists() and path.stat().st_size >= size

    eventually(has_come, seconds=240)


@pytest.mark.slow
def test_a_killed_download_goes_on_where_it_was(server, folder):
    server.answers.append(server.stall(150_000))
    process = start(folder, server.address)
    wait_for_part(folder, 150_000, process)
    process.kill()
    process.communicate(timeout=240)
    server.released.set()
    assert not (folder / "yolov4.weights").exists()

    process = start(folder, server.address)
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    assert str(folder / "yolov4.weights") in out
    assert (folder / "yolov4.weights").read_bytes() == BODY
    assert server.ranges_asked() == [None, "bytes=150000-"]
    assert server.requests[1]["If-Range"] == server.tag


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_ctrl_c_says_what_is_kept(server, folder):
    server.answers.append(server.stall(150_000))
    process = start(folder, server.address)
    wait_for_part(folder, 150_000, process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=240)
    assert process.returncode == 130
    assert "yolov4: 0.1 MB are kept, the same command goes on from there" in out
    assert err == ""


@pytest.mark.slow
def test_a_second_program_is_told_that_one_is_at_it(server, folder):
    server.answers.append(server.stall(150_000))
    first = start(folder, server.address)
    wait_for_part(folder, 150_000, first)
    second = start(folder, server.address)
    _, err = second.communicate(timeout=240)
    first.kill()
    first.communicate(timeout=240)
    assert second.returncode == 1
    assert err == "yolocam: another yolocam is downloading yolov4.weights just now\n"
    assert len(server.requests) == 1
