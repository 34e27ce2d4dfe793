"""The user's own models: added, found by name, removed, and never anything deleted that is not yolocam's."""

import json
import subprocess
import sys

import pytest

from yolocam.assets import asset
from yolocam.darknet.names import read_names
from yolocam.errors import ModelError
from yolocam.zoo.candidate import Candidate, candidate_from
from yolocam.zoo.library import Library
from yolocam.zoo.model_registry import FILE_NAME

CFG = "[net]\nwidth=64\nheight=32\n[yolo]\nclasses={}\n"


@pytest.fixture
def library(folder):
    return Library(folder)


@pytest.fixture
def candidate(tmp_path):
    home = tmp_path / "training"
    home.mkdir()
    (home / "nuts.cfg").write_text(CFG.format(2))
    (home / "nuts_best.weights").write_bytes(bytes(range(200)))
    (home / "obj.names").write_text("nut\nbolt\n")
    return candidate_from([home])


def own(library):
    return [entry for entry in library.models() if entry.own]


def test_an_empty_library_holds_the_catalogue_and_writes_nothing(library, folder):
    names = [entry.name for entry in library.models()]
    assert names[0] == "yolov3-tiny" and "yolov4" in names
    assert not own(library) and not library.warnings() and not folder.exists()
    shipped, missing = library.entry("yolov3-tiny"), library.entry("yolov4")
    assert (shipped.origin, shipped.ready, shipped.bytes_on_disk) == ("shipped", True, 35_434_956)
    assert (missing.origin, missing.ready, missing.bytes_on_disk) == ("missing", False, None)
    assert missing.figures is not None and missing.figures.ap50 == 65.7
    assert (missing.licence, missing.class_count, missing.download_bytes) == (
        "public domain",
        80,
        257_717_640,
    )


def test_a_copy_outlives_the_files(library, candidate, folder):
    entry = library.add(candidate, name=None, copy=True)
    assert (entry.name, entry.own, entry.origin, entry.class_count) == ("nuts", True, "copied", 2)
    for path in (candidate.cfg, candidate.weights, candidate.names):
        path.unlink()
    files = Library(folder).find("nuts")
    assert files.weights.read_bytes() == bytes(range(200))
    assert files.cfg.read_text() == CFG.format(2)
    assert (files.name, files.class_names, files.fit) == ("nuts", ("nut", "bolt"), None)
    assert sorted(path.name for path in (folder / "own" / "nuts").iterdir()) == [
        "nuts.cfg", "nuts.names", "nuts.weights",
    ]  # fmt: skip


def test_the_folder_may_move(library, candidate, folder, tmp_path):
    library.add(candidate, name=None, copy=True)
    moved = folder.rename(tmp_path / "elsewhere")
    assert Library(moved).find("nuts").weights.is_relative_to(moved)


def test_a_reference_uses_the_files_where_they_are(library, candidate, folder, monkeypatch, tmp_path):
    monkeypatch.chdir(candidate.cfg.parent)
    entry = library.add(
        candidate_from([candidate.cfg.relative_to(candidate.cfg.parent)]), name="mine", copy=False
    )
    monkeypatch.chdir(tmp_path)
    assert entry.origin == "referenced"
    assert library.find("mine").weights.samefile(candidate.weights)
    assert not (folder / "own").exists()


def test_files_that_have_gone_are_told(library, candidate):
    library.add(candidate, name=None, copy=False)
    candidate.names.unlink()
    assert library.entry("nuts").lacking == (candidate.names,)
    assert not library.entry("nuts").ready
    with pytest.raises(ModelError, match=r"nuts cannot be used: .*obj\.names is gone"):
        library.find("nuts")


@pytest.mark.parametrize(("classes", "names"), [(2, ("class 0", "class 1")), (80, None)])
def test_classes_that_nobody_named(library, candidate, classes, names):
    candidate.names.unlink()
    candidate.cfg.write_text(CFG.format(classes))
    library.add(candidate_from([candidate.cfg]), name=None, copy=True)
    assert library.find("nuts").class_names == (names or read_names(asset("models/coco.names")))


def test_names_are_taken_once_however_they_are_written(library, candidate):
    library.add(candidate, name="Nuts", copy=False)
    for name in ("Nuts", "nuts", "yolov3-tiny", "YOLOv4"):
        with pytest.raises(ModelError, match="already, choose another name"):
            library.add(candidate, name=name, copy=True)
    assert library.suggest_name(candidate) == "nuts-2"
    assert library.add(candidate, name=None, copy=False).name == "nuts-2"
    assert [entry.name for entry in own(library)] == ["Nuts", "nuts-2"]


