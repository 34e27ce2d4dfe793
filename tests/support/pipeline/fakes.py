"""Sources, drawers, sinks and threads whose faults and delays a test decides."""

import sys
import threading
from fractions import Fraction

import numpy as np

from support.eventually import PATIENCE_S, eventually
from support.pipeline.gate import Gate
from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing, publish
from yolocam.settings import Settings

FRAME_NS = 1_000_000
MODEL = ModelInfo("fake", ("thing",), (32, 32), "cpu", "fp32")


def make_info(**changes):
    return SourceInfo(**{"name": "fake", "kind": "video", "size_wh": (8, 6), "fps": Fraction(1000)} | changes)


def make_frame(index=0, size_wh=(8, 6), info=None, frame_ns=FRAME_NS, repeat=False):
    """A frame whose pixels all have the value of its index."""
    image = publish(np.full((size_wh[1], size_wh[0], 3), index % 256, np.uint8))
    return Frame(image, index, index * frame_ns, index + 1, info or make_info(), repeat)


def make_detected(index=0, **options):
    return Detected(make_frame(index, **options), Inference(Detections.empty(), Timing(), MODEL), Settings())


def make_rendered(index=0, **options):
    return Rendered(make_detected(index, **options), None)


class FakeSource:
    """`count` frames; each read passes `gate`. `faults` maps a number of a read to what it raises."""

    def __init__(self, count=10, *, gate=None, sizes=((8, 6),), faults=None, frame_ns=FRAME_NS, **info):
        self.info = make_info(**{"seekable": not info.get("live", False)} | info)
        self.count = count
        self.gate = gate or Gate()
        self.frame_ns = frame_ns
        self.close_error = None
        self.closed = 0
        self.reads = 0
        self.seeks = []
        self._sizes = sizes
        self._faults = faults or {}
        self._next = 0

    def read(self):
        self.gate.wait()
        self.reads += 1
        if self.reads - 1 in self._faults:
            raise self._faults[self.reads - 1]
        if self._next >= self.count or self.closed:
            return None
        index = self._next
        self._next += 1
        size_wh = self._sizes[index % len(self._sizes)]
        return make_frame(index, size_wh, self.info, self.frame_ns)

    def seek(self, pts_ns):
        assert self.info.seekable
        self.seeks.append(pts_ns)
        self._next = min(pts_ns // self.frame_ns, max(self.count - 1, 0))

    def close(self):
        self.closed += 1
        self.gate.open()
        if self.close_error is not None:
            raise self.close_error


class FakeDrawer:
    """Marks the copy it returns with 255 in its first pixel."""

    def __init__(self):
        self.fault = None
        self.drawn = 0

    def draw(self, image, detections, class_names, settings, fps=None, shapes=()):
        if self.fault is not None:
            raise self.fault
        self.drawn += 1
        copy = image.copy()
        copy[0, 0] = 255
        return copy


class FakeSink:
    """Keeps what it is given; each write passes `gate`."""

    def __init__(self, *, wants_image=False, gate=None, fault_at=None, close_error=None):
        self.wants_image = wants_image
        self.gate = gate or Gate()
        self.fault_at = fault_at
        self.close_error = close_error
        self.items = []
        self.closed = 0

    def write(self, item):
        assert not self.closed, "written after close"
        self.gate.wait()
        if self.fault_at is not None and len(self.items) >= self.fault_at:
            raise OSError("disk full")
        self.items.append(item)

    def close(self):
        self.closed += 1
        if self.close_error is not None:
            raise self.close_error

    @property
    def indices(self):
        return [item.frame.index for item in self.items]


class Worker:
    """Runs a function on a thread; `join` returns what it returned or raises what it raised."""

    def __init__(self, work, *args):
        self._value = None
        self._error = None
        self._thread = threading.Thread(target=self._run, args=(work, args), daemon=True)
        self._thread.start()

    def _run(self, work, args):
        try:
            self._value = work(*args)
        except BaseException as error:
            self._error = error

    @property
    def busy(self):
        return self._thread.is_alive()

    def stays_busy(self):
        """Whether it waits for something, also after a moment in which it could have gone on."""
        eventually(lambda: not self.busy or self._waits())
        self._thread.join(0.02)
        return self.busy

    def _waits(self):
        frame = sys._current_frames().get(self._thread.ident)
        return frame is not None and frame.f_code.co_filename == threading.__file__

    def join(self):
        self._thread.join(PATIENCE_S)
        assert not self.busy, "it hangs"
        if self._error is not None:
            raise self._error
        return self._value
