import threading
from fractions import Fraction

import cv2
import numpy as np
import pytest

from support.eventually import eventually
from support.fake_camera import FakeDriver
from yolocam.errors import SourceError
from yolocam.pipeline.sources.live.camera import CameraRequest, CameraSource, open_camera
from yolocam.pipeline.sources.live.devices import CameraDevice

DEVICE = CameraDevice("Fake", "/dev/v4l/by-id/fake", 3)
OTHER = CameraDevice("Other", "/dev/v4l/by-id/other", 0)


def test_address_is_understood():
    request = CameraRequest.parse("camera:HD Pro Webcam?size=1280x720&fps=29.97")
    assert request.device == "HD Pro Webcam"
    assert (request.size_wh, request.fps) == ((1280, 720), Fraction(30000, 1001))
    assert CameraRequest.parse("0").address == "camera:0"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("camera:", "expected one such as camera:0"),
        ("camera:0?size=huge", "expected width x height"),
        ("camera:0?fps=0", "1 to 240"),
        ("camera:0?zoom=2", "expected one of size=..., fps=..."),
    ],
)
def test_bad_address(address, expected):
    with pytest.raises(SourceError, match=expected):
        open_camera(address)


def test_asks_for_size_rate_mjpg_and_one_buffer_and_tells_what_was_granted():
    driver = FakeDriver(size_wh=(640, 480), fps=29.97002997)
    source = CameraSource(CameraRequest.parse("camera:3?size=1280x720&fps=30"), DEVICE, driver.open)
    asked = driver.opened[0].asked
    assert asked[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
    assert (asked[cv2.CAP_PROP_FRAME_WIDTH], asked[cv2.CAP_PROP_FRAME_HEIGHT]) == (1280, 720)
    assert (asked[cv2.CAP_PROP_FPS], asked[cv2.CAP_PROP_BUFFERSIZE]) == (30, 1)
    assert (source.info.size_wh, source.info.fps) == ((640, 480), Fraction(30000, 1001))
    assert source.info.live and source.info.kind == "camera"
    source.close()
    assert driver.opened[0].released


def test_frames_are_numbered_timed_and_read_only():
    source = CameraSource(CameraRequest.parse("3"), DEVICE, FakeDriver().open)
    first, second = source.read(), source.read()
    assert (first.index, first.pts_ns, second.index) == (0, 0, 1)
    assert second.pts_ns == second.captured_ns - first.captured_ns > 0
    assert first.image.shape == (48, 64, 3) and not first.image.flags.writeable
    source.close()
    assert source.read() is None


@pytest.mark.parametrize("fps", [0.0, float("nan"), float("inf"), -1.0, 1e9])
def test_nonsense_rate_of_a_driver_is_unknown(fps):
    source = CameraSource(CameraRequest.parse("3"), DEVICE, FakeDriver(fps=fps).open)
    assert source.info.fps is None
    source.close()


def test_grey_camera_gives_three_channels_and_its_true_size():
    driver = FakeDriver()
    source = CameraSource(CameraRequest.parse("3"), DEVICE, driver.open)
    driver.opened[0].read = lambda: (True, np.full((20, 30), 9, np.uint8))
    frame = source.read()
    assert frame.image.shape == (20, 30, 3) and frame.source.size_wh == (30, 20)
    source.close()


@pytest.mark.parametrize("shape", [(20, 30, 4), (20,), (2, 2, 3, 3)])
def test_strange_array_is_refused(shape):
    driver = FakeDriver()
    source = CameraSource(CameraRequest.parse("3"), DEVICE, driver.open)
    driver.opened[0].read = lambda: (True, np.zeros(shape, np.uint8))
    with pytest.raises(SourceError, match="expected uint8"):
        source.read()
    source.close()


def test_close_during_a_read_leaves_the_release_to_the_reader():
    driver = FakeDriver(mode="freeze")
    source = CameraSource(CameraRequest.parse("3"), DEVICE, driver.open)
    got = []
    reader = threading.Thread(target=lambda: got.append(source.read()))
    reader.start()
    while not driver.opened[0].reading:
        pass
    source.close()
    assert not driver.opened[0].released
    driver.mode = "ok"
    reader.join(60)
    assert got == [None] and driver.opened[0].released


def test_camera_that_cannot_be_opened_is_an_error():
    with pytest.raises(SourceError, match=r"camera:3 cannot be opened, expected a connected camera"):
        open_camera("camera:3", cameras=lambda: [DEVICE], open_capture=FakeDriver(mode="refuse").open)


def test_camera_that_opens_but_gives_no_picture_is_an_error():
    with pytest.raises(SourceError, match="gave no picture"):
        open_camera("3", cameras=lambda: [DEVICE], open_capture=FakeDriver(mode="false").open)


@pytest.mark.slow
def test_camera_that_never_opens_is_given_up():
    driver = FakeDriver(mode="stuck")
    with pytest.raises(SourceError, match=r"camera:3 gave no picture within 0\.05 s"):
        open_camera("3", open_limit=0.05, cameras=lambda: [DEVICE], open_capture=driver.open)
    driver.mode = "ok"  # the driver returns at last: what it opened is closed again
    eventually(lambda: driver.opened[0].released)


def test_unmet_request_is_told_while_all_is_well():
    source = open_camera("3?size=1280x720", cameras=lambda: [DEVICE], open_capture=FakeDriver().open)
    assert source.state.kind == "ok"
    assert source.state.message == "camera:3?size=1280x720 was asked for 1280x720 and gives 64x48"
    source.close()


@pytest.mark.slow
def test_same_device_is_opened_again_under_its_new_number_and_never_another():
    driver = FakeDriver()
    there = [DEVICE]
    source = open_camera("camera:3", cameras=lambda: list(there), open_capture=driver.open)
    assert driver.opened[0].index == 3
    there[:] = [CameraDevice("Stranger", "/dev/v4l/by-id/stranger", 3), CameraDevice("Fake", DEVICE.id, 5)]
    driver.mode = "false"
    eventually(lambda: driver.opened[0].released)
    driver.mode = "ok"
    while source.read().captured_ns and len(driver.opened) < 2:
        pass
    assert driver.opened[1].index == 5
    source.close()
