"""The list of own models on disk: damaged, of another version, written by several programs at once."""

import json
import subprocess
import sys

import pytest

from support.own_models import CFG, own
from yolocam.errors import ModelError
from yolocam.zoo.candidate import Candidate
from yolocam.zoo.library import Library
from yolocam.zoo.model_registry import FILE_NAME


@pytest.mark.parametrize(
    "damage",
    [
        b"", b"{", b"[]", b"null", b'{"models": 3}', b"\xff\xfe\0", b"[" * 100_000, b"1" * 10_000,
        b"x" * (9 << 20),
        b'{"version": 1, "models": [3, {}, {"name": "x"}], "downloads": []}',
        b'{"version": 1, "models": [], "downloads": [4]}',
        b'{"version": 1, "models": [{"name": "../x", "cfg": "a", "weights": "b", "names": null, '
        b'"class_count": 1, "copied": true}], "downloads": []}',
    ],
)  # fmt: skip
def test_a_damaged_list_is_told_and_set_aside_with_the_next_change(library, candidate, folder, damage):
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(damage)
    (warning,) = library.warnings()
    assert str(folder / FILE_NAME) in warning and "is damaged" in warning and "\n" not in warning
    assert not own(library) and library.find("yolov3-tiny")
    with pytest.raises(ModelError, match=r"unknown model 'nuts'.*is damaged"):
        library.find("nuts")
    assert (folder / FILE_NAME).read_bytes() == damage  # looking changes nothing

    library.add(candidate, name=None, copy=False)
    assert not library.warnings() and library.find("nuts")
    assert (folder / f"{FILE_NAME}.damaged").read_bytes() == damage
    (folder / FILE_NAME).write_bytes(b"{")
    library.add(candidate, name=None, copy=False)
    assert (folder / f"{FILE_NAME}.damaged-2").read_bytes() == b"{"


def test_what_is_sound_in_a_damaged_list_counts(library, candidate, folder):
    library.add(candidate, name=None, copy=False)
    value = json.loads((folder / FILE_NAME).read_text())
    value["models"].append({"name": "half"})
    (folder / FILE_NAME).write_text(json.dumps(value))
    assert library.warnings() and library.find("nuts")
    library.add(candidate, name="more", copy=False)
    assert [entry.name for entry in own(library)] == ["more", "nuts"]
    assert not library.warnings()


def test_the_list_of_another_version_is_left_alone(library, candidate, folder):
    folder.mkdir()
    text = '{"version": 2, "models": []}'
    (folder / FILE_NAME).write_text(text)
    with pytest.raises(ModelError, match="belongs to another version"):
        library.add(candidate, name=None, copy=True)
    assert (folder / FILE_NAME).read_text() == text
    assert not any((folder / "own").iterdir())  # no copy is left that no list names


@pytest.mark.slow
def test_programs_that_add_at_the_same_time_lose_nothing(candidate, folder):
    code = (
        "import sys; from pathlib import Path; from yolocam.zoo.library import Library\n"
        "from yolocam.zoo.candidate import candidate_from\n"
        "library, cfg = Library(Path(sys.argv[1])), Path(sys.argv[2])\n"
        "for _ in range(8): library.add(candidate_from([cfg]), name=None, copy=True)"
    )
    command = [sys.executable, "-c", code, str(folder), str(candidate.cfg)]
    programs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for program in programs:
        _, err = program.communicate(timeout=240)
        assert program.returncode == 0, err
    entries = own(Library(folder))
    assert len(entries) == 24 and all(entry.ready for entry in entries)


def test_odd_paths_survive_the_list(library, tmp_path):
    home = tmp_path / "Größe 螺栓 'x'"
    home.mkdir()
    (home / "n.cfg").write_text(CFG.format(1))
    (home / "n.weights").write_bytes(b"1")
    library.add(Candidate(home / "n.cfg", home / "n.weights"), name="n", copy=False)
    assert library.find("n").cfg == home / "n.cfg"
