"""The manifest survives a kill, and says what is done."""

import json

import pytest

from yolocam.errors import SettingsError
from yolocam.pipeline.distribution.manifest import Manifest
from yolocam.pipeline.distribution.run_store import MANIFEST, PARTS, FolderStore, rows_name

OPTIONS = {"confidence": 0.5, "part_length": 600}


def done(folder, key: str) -> dict:
    """A unit that is done, with its results."""
    path = folder / rows_name(key)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"rows")
    return {"key": key, "state": "done", "frames": 3}


def test_what_was_done_is_known_after_a_kill_in_the_middle_of_a_line(tmp_path):
    manifest = Manifest(FolderStore(tmp_path), OPTIONS, resume=False)
    manifest.add(done(tmp_path, "one"))
    manifest.add(done(tmp_path, "lost"))
    (tmp_path / rows_name("lost")).unlink()
    with (tmp_path / MANIFEST).open("ab") as file:
        file.write(b'{"key": "two", "sta')
    again = Manifest(FolderStore(tmp_path), OPTIONS, resume=True)
    assert again.done("one")["frames"] == 3
    assert again.done("two") is None and again.done("lost") is None
    again.add(done(tmp_path, "two"))
    third = Manifest(FolderStore(tmp_path), OPTIONS, resume=True)
    assert third.done("one") and third.done("two")


def test_an_unfinished_run_is_not_lost_without_a_word(tmp_path):
    Manifest(FolderStore(tmp_path), OPTIONS, resume=False).add(done(tmp_path, "one"))
    with pytest.raises(SettingsError, match=r"unfinished run .* add --resume"):
        Manifest(FolderStore(tmp_path), OPTIONS, resume=False)
    assert (tmp_path / rows_name("one")).exists()


def test_a_finished_run_is_replaced(tmp_path):
    manifest = Manifest(FolderStore(tmp_path), OPTIONS, resume=False)
    manifest.add(done(tmp_path, "one"))
    manifest.complete()
    again = Manifest(FolderStore(tmp_path), {"confidence": 0.4}, resume=False)
    assert again.done("one") is None and not (tmp_path / PARTS).exists()


def test_a_run_goes_on_only_with_what_it_was_begun_with(tmp_path):
    Manifest(FolderStore(tmp_path), OPTIONS, resume=False)
    with pytest.raises(SettingsError, match=r"begun with confidence 0\.5, found 0\.4"):
        Manifest(FolderStore(tmp_path), {**OPTIONS, "confidence": 0.4}, resume=True)


@pytest.mark.parametrize(
    "rubbish", [b"\xff\xfe\x00", b"[1, 2]\n", b'{"key": 1, "state": []}\n', b"[" * 90_000]
)
def test_rubbish_in_the_manifest_spoils_nothing(tmp_path, rubbish):
    Manifest(FolderStore(tmp_path), OPTIONS, resume=False).add(done(tmp_path, "one"))
    with (tmp_path / MANIFEST).open("ab") as file:
        file.write(rubbish)
    assert Manifest(FolderStore(tmp_path), OPTIONS, resume=True).done("one")


def test_resume_without_anything_to_resume_begins(tmp_path):
    Manifest(FolderStore(tmp_path), OPTIONS, resume=True)
    (line,) = (tmp_path / MANIFEST).read_text().splitlines()
    assert json.loads(line)["run"] == OPTIONS
