"""A user's own network from any part of its files; what is missing or ambiguous is named."""

import itertools
from pathlib import Path

import pytest

from yolocam.errors import ModelError
from yolocam.zoo.candidate import candidate_from

CFG = "[net]\nwidth=416\nheight=416\n[convolutional]\nfilters=24\n[yolo]\nclasses={}\n"


def lay(folder: Path, *files: str, classes: int = 3) -> Path:
    """Write files that look like what their names say."""
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".cfg":
            path.write_text(CFG.format(classes))
        elif path.suffix == ".weights":
            path.write_bytes(bytes(40))
        else:
            path.write_text("".join(f"thing {k}\n" for k in range(classes)))
    return folder


def found(*paths: Path) -> tuple[str | None, ...]:
    """The names of cfg, weights and names."""
    candidate = candidate_from(paths)
    files = (candidate.cfg, candidate.weights, candidate.names)
    return tuple(None if path is None else path.name for path in files)


def complaint(*paths: Path) -> str:
    with pytest.raises(ModelError) as caught:
        candidate_from(paths)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("order", list(itertools.permutations(["a.cfg", "b.weights", "c.names"])))
def test_three_files_in_any_order(tmp_path, order):
    lay(tmp_path, *order)
    candidate = candidate_from([tmp_path / name for name in order])
    assert (candidate.cfg, candidate.weights, candidate.names) == tuple(
        tmp_path / name for name in sorted(order)
    )
    assert candidate.class_count == 3
    assert candidate.guessed == ()


def test_endings_in_capitals_and_files_without_them(tmp_path):
    lay(tmp_path, "A.CFG", "B.WEIGHTS")
    (tmp_path / "A.CFG").write_text(CFG.format(2))
    (tmp_path / "B.WEIGHTS").write_bytes(bytes(40))
    (tmp_path / "classes.txt").write_text("nut\nbolt\n")
    assert found(tmp_path / "classes.txt", tmp_path / "B.WEIGHTS", tmp_path / "A.CFG") == (
        "A.CFG", "B.WEIGHTS", "classes.txt",
    )  # fmt: skip
    (tmp_path / "network").write_text(CFG.format(2))
    (tmp_path / "darknet53.conv.74").write_bytes(bytes(40))
    assert found(tmp_path / "darknet53.conv.74", tmp_path / "network")[:2] == ("network", "darknet53.conv.74")


@pytest.mark.parametrize("name", ["nuts.names", "obj.names", "classes.txt", "data/obj.names"])
def test_names_beside_the_cfg_are_suggested(tmp_path, name):
    lay(tmp_path, "nuts.cfg", "nuts.weights", name)
    candidate = candidate_from([tmp_path / "nuts.cfg", tmp_path / "nuts.weights"])
    assert candidate.names == tmp_path / name
    assert candidate.guessed == (tmp_path / name,)


def test_names_that_do_not_fit_the_cfg_are_not_suggested(tmp_path):
    lay(tmp_path, "nuts.cfg", "nuts.weights")
    lay(tmp_path, "nuts.names", "coco.names", classes=80)
    assert found(tmp_path / "nuts.cfg", tmp_path / "nuts.weights")[2] is None
    lay(tmp_path, "obj.names")
    assert found(tmp_path / "nuts.cfg", tmp_path / "nuts.weights")[2] == "obj.names"


def test_names_that_were_given_are_taken_as_they_are(tmp_path):
    """That they do not fit is for the doctor to say."""
    lay(tmp_path, "nuts.cfg", "nuts.weights", "nuts.names")
    lay(tmp_path, "coco.names", classes=80)
    assert found(tmp_path / "nuts.cfg", tmp_path / "coco.names", tmp_path / "nuts.weights")[2] == "coco.names"


@pytest.mark.parametrize("given", [["nuts.cfg"], ["nuts.weights"], ["nuts.names", "nuts.cfg"], ["."]])
def test_the_rest_is_found_beside(tmp_path, given):
    lay(tmp_path, "nuts.cfg", "nuts.weights", "nuts.names")
    assert found(*(tmp_path / name for name in given)) == ("nuts.cfg", "nuts.weights", "nuts.names")


def test_of_several_networks_the_names_tell(tmp_path):
    lay(
        tmp_path,
        "nuts.cfg",
        "nuts.weights",
        "bolts.cfg",
        "bolts_final.weights",
        "bolts_1000.weights",
        "net_2.cfg",
    )
    assert found(tmp_path / "bolts.cfg")[:2] == ("bolts.cfg", "bolts_final.weights")
    assert found(tmp_path / "bolts_1000.weights")[:2] == ("bolts.cfg", "bolts_1000.weights")
    assert found(tmp_path / "nuts.weights")[:2] == ("nuts.cfg", "nuts.weights")
    lay(tmp_path, "net.cfg", "net_2.weights")
    assert found(tmp_path / "net_2.weights")[:2] == ("net_2.cfg", "net_2.weights")
    (tmp_path / "net_2.weights").unlink()
    told = complaint(tmp_path)
    assert str(tmp_path) in told and "bolts.cfg, nuts.cfg" in told and "net_2" not in told


