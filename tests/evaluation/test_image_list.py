"""The images that a .data file names."""

import pytest

from yolocam.darknet.data_file import read_data
from yolocam.errors import LabelsError
from yolocam.evaluation.image_list import listed_images


def put(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_paths_count_from_here_or_from_the_list(tmp_path, monkeypatch):
    gone = tmp_path / "gone" / "c.png"
    put(tmp_path / "set" / "a.jpg")
    put(tmp_path / "work" / "here.jpg")
    put(tmp_path / "set" / "valid.txt", f"a.jpg\n\nhere.jpg\na.jpg\n{gone}\n")
    data = put(tmp_path / "set" / "obj.data", "# ours\nclasses = 1\nvalid=valid.txt\n")
    monkeypatch.chdir(tmp_path / "work")
    found = listed_images(read_data(data))
    assert [item.file for item in found] == [str(tmp_path / "set" / "a.jpg"), "here.jpg", str(gone)]
    assert {item.kind for item in found} == {"image"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("classes = 1\n", "expected a line such as valid"),
        ("valid =\n", "expected a line such as valid"),
        ("valid = gone.txt\n", "names gone.txt for the list of images, which is not there"),
        ("valid = " + "a" * 5000, "for the list of images, which is not there"),
        ("valid = empty.txt\n", "names no images"),
        ("valid = film.txt\n", "film.mp4"),
        ("valid = folder\n", "folder is a folder, expected a list of paths"),
        ("valid = bytes.txt\n", "bytes.txt is not a list of paths"),
    ],
)
def test_bad_lists(tmp_path, text, words):
    put(tmp_path / "empty.txt", "\n")
    put(tmp_path / "film.txt", "film.mp4\n")
    put(tmp_path / "bytes.txt", "a\0b")
    (tmp_path / "folder").mkdir()
    data = read_data(put(tmp_path / "obj.data", text))
    with pytest.raises(LabelsError) as error:
        listed_images(data)
    assert words in str(error.value)
