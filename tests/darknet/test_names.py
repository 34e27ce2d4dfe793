"""Names files: one class on each line, and every way in which a file can be something else."""

import os

import pytest

from yolocam.darknet.names import MAX_NAMES_BYTES, read_names
from yolocam.errors import ModelError


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"nut\nbolt\n", ("nut", "bolt")),
        (b"nut\r\nbolt", ("nut", "bolt")),
        (b"\xef\xbb\xbfnut\nbolt\n\n\n", ("nut", "bolt")),
        (b"  big nut \t\nbolt\n", ("big nut", "bolt")),
        ("Schraube\nÖse\n螺栓\n".encode(), ("Schraube", "Öse", "螺栓")),
        (b"nut\n\nbolt\n", ("nut", "", "bolt")),  # a line is a class: the count must not slip
    ],
    ids=["plain", "windows", "mark and blank end", "spaces", "other scripts", "blank line"],
)
def test_names_files(tmp_path, data, names):
    path = tmp_path / "my.names"
    path.write_bytes(data)
    assert read_names(path) == names


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty, expected one class name on each line"),
        (b" \r\n\n", "is empty, expected one class name on each line"),
        (b"nut\0bolt", "holds binary data, expected a names file with one class name on each line"),
        (b"x" * (MAX_NAMES_BYTES + 1), "is larger than 4 MB, expected a names file"),
        (b"<!DOCTYPE html><html>", "is a web page, expected a names file"),
    ],
    ids=["empty", "blank", "binary", "huge", "web page"],
)
def test_files_that_hold_no_names(tmp_path, data, says):
    path = tmp_path / "my.names"
    path.write_bytes(data)
    with pytest.raises(ModelError) as caught:
        read_names(path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_names_that_are_missing_or_a_folder(tmp_path):
    for path, says in ((tmp_path / "none.names", "cannot be read"), (tmp_path, "expected a names file")):
        with pytest.raises(ModelError, match=says) as caught:
            read_names(path)
        assert str(path) in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    path = tmp_path / "my.names"
    os.mkfifo(path)
    with pytest.raises(ModelError, match="is not a regular file, expected a names file"):
        read_names(path)
