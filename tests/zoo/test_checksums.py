"""Public weights without a published sha256: by SHA-1, by length, and by what came first."""

import hashlib

import pytest

from support.servers.file_server import BODY
from yolocam.errors import DownloadError
from yolocam.zoo.checksums import caution, is_right
from yolocam.zoo.library import Library
from yolocam.zoo.model_registry import ModelRegistry
from yolocam.zoo.weights_download import download

DIGEST = hashlib.sha256(BODY).hexdigest()
SHA1 = hashlib.sha1(BODY, usedforsecurity=False).hexdigest()
OTHER = BODY[:-1] + bytes([BODY[-1] ^ 1])


def test_the_first_download_is_kept_in_mind(server, make_entry, folder):
    assert download(make_entry(server.address, sha256=()), folder).read_bytes() == BODY
    assert ModelRegistry(folder).read().pins == {"net": DIGEST}
    assert ModelRegistry(folder).read().downloads == {"net"}


def test_a_later_one_must_be_the_same(server, make_entry, folder):
    download(make_entry(server.address, sha256=()), folder).unlink()
    server.body = OTHER
    with pytest.raises(DownloadError, match="sent another file than the one of the first download"):
        download(make_entry(server.address, sha256=(), pinned=DIGEST), folder)
    assert not (folder / "net.weights").exists()
    server.body = BODY
    assert download(make_entry(server.address, sha256=(), pinned=DIGEST), folder).read_bytes() == BODY
    assert ModelRegistry(folder).read().pins == {"net": DIGEST}


@pytest.mark.parametrize("body", [BODY[:-4], BODY + b"more", BODY[:1000]], ids=["short", "long", "cut"])
def test_another_length_is_refused_before_use(server, make_entry, folder, body):
    server.body = body
    with pytest.raises(DownloadError, match="sent another file than the expected one of 300000 bytes"):
        download(make_entry(server.address, sha256=()), folder)
    assert not (folder / "net.weights").exists()
    assert ModelRegistry(folder).read().pins == {}


def test_a_download_that_was_broken_off_is_pinned_as_a_whole(server, make_entry, folder):
    server.answers.append(server.break_off(100_000))
    download(make_entry(server.address, sha256=()), folder)
    assert server.ranges_asked() == [None, "bytes=100000-"]
    assert ModelRegistry(folder).read().pins == {"net": DIGEST}


def test_a_published_sha1_counts(server, make_entry, folder):
    entry = make_entry(server.address, sha256=(), sha1=(SHA1,))
    server.body = OTHER
    with pytest.raises(DownloadError, match="than the published one"):
        download(entry, folder)
    server.body = BODY
    assert download(entry, folder).read_bytes() == BODY
    assert is_right(entry, folder / "net.weights")


def test_a_published_sha256_needs_no_memory(server, make_entry, folder):
    download(make_entry(server.address), folder)
    assert ModelRegistry(folder).read().pins == {}


def test_weights_that_lie_there_are_compared_alike(server, make_entry, folder):
    folder.mkdir()
    (folder / "net.weights").write_bytes(OTHER)
    assert download(make_entry(server.address, sha256=()), folder).read_bytes() == OTHER  # nothing is known
    with pytest.raises(DownloadError, match="there already and is not the one of the first download"):
        download(make_entry(server.address, sha256=(), pinned=DIGEST), folder)
    assert not server.requests


def test_the_library_remembers_and_other_changes_keep_it(tmp_path):
    ModelRegistry(tmp_path).note_download("yolov7", DIGEST)
    ModelRegistry(tmp_path).note_download("yolov4-csp", "0" * 64)
    ModelRegistry(tmp_path).note_download("yolov7", "1" * 64)
    assert Library(tmp_path).entry("yolov7").pinned == DIGEST
    assert Library(tmp_path).entry("yolov4").pinned is None
    (tmp_path / "yolov7.weights").write_bytes(b"x")
    Library(tmp_path).remove("yolov7")
    assert Library(tmp_path).entry("yolov7").pinned == DIGEST


def test_what_is_no_digest_makes_the_list_damaged(tmp_path):
    ModelRegistry(tmp_path).note_download("yolov7", DIGEST)
    path = tmp_path / "models.json"
    path.write_text(path.read_text().replace(DIGEST, "abc"))
    content = ModelRegistry(tmp_path).read()
    assert content.damaged and content.pins == {}


def test_it_is_said_beforehand(make_entry):
    assert caution(make_entry("https://x/net.weights")) is None
    unknown = make_entry("https://x/net.weights", sha256=())
    assert "no checksum of net.weights is published: its length is compared" in caution(unknown)
    assert "only a SHA-1" in caution(make_entry("https://x/net.weights", sha256=(), sha1=(SHA1,)))
    assert "file of the first download" in caution(make_entry("https://x/n", sha256=(), pinned=DIGEST))
