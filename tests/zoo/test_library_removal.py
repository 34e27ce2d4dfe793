"""Removing a model: what yolocam copied goes, and never anything that is not yolocam's."""

import json

import pytest

from support.own_models import own
from yolocam.assets import asset
from yolocam.errors import ModelError
from yolocam.zoo.model_registry import FILE_NAME


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