def test_a_bad_name_is_refused_before_anything_is_written(library, candidate, folder):
    with pytest.raises(ModelError, match="cannot contain '/'"):
        library.add(candidate, name="../nuts", copy=True)
    assert not folder.exists()


@pytest.mark.parametrize("kind", ["cfg", "weights", "names"])
def test_a_file_that_is_not_there_is_refused(library, candidate, folder, kind):
    getattr(candidate, kind).unlink()
    with pytest.raises(ModelError, match=str(getattr(candidate, kind))):
        library.add(candidate, name=None, copy=True)
    assert not own(library)


def test_removing_a_copy_deletes_it_and_nothing_else(library, candidate, folder):
    library.add(candidate, name=None, copy=True)
    home = folder / "own" / "nuts"
    (home / "notes.txt").write_text("mine")
    deleted = library.remove("nuts")
    assert sorted(path.name for path in deleted) == ["nuts.cfg", "nuts.names", "nuts.weights"]
    assert [path.name for path in home.iterdir()] == ["notes.txt"]
    assert candidate.weights.exists() and not own(library)
    # The folder that stayed is in nobody's way.
    assert library.add(candidate, name="nuts", copy=True).weights.parent.name == "nuts-2"
    library.remove("nuts")
    assert not (folder / "own" / "nuts-2").exists()


def test_removing_a_reference_leaves_every_file(library, candidate):
    library.add(candidate, name=None, copy=False)
    assert library.remove("nuts") == ()
    assert candidate.cfg.exists() and candidate.weights.exists() and candidate.names.exists()
    assert not own(library)


def test_a_copy_that_is_in_use_stays_as_a_whole(library, candidate, folder, monkeypatch):
    """Windows does not delete a file that is open."""
    entry = library.add(candidate, name=None, copy=True)

    def refuse(self, missing_ok=False):
        raise PermissionError(13, "The file is in use")

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.unlink", refuse)
        with pytest.raises(ModelError, match=r"nuts\.weights cannot be deleted: the file is in use"):
            library.remove("nuts")
    assert library.entry("nuts") == entry and entry.ready
    assert len(library.remove("nuts")) == 3


def test_what_a_user_waits_for_is_imported_late():
    code = (
        "import sys; from yolocam.zoo import candidate, weights_download, library\n"
        "library.Library().find('yolov3-tiny')\n"
        "sys.exit(' '.join({'requests', 'urllib3', 'filelock', 'torch', 'cv2'} & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_removing_clears_away_what_a_killed_program_was_adding(library, candidate, folder):
    library.add(candidate, name=None, copy=True)
    left = folder / "own" / ".adding-killed"
    left.mkdir()
    (left / "half.weights").write_bytes(b"half")
    library.remove("nuts")
    assert not left.exists()


def test_removing_what_is_not_to_be_removed(library, folder):
    with pytest.raises(ModelError, match="ships with yolocam"):
        library.remove("yolov3-tiny")
    with pytest.raises(ModelError, match="unknown model 'nuts'"):
        library.remove("nuts")
    assert asset("models/yolov3-tiny.weights").exists()


def test_a_list_that_names_files_elsewhere_deletes_none(library, candidate, folder, tmp_path):
    library.add(candidate, name=None, copy=True)
    treasure = tmp_path / "treasure.weights"
    treasure.write_text("gold")
    value = json.loads((folder / FILE_NAME).read_text())
    for path in ("../treasure.weights", str(treasure), "", ".", "own/../../treasure.weights"):
        value["models"][0]["weights"] = path
        (folder / FILE_NAME).write_text(json.dumps(value))
        if not library.warnings():
            library.remove("nuts")
        assert treasure.exists() and folder.exists()


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


def test_a_folder_that_cannot_be_made(candidate, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="cannot be written"):
        Library(tmp_path / "file" / "models").add(candidate, name=None, copy=True)


def test_an_interrupted_copy_leaves_nothing_and_is_cleared_away(library, candidate, folder, monkeypatch):
    left = folder / "own" / ".adding-killed"
    left.mkdir(parents=True)
    (left / "half.weights").write_bytes(b"half")

    def interrupt(source, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfile", interrupt)
        with pytest.raises(KeyboardInterrupt):
            library.add(candidate, name=None, copy=True)
    assert not any((folder / "own").iterdir())
    assert library.add(candidate, name=None, copy=True).ready


def test_a_full_disk_is_one_sentence_and_leaves_nothing(library, candidate, folder, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(ModelError, match=r"nuts\.cfg cannot be copied to .*: no space left on device"):
        library.add(candidate, name=None, copy=True)
    assert not any((folder / "own").iterdir()) and not own(library)


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
        _, err = program.communicate(timeout=60)
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
