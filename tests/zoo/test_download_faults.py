"""Downloads from servers that misbehave: in the end comes the file, or a sentence that says why not."""

import errno
import shutil
from pathlib import Path

import pytest

from support.servers.file_server import BODY
from yolocam.errors import DownloadError
from yolocam.zoo.partial_download import PartFile
from yolocam.zoo.weights_download import download


@pytest.fixture
def get(server, make_entry, folder):
    """Download from the server, and return what arrived."""
    return lambda **more: download(make_entry(server.address), folder, **more).read_bytes()


@pytest.fixture
def failure(get):
    """Download in vain, and return what is told."""

    def told() -> str:
        with pytest.raises(DownloadError) as caught:
            get()
        assert "\n" not in str(caught.value)
        return str(caught.value)

    return told


def part(folder: Path) -> PartFile:
    return PartFile(folder / "net.weights")


def test_slow(server, get):
    server.always = server.drip(20_000, 0.01)
    assert get() == BODY
    assert len(server.requests) == 1


def test_broken_off_again_and_again(server, get):
    server.answers.extend(server.break_off(40_000) for _ in range(7))
    assert get() == BODY
    assert server.ranges_asked() == [None, *(f"bytes={40_000 * k}-" for k in range(1, 8))]


def test_broken_off_before_the_first_byte_for_ever(server, failure, folder):
    server.always = server.break_off(0)
    assert "broke off after 0.0 MB" in failure()
    assert not (folder / "net.weights").exists()


@pytest.mark.slow
def test_stalled(server, get):
    server.answers.append(server.stall(150_000))
    assert get() == BODY
    assert server.ranges_asked() == [None, "bytes=150000-"]


@pytest.mark.slow
def test_no_answer_at_all(server, failure):
    server.always = lambda _: server.released.wait()
    assert "did not answer within 0.5 s" in failure()


def test_a_length_that_is_too_long(server, get):
    server.always = server.claim(len(BODY) + 5000)
    assert get() == BODY


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "1e9", ""])
def test_a_length_that_is_no_number(server, get, length):
    def answer(handler):
        server.head(handler, 200, {"Content-Length": length})
        handler.wfile.write(BODY)
        handler.close_connection = True

    server.always = answer
    assert get() == BODY


def test_a_length_that_is_too_short(server, get):
    """The rest is asked for: the size of the file is known."""
    server.answers.append(server.claim(len(BODY) - 5000))
    assert get() == BODY
    assert server.ranges_asked() == [None, f"bytes={len(BODY) - 5000}-"]


def test_a_length_that_is_always_too_short(server, failure, folder):
    server.always = server.claim(1000)
    assert "sent another file than the published one" in failure()
    assert not (folder / "net.weights").exists()


def test_a_wrong_file(server, failure, folder):
    server.body = BODY[::-1]
    assert "sent another file than the published one" in failure()
    assert not (folder / "net.weights").exists()
    assert part(folder).size == 0
    assert len(server.requests) == 1


def test_a_wrong_file_at_one_address_only(server, second_server, make_entry, folder):
    server.body = BODY[::-1]
    assert download(make_entry(server.address, second_server.address), folder).read_bytes() == BODY
    assert second_server.ranges_asked() == [None]


def test_wrong_bytes_from_before_are_dropped(server, get, folder):
    """The disk, or another address, had left something else."""
    folder.mkdir()
    part(folder).path.write_bytes(bytes(1000))
    assert get() == BODY
    assert server.ranges_asked() == ["bytes=1000-", None]


def test_more_bytes_than_the_file_has_from_before_are_dropped(server, get, folder):
    folder.mkdir()
    part(folder).path.write_bytes(bytes(len(BODY) + 1))
    assert get() == BODY
    assert server.ranges_asked() == [None]


def test_a_file_without_end(server, failure, folder):
    def endless(handler):
        server.head(handler, 200, {"Content-Type": "application/octet-stream"})
        while not server.released.is_set():
            handler.wfile.write(bytes(100_000))

    server.always = endless
    assert "sends more than the 1.3 MB of the file" in failure()
    assert part(folder).size == 0


@pytest.mark.parametrize("code", [403, 404, 410, 416])
def test_refusals_are_final(server, failure, code):
    server.always = server.status(code)
    assert f"answered {code} " in failure()
    assert len(server.requests) == 1


@pytest.mark.parametrize("code", [429, 500, 503])
def test_trouble_of_the_server_passes(server, get, code):
    server.answers.extend([server.status(code)] * 2)
    assert get() == BODY


def test_trouble_of_the_server_that_does_not_pass(server, failure):
    server.always = server.status(500)
    assert "answered 500 Internal Server Error" in failure()
    assert len(server.requests) == 4


def test_every_address_is_named_with_what_was_wrong(server, second_server, make_entry, folder):
    server.always = server.status(404)
    second_server.always = second_server.status(403)
    with pytest.raises(DownloadError, match=r"answered 404 Not Found; 127.*answered 403 Forbidden$"):
        download(make_entry(server.address, second_server.address), folder)


