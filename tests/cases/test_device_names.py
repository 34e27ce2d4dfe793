"""Kind L: whatever names a camera, its number, node or any link to it, opens the same camera."""

import os

import pytest

from support.fake_camera import FakeDriver
from yolocam.errors import SourceError
from yolocam.pipeline import sources
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.live import camera, devices

pytestmark = pytest.mark.skipif(os.name != "posix", reason="device files are POSIX's")

LINK = "v4l/by-id/usb-Maker_Cam_77-video-index0"


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """One camera with a picture node and a metadata node, links to it, and devices that are no cameras."""
    sysfs, dev = tmp_path / "sys", tmp_path / "dev"
    for node, index in (("video0", 0), ("video1", 1), ("video4", 0)):
        (sysfs / node).mkdir(parents=True)
        (sysfs / node / "name").write_text("Cam: Cam\n" if node != "video4" else "Grabber\n")
        (sysfs / node / "index").write_text(f"{index}\n")
    for folder in ("by-id", "by-path"):
        (dev / "v4l" / folder).mkdir(parents=True)
    for node in ("video0", "video1", "video4"):
        (dev / node).touch()
    (dev / LINK).symlink_to("../../video0")
    (dev / "v4l/by-path/pci-0-usb-video-index0").symlink_to("../../video0")
    (dev / "v4l/by-id/usb-Gone-video-index0").symlink_to("../../video9")
    (dev / "webcam").symlink_to("video0")
    (tmp_path / "elsewhere").symlink_to(dev / "webcam")
    monkeypatch.setattr(devices, "DEV", dev)
    monkeypatch.setattr(devices, "SYSFS", sysfs)
    for function, defaults in ((devices.list_cameras, (sysfs, dev)), (devices.is_device, (dev,)),
                               (devices.find_camera, (dev,))):  # fmt: skip
        monkeypatch.setattr(function, "__defaults__", defaults)
    return dev


@pytest.fixture
def driver(monkeypatch):
    driver = FakeDriver()
    defaults = {**camera.open_camera.__kwdefaults__, "open_capture": driver.open, "open_limit": 5.0}
    monkeypatch.setattr(camera.open_camera, "__kwdefaults__", defaults)
    return driver


NAMES = ("video0", LINK, "v4l/by-path/pci-0-usb-video-index0", "webcam", "../elsewhere")


@pytest.mark.parametrize("form", ["{}", "camera:{}", "file:{}", "{}?size=64x48", "camera:{}?fps=30"])
@pytest.mark.parametrize("name", NAMES)
def test_every_name_opens_the_one_camera(machine, driver, form, name):
    source = open_source(form.format(f"{machine}/{name}"))
    source.close()
    assert [capture.index for capture in driver.opened] == [0]


@pytest.mark.parametrize(
    "address", ["0", "camera:0", "camera:video0", "camera:cam: cam", "camera:usb-Maker_Cam_77-video-index0"]
)
def test_short_names_do_too(machine, driver, address):
    open_source(address).close()
    assert [capture.index for capture in driver.opened] == [0]


@pytest.mark.parametrize(
    "name", ["{dev}/video9", "{dev}/v4l/by-id/usb-Gone-video-index0", "camera:{dev}/video9"]
)
def test_what_is_not_plugged_in_is_said_to_be_a_camera(machine, driver, name):
    with pytest.raises(SourceError, match=r"is not connected, there is: 0 .*Cam: Cam"):
        open_source(name.format(dev=machine))
    assert driver.opened == []


@pytest.mark.parametrize("address", ["{dev}/video1", "/dev/null", "camera:/dev/null", "camera:/etc/hosts"])
def test_what_is_no_camera_is_named_as_such(machine, driver, address):
    with pytest.raises(SourceError, match=r"is no camera, expected one such as 0 .*Cam: Cam"):
        open_source(address.format(dev=machine))
    assert driver.opened == []


def test_a_camera_that_this_user_may_not_open(machine, driver, monkeypatch):
    driver.mode = "refuse"
    monkeypatch.setattr(devices.os, "access", lambda *_: False)
    with pytest.raises(SourceError, match=r"you may not read .*: `sudo usermod -aG \w+ \$USER`"):
        open_source("0")


def test_a_number_where_there_is_no_camera_at_all(machine, driver, monkeypatch):
    driver.mode = "refuse"
    monkeypatch.setattr(devices.list_cameras, "__defaults__", (machine / "none", machine / "none"))
    monkeypatch.setattr(devices, "DEV", machine / "none")
    with pytest.raises(SourceError, match="no camera is connected; `yolocam cameras` says more"):
        open_source("0")


def test_detect_takes_every_name_for_a_camera(machine, tmp_path):
    for name in (*NAMES, "video9", "v4l/by-id/usb-Gone-video-index0"):
        for address in (f"{machine}/{name}", f"{machine}/{name}?size=64x48", f"camera:{machine}/{name}"):
            assert sources.is_stream_address(address)
    (tmp_path / "0").mkdir()
    assert not sources.is_stream_address(str(tmp_path / "0"))
    assert sources.is_stream_address("RTSP://cam/live") and not sources.is_stream_address("FILE:a.mp4")


def test_files_and_folders_stay_what_they_are(machine, tmp_path):
    assert not devices.is_device(str(tmp_path))
    (tmp_path / "video0").touch()
    assert not devices.is_device(str(tmp_path / "video0"))
    assert not devices.is_device("")
    with pytest.raises(SourceError, match="does not exist"):
        sources.open_source(str(tmp_path / "none.mp4"))