def test_a_folder_with_one_network_that_has_weights(tmp_path):
    lay(tmp_path, "nuts.cfg", "nuts_last.weights", "draft.cfg", "yolov4.conv.137")
    assert found(tmp_path)[:2] == ("nuts.cfg", "nuts_last.weights")


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        (["n.weights", "n_best.weights"], "n.weights"),
        (["n_1000.weights", "n_best.weights", "n_final.weights", "n_last.weights"], "n_best.weights"),
        (["n_1000.weights", "n_final.weights", "n_last.weights"], "n_final.weights"),
        (["n_1000.weights", "n_last.weights"], "n_last.weights"),
        (["n_900.weights", "n_1000.weights"], "n_1000.weights"),
        (["other.weights"], "other.weights"),
    ],
)
def test_of_the_weights_of_one_training_the_best_are_taken(tmp_path, there, taken):
    lay(tmp_path, "n.cfg", *there)
    assert found(tmp_path / "n.cfg")[1] == taken
    assert found(tmp_path)[1] == taken


def test_darknets_own_tree(tmp_path):
    lay(tmp_path, "cfg/n.cfg", "backup/n_best.weights", "data/obj.names", "data/train.txt")
    expected = ("n.cfg", "n_best.weights", "obj.names")
    assert found(tmp_path) == expected
    assert found(tmp_path / "cfg" / "n.cfg") == expected
    assert found(tmp_path / "backup" / "n_best.weights", tmp_path / "cfg" / "n.cfg") == expected


@pytest.mark.parametrize("start", [".", ".."])
def test_a_data_file(tmp_path, monkeypatch, start):
    """Darknet takes the paths in it from the folder it is started in."""
    home = lay(tmp_path / "project", "obj.cfg", "runs/obj_final.weights", "lists/things.names")
    prefix = "" if start == "." else "project/"
    (home / "obj.data").write_text(
        f"# training\nclasses= 3\ntrain  = {prefix}lists/train.txt\nvalid={prefix}lists/valid.txt\n"
        f"names = {prefix}lists/things.names\nbackup = {prefix}runs/\n"
    )
    candidate = candidate_from([home / "obj.data"])
    assert candidate.weights.samefile(home / "runs/obj_final.weights")
    assert candidate.names is not None and candidate.names.samefile(home / "lists/things.names")
    assert candidate.cfg == home / "obj.cfg"
    # Beside the others it is read without being named.
    assert found(home / "obj.cfg", home / "runs/obj_final.weights")[2] == "things.names"


def test_a_data_file_counts_the_classes_where_the_cfg_does_not(tmp_path):
    lay(tmp_path, "n.cfg", "n.weights")
    (tmp_path / "n.cfg").write_text("[net]\n[yolo]\n")
    (tmp_path / "n.data").write_text("classes = 7\n")
    assert candidate_from([tmp_path / "n.data"]).class_count == 7


def test_a_data_file_from_windows(tmp_path):
    lay(tmp_path, "n.cfg", "n.weights", "x/things.names")
    (tmp_path / "n.data").write_bytes(b"\xef\xbb\xbfclasses = 3\r\nnames = x\\things.names\r\n")
    assert found(tmp_path / "n.data")[2] == "things.names"


def test_what_is_missing_is_named(tmp_path):
    lay(tmp_path, "n.cfg", "n.names")
    assert "there are no weights beside" in complaint(tmp_path / "n.cfg")
    assert "expected n.weights" in complaint(tmp_path)
    assert "class names only" in complaint(tmp_path / "n.names")
    assert "no file was named" in complaint()
    assert "does not exist" in complaint(tmp_path / "none.cfg")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert f"there is no .cfg file in {empty}" in complaint(empty)
    lay(empty, "n.weights")
    assert f"there is no .cfg file beside {empty / 'n.weights'}" in complaint(empty / "n.weights")


def test_what_is_ambiguous_is_named(tmp_path):
    lay(tmp_path, "n.cfg", "a.weights", "b.weights", "m.cfg")
    assert "a.weights, b.weights" in complaint(tmp_path / "n.cfg")
    assert "(m.cfg, n.cfg)" in complaint(tmp_path / "a.weights")
    assert "are both cfg files" in complaint(tmp_path / "n.cfg", tmp_path / "m.cfg")
    assert "expected it by itself" in complaint(tmp_path, tmp_path / "n.cfg")


def test_a_name_that_no_file_can_have(tmp_path):
    told = complaint(tmp_path / ("x" * 5000 + ".cfg"))
    assert "cannot be read: " in told or "does not exist" in told


@pytest.mark.parametrize("name", ["net.pt", "net.onnx", "dog.jpg", "clip.mp4"])
def test_other_files_are_refused(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04" + bytes(100))
    assert "is none of a network's files" in complaint(tmp_path / name)


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"no sign here", b"=\0"])
def test_a_data_file_that_is_none(tmp_path, data):
    lay(tmp_path, "n.cfg", "n.weights")
    (tmp_path / "n.data").write_bytes(data)
    assert ".data file" in complaint(tmp_path / "n.data")
    assert found(tmp_path)[:2] == ("n.cfg", "n.weights")  # nobody asked for it


def test_a_data_file_whose_names_are_gone(tmp_path):
    lay(tmp_path, "n.cfg", "n.weights")
    (tmp_path / "n.data").write_text("names = data/none.names\n")
    assert "names data/none.names for the class names, which is not there" in complaint(tmp_path / "n.data")


def test_a_data_file_whose_backup_is_its_own_folder(tmp_path, monkeypatch):
    lay(tmp_path / "own", "net.cfg", "net.weights", "obj.names")
    (tmp_path / "own/obj.data").write_text("classes = 3\nnames = obj.names\nbackup = .\n")
    monkeypatch.chdir(tmp_path)
    assert found(Path("own/obj.data")) == ("net.cfg", "net.weights", "obj.names")
