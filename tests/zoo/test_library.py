"""The user's own models: added as copies or where they are, and found by name."""

import subprocess
import sys

import pytest

from support.own_models import CFG, own
from yolocam.assets import asset
from yolocam.darknet.names import read_names
from yolocam.errors import ModelError
from yolocam.zoo.candidate import candidate_from
from yolocam.zoo.library import Library
from yolocam.zoo.model_registry import ModelRegistry


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


def test_what_a_user_waits_for_is_imported_late():
    code = (
        "import sys; from yolocam.zoo import candidate, weights_download, library\n"
        "library.Library().find('yolov3-tiny')\n"
        "sys.exit(' '.join({'requests', 'urllib3', 'filelock', 'torch', 'cv2'} & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


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


def killed_before_the_list(library, candidate, monkeypatch):
    """Leave what a program leaves that is killed between the copy and the list."""

    class Killed(BaseException):
        pass

    def kill(*_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("yolocam.zoo.model_registry.ModelRegistry.write", kill)
        patch.setattr("yolocam.zoo.library.delete_copies", lambda model: ())
        with pytest.raises(Killed):
            library.add(candidate, name=None, copy=True)


def test_a_copy_that_no_list_names_is_cleared_away_by_the_next_one(library, candidate, folder, monkeypatch):
    killed_before_the_list(library, candidate, monkeypatch)
    assert len(list((folder / "own" / "nuts").iterdir())) == 4
    library.add(candidate, name="other", copy=True)
    assert [path.name for path in (folder / "own").iterdir()] == ["other"]


def test_a_copy_that_no_list_names_is_cleared_away_at_the_start(library, candidate, folder, monkeypatch):
    library.add(candidate, name="first", copy=True)
    killed_before_the_list(library, candidate, monkeypatch)
    library.tidy()
    assert [path.name for path in (folder / "own").iterdir()] == ["first"]
    assert library.find("first").weights.exists()


def test_a_copy_whose_program_was_killed_behind_the_list_stays(library, candidate, folder):
    library.add(candidate, name=None, copy=True)
    (folder / "own" / "nuts" / ".adding").touch()
    library.tidy()
    assert library.find("nuts").weights.exists()
    assert not (folder / "own" / "nuts" / ".adding").exists()


def test_nothing_is_cleared_away_for_a_list_that_cannot_be_read(library, candidate, folder):
    library.add(candidate, name=None, copy=True)
    (folder / "own" / "nuts" / ".adding").touch()
    (folder / "models.json").write_text("{")
    library.tidy()
    assert (folder / "own" / "nuts" / "nuts.weights").exists()


def test_what_another_program_is_adding_is_left_alone(library, candidate, folder, monkeypatch):
    killed_before_the_list(library, candidate, monkeypatch)
    with ModelRegistry(folder).locked():
        library.tidy()
    assert (folder / "own" / "nuts").exists()


def test_a_full_disk_is_one_sentence_and_leaves_nothing(library, candidate, folder, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(ModelError, match=r"nuts\.cfg cannot be copied to .*: no space left on device"):
        library.add(candidate, name=None, copy=True)
    assert not any((folder / "own").iterdir()) and not own(library)
