"""`yolocam cameras`: each on a line that says how to open it, what is in the way, or why there is none."""

import os

import pytest

from yolocam.cli import main
from yolocam.commands import cameras
from yolocam.pipeline.sources.live import devices
from yolocam.pipeline.sources.live.devices import CameraDevice

ID = "/dev/v4l/by-id/usb-Some_Maker_HD_Pro_Webcam_C920_with_a_long_name_0123456789ABCDEF-video-index0"


@pytest.fixture
def listed(monkeypatch, tmp_path):
    def those(*found):
        monkeypatch.setattr(cameras, "list_cameras", lambda: list(found))

    return those


def test_one_line_for_each(listed, capsys):
    listed(CameraDevice("HD Pro Webcam C920", ID, 0), CameraDevice("[grey] & Co", "/dev/video12", 12))
    assert main(["cameras"]) == 0
    _, first, second = capsys.readouterr().out.splitlines()
    assert first.split()[:2] == ["yolocam", "camera:0"] and "HD Pro Webcam C920" in first and ID in first
    assert "camera:12" in second and "[grey] & Co" in second


@pytest.mark.skipif(os.name != "posix", reason="device files are POSIX's")
def test_what_this_user_may_not_open_comes_with_the_command(listed, capsys, monkeypatch, tmp_path):
    node = tmp_path / "video0"
    node.touch()
    listed(CameraDevice("C920", str(node), 0))
    monkeypatch.setattr(devices.os, "access", lambda *_: False)
    assert main(["cameras"]) == 0
    assert "sudo usermod -aG" in capsys.readouterr().out


def test_absence_is_explained_and_no_failure(listed, capsys):
    listed()
    assert main(["cameras"]) == 0
    told = capsys.readouterr().out
    assert "no camera found" in told or "by its number" in told
    assert len(told.splitlines()) == 1
