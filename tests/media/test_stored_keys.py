"""A stream key is kept in the system's keyring or nowhere, by the server without the key."""

import pytest

from support.fake_keyring import use_keyring
from yolocam.media.streaming import stored_keys


@pytest.fixture
def keyring(monkeypatch):
    return use_keyring(monkeypatch)


def test_a_key_is_found_again_by_its_server(keyring):
    assert stored_keys.store_key("rtmp://user:kanary@host/app", "key")
    assert stored_keys.stored_key("rtmp://host/app") == "key"
    assert stored_keys.stored_key("rtmp://other/app") is None
    assert "kanary" not in repr(keyring.kept)


def test_where_there_is_no_keyring_nothing_is_kept(keyring, monkeypatch):
    keyring.backend.priority = 0  # what the package puts in the place of one
    assert not stored_keys.store_key("rtmp://host/app", "key") and not keyring.kept
    assert stored_keys.stored_key("rtmp://host/app") is None
    monkeypatch.setattr(stored_keys.importlib.util, "find_spec", lambda name: None)
    assert not stored_keys.can_store()


def test_a_keyring_that_is_locked_is_as_none(keyring):
    def locked(*_):
        raise RuntimeError("locked")

    keyring.get_password = keyring.set_password = locked
    assert stored_keys.stored_key("rtmp://host/app") is None
    assert not stored_keys.store_key("rtmp://host/app", "key")
