import sys

import pytest

from yolocam.errors import SourceError
from yolocam.pipeline.sources.live.devices import CameraDevice, find_camera, list_cameras


@pytest.fixture
def machine(tmp_path):
    """Two cameras of one make (one with a serial number), each with a metadata node, and a capture card."""
    sysfs, dev = tmp_path / "sys", tmp_path / "dev"
    nodes = [("video0", "C920", 0), ("video1", "C920", 1), ("video2", "C920", 0), ("video3", "C920", 1)]
    nodes += [("video10", "Capture Card", 0), ("vbi0", "Capture Card", 0)]
    for node, name, index in nodes:
        (sysfs / node).mkdir(parents=True)
        (sysfs / node / "name").write_text(f"{name}\n")
        (sysfs / node / "index").write_text(f"{index}\n")
        dev.mkdir(exist_ok=True)
        (dev / node).touch()
    for folder, link, target in [
        ("by-id", "usb-C920_1234-video-index0", "video2"),
        ("by-id", "usb-C920_1234-video-index1", "video3"),
        ("by-path", "pci-1-video-index0", "video0"),
        ("by-path", "pci-2-video-index0", "video2"),
        ("by-id", "usb-gone", "video99"),
    ]:
        (dev / "v4l" / folder).mkdir(parents=True, exist_ok=True)
        (dev / "v4l" / folder / link).symlink_to(f"../../{target}")
    return sysfs, dev


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_lists_picture_nodes_with_the_most_stable_id(machine):
    sysfs, dev = machine
    assert list_cameras(sysfs, dev) == [
        CameraDevice("C920", f"{dev}/v4l/by-path/pci-1-video-index0", 0),
        CameraDevice("C920", f"{dev}/v4l/by-id/usb-C920_1234-video-index0", 2),
        CameraDevice("Capture Card", f"{dev}/video10", 10),
    ]


def test_machine_without_cameras(tmp_path):
    assert list_cameras(tmp_path / "nothing", tmp_path) == []


CAMERAS = [
    CameraDevice("C920", "/id/a", 0),
    CameraDevice("C920", "/id/b", 2),
    CameraDevice("HD Cam", "/id/c", 4),
]


@pytest.mark.parametrize(("wanted", "index"), [("2", 2), ("/id/b", 2), ("hd cam", 4), ("HD Cam", 4)])
def test_found_by_number_id_or_name(wanted, index):
    assert find_camera(wanted, CAMERAS).index == index


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("HD", r"'HD' is not connected, there is: 0 \(C920, /id/a\); 2 .* 4 \(HD Cam, /id/c\)"),
        ("1", "'1' is not connected"),
        ("C920", r"fits 2 cameras, expected a number or id of: 0 \(C920, /id/a\); 2 \(C920, /id/b\)"),
    ],
)
def test_never_a_different_camera(wanted, expected):
    with pytest.raises(SourceError, match=expected):
        find_camera(wanted, CAMERAS)


def test_number_is_taken_at_its_word_where_nothing_can_be_listed():
    assert find_camera("1", []).index == 1
    with pytest.raises(SourceError, match="is not connected, and no other camera is"):
        find_camera("HD Cam", [])
