import os
import subprocess
import sys
import threading

import pytest

from yolocam.files.atomic_file import read_json, write_json


def test_what_was_written_is_read(tmp_path):
    path = tmp_path / "new" / "things.json"
    write_json(path, {"name": "naïve", "sizes": [1, 2.5, None]}, indent=1)
    assert read_json(path, 1000) == {"name": "naïve", "sizes": [1, 2.5, None]}
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\xff", b"[" * 20_000, b"1" + b" " * 30_000])
def test_anything_else_is_a_value_error(tmp_path, content):
    path = tmp_path / "things.json"
    path.write_bytes(content)
    with pytest.raises(ValueError):
        read_json(path, 25_000)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(ValueError, match="not a regular file"):
        read_json(tmp_path / "pipe.json", 1000)


def test_a_failed_write_leaves_nothing_behind(tmp_path):
    (tmp_path / "things.json").mkdir()
    with pytest.raises(OSError):
        write_json(tmp_path / "things.json", [1])
    assert list(tmp_path.iterdir()) == [tmp_path / "things.json"]


def test_what_a_killed_program_left_is_cleared_away(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    path = tmp_path / "things[1].json"
    left, others = (tmp_path / f"things[1].json.{number}.tmp" for number in (ended.pid, os.getppid()))
    for draft in (left, others, tmp_path / "things[1].json.mine.tmp"):
        draft.touch()
    write_json(path, [1])
    assert not left.exists() and others.exists()
    assert (tmp_path / "things[1].json.mine.tmp").exists()


def test_a_reader_never_sees_half_a_file(tmp_path):
    path, ends = tmp_path / "things.json", threading.Event()
    write_json(path, [0] * 5000)

    def write():
        for number in range(60):
            write_json(path, [number] * 5000)
        ends.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not ends.is_set():
        assert len(set(read_json(path, 1 << 20))) == 1
    writer.join()
