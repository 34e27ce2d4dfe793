"""A camera in the manner of cv2.VideoCapture, whose faults a test switches on and off."""

import threading

import cv2
import numpy as np


class FakeDriver:
    """Opens FakeCaptures; `mode` is what every one of them does from now on.

    ok: a picture at each read. false, none: read reports failure. raises: read raises. odd: a thrown
    exception that is no OpenCV error. freeze: read blocks. refuse: open fails. stuck: open blocks.
    """

    def __init__(self, size_wh=(64, 48), fps=30.0, mode="ok"):
        self.size_wh = size_wh
        self.fps = fps
        self.opened = []
        self.condition = threading.Condition()
        self.held = 0
        """How many captures hang in it."""
        self._mode = mode

    @property
    def mode(self):
        with self.condition:
            return self._mode

    @mode.setter
    def mode(self, mode):
        with self.condition:
            self._mode = mode
            self.condition.notify_all()

    def wait_while(self, mode):
        with self.condition:
            self.held += 1
            self.condition.wait_for(lambda: self._mode != mode, 60)
            self.held -= 1
            return self._mode

    def open(self, index, properties):
        capture = FakeCapture(self, index, dict(zip(properties[::2], properties[1::2], strict=True)))
        self.opened.append(capture)
        self.wait_while("stuck")
        return capture


class FakeCapture:
    def __init__(self, driver, index, asked):
        self.driver = driver
        self.index = index
        self.asked = asked
        self.released = False
        self.reading = False
        self._pause = threading.Event()

    def isOpened(self):
        return self.driver.mode != "refuse"

    def get(self, prop):
        width, height = self.driver.size_wh
        return {
            cv2.CAP_PROP_FRAME_WIDTH: width,
            cv2.CAP_PROP_FRAME_HEIGHT: height,
            cv2.CAP_PROP_FPS: self.driver.fps,
        }.get(prop, 0.0)

    def read(self):
        assert not self.released, "a released capture must not be read"
        self.reading = True
        try:
            self._pause.wait(0.001)
            mode = self.driver.wait_while("freeze")
            if mode == "raises":
                raise cv2.error("the bus fell over")
            if mode == "odd":
                raise RuntimeError("something else")
            if mode == "none":
                return True, None
            if mode != "ok":
                return False, None
            width, height = self.driver.size_wh
            return True, np.full((height, width, 3), 7, np.uint8)
        finally:
            self.reading = False

    def release(self):
        assert not self.reading, "a capture must not be released under a read"
        self.released = True
