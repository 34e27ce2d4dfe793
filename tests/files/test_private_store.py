import os
import stat

import pytest

from yolocam.files.private_store import PrivateStore, digest, digest_of_files

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")


@pytest.fixture
def store(tmp_path):
    return PrivateStore(tmp_path / "kept", ".bin", 3, 100)


def test_data_is_found_again_by_its_key(store):
    assert store.get("a") is None
    store.put("a", b"data")
    assert store.get("a") == b"data"
    assert store.get("b") is None


def test_what_is_too_large_is_not_kept(store):
    store.put("a", bytes(100))
    assert not store.folder.exists()
    for key in "abc":
        store.put(key, bytes(20))
    assert len(list(store.folder.iterdir())) == 2


@posix
def test_only_this_user_can_look(store):
    store.put("a", b"data")
    assert store.folder.stat().st_mode & 0o777 == 0o700
    store.folder.chmod(0o755)
    assert store.get("a") is None, "who knows who has put it there"


@posix
def test_only_this_user_can_change_a_file(store):
    store.put("a", b"data")
    (path,) = store.folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o620)
    assert store.get("a") is None, "another user may have written it"


@posix
def test_a_link_is_not_followed(store, tmp_path):
    store.put("a", b"data")
    (path,) = store.folder.iterdir()
    path.symlink_to(path.rename(tmp_path / "elsewhere"))
    assert store.get("a") is None


@posix
def test_the_folder_may_not_be_a_link(store, tmp_path):
    store.put("a", b"data")
    store.folder.symlink_to(store.folder.rename(tmp_path / "elsewhere"))
    assert store.get("a") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
@pytest.mark.timeout(20)
def test_a_pipe_is_not_waited_for(store):
    store.put("a", b"data")
    (path,) = store.folder.iterdir()
    path.unlink()
    os.mkfifo(path, 0o600)
    assert store.get("a") is None


@posix
def test_a_file_that_is_exchanged_while_it_is_looked_at(store, monkeypatch):
    """What was looked at is what is read."""
    store.put("a", b"data")
    (path,) = store.folder.iterdir()
    fstat = os.fstat

    def exchange(descriptor):
        found = fstat(descriptor)
        if stat.S_ISREG(found.st_mode):
            path.rename(path.with_suffix(".old"))
            path.write_bytes(digest(b"theirs") + b"theirs")
        return found

    monkeypatch.setattr(os, "fstat", exchange)
    assert store.get("a") == b"data"


def test_a_changed_byte_is_found(store):
    store.put("a", b"data")
    (path,) = store.folder.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"b")
    assert store.get("a") is None


def test_the_hash_of_code_changes_with_it(tmp_path):
    (tmp_path / "a.py").write_text("x = 1")
    before = digest_of_files(tmp_path)
    (tmp_path / "a.py").write_text("x = 2")
    assert digest_of_files(tmp_path) != before
