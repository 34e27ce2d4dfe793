import os

import pytest

from yolocam.files.private_store import PrivateStore, digest_of_files

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


def test_the_hash_of_code_changes_with_it(tmp_path):
    (tmp_path / "a.py").write_text("x = 1")
    before = digest_of_files(tmp_path)
    (tmp_path / "a.py").write_text("x = 2")
    assert digest_of_files(tmp_path) != before
