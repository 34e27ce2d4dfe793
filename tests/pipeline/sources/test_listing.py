"""What the user types becomes an ordered list of files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support.films.media_files import make_video, picture, write_jpeg
from yolocam.errors import SourceError
from yolocam.pipeline.sources.files.listing import list_sources


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ["img10.JPG", "img2.jpg", "IMG1.Png", "clip.Mp4", "notes.txt", ".hidden.jpg", "sub/a.jpg"]:
        file = tmp_path / "media" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    return tmp_path / "media"


def names(*patterns: object, recursive: bool = False) -> list[str]:
    return [item.name for item in list_sources([str(p) for p in patterns], recursive).items]


def test_folder_in_natural_order_without_hidden_and_other_files(tree: Path) -> None:
    assert names(tree) == ["clip.Mp4", "IMG1.Png", "img2.jpg", "img10.JPG"]
    assert [item.kind for item in list_sources([str(tree)]).items] == ["video", "image", "image", "image"]


def test_recursive_names_are_relative_with_forward_slashes(tree: Path) -> None:
    assert "sub/a.jpg" in names(tree, recursive=True)
    assert list_sources([str(tree)], recursive=True).items[-1].path == tree / "sub" / "a.jpg"


def test_order_of_arguments_is_kept_and_names_are_unique(tree: Path) -> None:
    assert names(tree / "img2.jpg", tree / "sub", tree / "IMG1.Png", tree / "img2.jpg") == [
        "img2.jpg", "a.jpg", "IMG1.Png", "img2_2.jpg",
    ]  # fmt: skip


def test_names_differ_where_case_does_not_count(tmp_path: Path) -> None:
    for name in ["a/x.jpg", "b/X.jpg", "c/x_2.jpg"]:
        write_jpeg(tmp_path / name, picture(1))
    found = names(tmp_path / "a", tmp_path / "b", tmp_path / "c")
    assert len({name.casefold() for name in found}) == 3


def test_glob_that_the_shell_left_alone(tree: Path) -> None:
    assert names(tree / "img*.*[gG]") == ["img2.jpg", "img10.JPG"]
    assert "sub/a.jpg" in names(tree / "**" / "*.jpg")


def test_name_with_glob_characters_is_a_file_first(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "a[1].jpg", picture(1))
    assert names(tmp_path / "a[1].jpg") == ["a[1].jpg"]


def test_names_never_leave_their_folder(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree / "sub")
    for pattern in ["../img2.jpg", "../*.jpg", "..", "/" + str(tree / "img2.jpg")]:
        for name in names(pattern):
            assert not name.startswith("/") and ".." not in name.split("/")


def test_links_in_a_circle_end(tree: Path) -> None:
    try:
        (tree / "sub" / "loop").symlink_to(tree, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert names(tree, recursive=True).count("sub/a.jpg") == 1


def test_unknown_extension_is_looked_into(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "picture.data", picture(1))
    make_video(tmp_path / "v.mp4", 3).rename(tmp_path / "video.data")
    items = list_sources([str(tmp_path / "picture.data"), str(tmp_path / "video.data")]).items
    assert [item.kind for item in items] == ["image", "video"]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("missing.jpg", "missing.jpg does not exist"),
        ("none*.jpg", "no image or video matches"),
        ("empty", "holds no image or video"),
        ("outer", "use -r"),
        ("notes.txt", "notes.txt is neither an image nor a video"),
        ("", "is not the name"),
    ],
)
def test_what_cannot_be_listed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str, says: str
) -> None:
    (tmp_path / "empty").mkdir()
    write_jpeg(tmp_path / "outer" / "inner" / "a.jpg", picture(1))
    (tmp_path / "notes.txt").write_text("Hello\nthere")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match=says) as caught:
        list_sources([pattern])
    assert "\n" not in str(caught.value)


def test_folder_without_permission_is_named(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    try:
        if os.access(locked, os.R_OK):
            pytest.skip("this user may read every folder")
        with pytest.raises(SourceError, match="locked"):
            list_sources([str(locked)])
    finally:
        locked.chmod(0o700)