def test_nothing_after_what_has_come(server, get, folder):
    """416: the file there is shorter, or another one."""
    folder.mkdir()
    part(folder).path.write_bytes(BODY[:5000])
    server.answers.append(server.status(416, {"Content-Range": "bytes */4000"}))
    assert get() == BODY
    assert server.ranges_asked() == ["bytes=5000-", None]


def test_ranges_are_ignored(server, get):
    server.ranges = False
    server.answers.append(server.break_off(100_000))
    assert get() == BODY
    assert server.ranges_asked() == [None, "bytes=100000-"]


def test_ranges_are_ignored_and_the_line_always_breaks(server, failure):
    server.ranges = False
    server.always = server.break_off(100_000)
    told = failure()
    assert "broke off after 0.1 MB" in told and "(0.1 MB are kept" in told


@pytest.mark.parametrize("given", [f"bytes 5-299999/{len(BODY)}", f"bytes {'9' * 5000}-9/9", "bytes -1-9/*"])
def test_another_range_than_asked_for(server, get, given):
    shifted = server.status(206, {"Content-Range": given}, BODY[5:105])
    server.answers.extend([server.break_off(1000), shifted])
    assert get() == BODY
    assert server.ranges_asked() == [None, "bytes=1000-", None]


def test_the_file_changes_between_two_attempts(server, make_entry, folder):
    """If-Range: the server sends the new file from its beginning."""
    server.body = bytes(len(BODY))
    server.answers.append(server.break_off(100_000))

    def change(done: int, _: int | None) -> None:
        if done == 100_000:
            server.body, server.tag = BODY, '"second"'

    path = download(make_entry(server.address), folder, progress=change)
    assert path.read_bytes() == BODY
    assert server.requests[1]["If-Range"] == '"first"'
    assert server.ranges_asked() == [None, "bytes=100000-"]


def test_the_file_changes_and_the_server_does_not_look_at_if_range(server, get):
    old, new = '"old"', {"ETag": '"new"'}
    server.tag = old
    rest = {"Content-Range": f"bytes 1000-{len(BODY) - 1}/{len(BODY)}", **new}
    server.answers.extend([server.break_off(1000), server.status(206, rest, BODY[1000:])])
    assert get() == BODY
    assert server.ranges_asked() == [None, "bytes=1000-", None]


def test_a_date_stands_in_for_a_weak_mark(server, get):
    date = "Mon, 02 Nov 2026 10:00:00 GMT"
    headers = {"ETag": 'W/"weak"', "Last-Modified": date, "Content-Length": str(len(BODY))}
    server.answers.append(lambda handler: server.head(handler, 200, headers, BODY[:1000]))
    server.tag = date
    assert get() == BODY
    assert server.requests[1]["If-Range"] == date


@pytest.mark.parametrize("code", [200, 206])
def test_a_web_page(server, failure, folder, code):
    """A portal of a hotel answers everything, with status 200: what had come is not given up for it."""
    folder.mkdir()
    part(folder).path.write_bytes(BODY[:5000])
    server.always = server.status(code, {"Content-Type": "text/html; charset=utf-8"}, b"<html>Log in")
    assert "sent a web page in place of the file" in failure()
    assert part(folder).path.read_bytes() == BODY[:5000]


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH_9.9\r\n"], ids=["nothing", "no http"])
def test_no_answer_in_http(server, failure, said):
    server.always = lambda handler: handler.wfile.write(said)
    assert "closed the connection without an answer" in failure()
    assert len(server.requests) == 4


def test_a_damaged_note_beside_the_part(server, get, folder):
    for text in ("", "[]", '{"address": 3, "mark": null}', "x" * 100_000, '{"address": "x", "mark": 4}'):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        part(folder).path.write_bytes(BODY[:5000])
        Path(f"{part(folder).path}.json").write_text(text)
        assert get() == BODY


def test_a_full_disk(server, get, folder, monkeypatch):
    """What has come stays; with room again, it goes on."""
    append = PartFile.append

    def full(self, pieces):
        def some():
            for number, piece in enumerate(pieces):
                if number == 3:
                    raise OSError(errno.ENOSPC, "No space left on device")
                yield piece

        append(self, some())

    with monkeypatch.context() as patch:
        patch.setattr(PartFile, "append", full)
        with pytest.raises(
            DownloadError, match=r"net\.weights\.part cannot be written: no space left on device"
        ):
            get()
    kept = part(folder).size
    assert kept > 0
    assert get() == BODY
    assert server.ranges_asked() == [None, f"bytes={kept}-"]


def test_too_little_room_is_known_before(server, failure, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**6, 0, 100_000))
    assert "net needs 0.3 MB in " in failure()
    assert not server.requests


def test_a_folder_that_cannot_be_made(server, make_entry, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DownloadError, match="cannot be written"):
        download(make_entry(server.address), tmp_path / "file" / "models")
