import os

import pytest

from yolocam.files.cache import cache_folder, is_private, keep_newest, make_private

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")


def test_the_folder_is_a_testers_own(tmp_path):
    assert cache_folder() == tmp_path / "cache"


def test_the_newest_stay(tmp_path):
    for number, name in enumerate("dacb"):
        (tmp_path / name).write_text("123")
        os.utime(tmp_path / name, ns=(number, number))
    keep_newest(tmp_path, 4, 100)
    assert len(list(tmp_path.iterdir())) == 4
    keep_newest(tmp_path, 4, 11)
    assert len(list(tmp_path.iterdir())) == 3
    keep_newest(tmp_path, 2, 100)
    assert {path.name for path in tmp_path.iterdir()} == {"c", "b"}
    keep_newest(tmp_path / "missing", 1, 1)


@posix
def test_a_private_folder(tmp_path):
    made = tmp_path / "a" / "b"
    assert make_private(made)
    assert made.stat().st_mode & 0o777 == 0o700
    made.chmod(0o755)
    assert not make_private(made), "what lies in it may be anybody's"
    assert made.stat().st_mode & 0o777 == 0o755


@posix
def test_what_is_no_private_folder(tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path)
    assert not is_private(tmp_path / "file")
    assert not is_private(tmp_path / "link")
    assert not make_private(tmp_path / "file" / "below")
    assert is_private(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert not is_private(tmp_path)
