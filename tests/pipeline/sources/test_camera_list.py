"""Cameras of Windows and macOS, as cv2-enumerate-cameras lists them."""

from dataclasses import dataclass

import cv2
import pytest

from support.fake_camera import FakeDriver
from yolocam.errors import SourceError
from yolocam.pipeline.sources.live import camera, camera_list, devices
from yolocam.pipeline.sources.live.camera import open_camera
from yolocam.pipeline.sources.live.camera_list import ask_system
from yolocam.pipeline.sources.live.devices import find_camera


@dataclass
class Listed:
    index: int
    name: str
    path: str | None


def usb(number, guid):
    return rf"\\?\USB#VID_046D&PID_082D&MI_00#7&{number}&0&0000#{{{guid}}}\global"


MSMF, DSHOW = "e5323777-f976-4f5b-9b55-b94699c46e44", "65e8773d-8f56-11d0-a3b9-00a0c9223196"
WINDOWS = {
    cv2.CAP_MSMF: [Listed(0, "C920", usb(1, MSMF)), Listed(1, "C920", usb(2, MSMF))],
    # In another order, and with a camera that is a program.
    cv2.CAP_DSHOW: [
        Listed(0, "OBS Virtual Camera", None),
        Listed(1, "C920", usb(2, DSHOW)), Listed(2, "C920", usb(1, DSHOW)),
    ],
}  # fmt: skip


@pytest.fixture
def windows():
    cameras = ask_system("win32", WINDOWS.__getitem__)
    assert cameras is not None
    return cameras


def test_one_camera_of_both_backends_is_listed_once(windows):
    assert [(c.index, c.name, c.ways) for c in windows] == [
        (0, "C920", (1400, 702)),
        (1, "C920", (1401, 701)),
        (700, "OBS Virtual Camera", (700,)),
    ]
    assert len({c.id for c in windows}) == 3
    assert not any("?" in c.id for c in windows)  # it would begin the options of an address


def test_ids_stay_the_same_when_the_order_changes(windows):
    turned = {backend: [Listed(len(found) - 1 - f.index, f.name, f.path) for f in reversed(found)]
              for backend, found in WINDOWS.items()}  # fmt: skip
    again = ask_system("win32", turned.__getitem__)
    assert again is not None
    first = {c.id: c.name for c in windows}
    assert {c.id: c.name for c in again} == first
    assert find_camera(windows[0].id, again).ways == (1401, 700)


def test_two_cameras_with_nothing_to_tell_them_apart_are_two():
    twins = [Listed(0, "Cam", None), Listed(1, "Cam", None)]
    cameras = ask_system("win32", lambda backend: twins if backend == cv2.CAP_DSHOW else [])
    assert cameras is not None and [c.index for c in cameras] == [700, 701]
    assert len({c.id for c in cameras}) == 2


def test_macos(monkeypatch):
    cameras = ask_system("darwin", lambda backend: [Listed(0, "FaceTime HD Camera", "0x8020000005ac8514")])
    assert cameras is not None
    assert [(c.index, c.id, c.ways) for c in cameras] == [(0, "0x8020000005ac8514", (1200,))]


def test_a_system_that_cannot_be_asked_is_not_one_without_cameras():
    def breaks(backend):
        raise OSError("COM")

    assert ask_system("win32", breaks) is None
    assert ask_system("linux", breaks) is None
    assert ask_system("win32", lambda backend: []) == []


def test_other_ways_are_tried_and_each_is_the_same_camera(windows):
    driver = FakeDriver()
    opened = []

    def open_capture(way, properties):
        opened.append(way)
        capture = driver.open(way, properties)
        if way == 1400:
            capture.isOpened = lambda: False
        return capture

    source = open_camera("0", cameras=lambda: windows, open_capture=open_capture)
    source.close()
    assert opened == [1400, 702]
    assert driver.opened[0].released


def test_a_number_in_the_hundreds_names_its_backend(monkeypatch):
    asked = []

    class NotedCapture:
        def __init__(self, *how):
            asked.append(how)

        def isOpened(self):
            return True

    monkeypatch.setattr(camera.cv2, "VideoCapture", NotedCapture)
    monkeypatch.setattr(camera.sys, "platform", "win32")
    camera.open_capture(702, [])
    camera.open_capture(1, [])
    monkeypatch.setattr(camera.sys, "platform", "linux")
    camera.open_capture(102, [])
    assert asked == [(2, cv2.CAP_DSHOW), (1, cv2.CAP_MSMF), (102, cv2.CAP_V4L2)]


def test_elsewhere_than_on_linux_the_system_is_asked(monkeypatch, windows):
    monkeypatch.setattr(devices.platform, "system", lambda: "Windows")
    monkeypatch.setattr(camera_list, "ask_system", lambda: windows)
    assert devices.list_cameras() == windows and devices.can_list_cameras()
    monkeypatch.setattr(camera_list, "ask_system", lambda: None)
    assert devices.list_cameras() == [] and not devices.can_list_cameras()
    with pytest.raises(SourceError, match="not connected"):
        find_camera("C920", devices.list_cameras())
