"""A monkey at the window: a thousand random actions, and many openings and closings."""

import gc
import random
import threading
import weakref

import psutil
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from support.window.window_driver import close_window
from support.window.window_fakes import CAMERA, FILM, MISSING, FakeCamera
from yolocam.ui.actions import action_specs
from yolocam.ui.video.transport.speed_button import SPEEDS

STEPS = 1000
CYCLES = 6
WARM_UP = 3  # fonts, palettes and encoders are loaded once
SEED = 20231123

# A dialog is a window of its own, and quitting ends the walk.
_LEFT_OUT = {"open", "open_folder", "open_address", "open_results", "snapshot_as", "quit"}
_RARE = {"record", "snapshot", "snapshot_plain", "full_screen", "close_source"}


class Monkey:
    """Does one random thing at a time to a window."""

    def __init__(self, window, sources, seed):
        self.window = window
        self.sources = sources
        self.random = random.Random(seed)
        names = [spec.name for spec in action_specs() if spec.name not in _LEFT_OUT]
        self.common = [name for name in names if name not in _RARE]
        self.rare = sorted(_RARE)
        self.moves = (
            [self.trigger] * 8
            + [self.change_setting] * 8
            + [self.seek] * 4
            + [self.click] * 4
            + [self.open] * 2
            + [self.plug] * 2
            + [self.resize]
            + [self.trigger_rare]
        )

    def step(self):
        self.random.choice(self.moves)()

    def trigger(self):
        self.window.actions_by_name[self.random.choice(self.common)].trigger()

    def trigger_rare(self):
        if self.random.random() < 0.3:
            self.window.actions_by_name[self.random.choice(self.rare)].trigger()

    def change_setting(self):
        r = self.random
        changes = r.choice(
            [
                {"confidence": r.random()}, {"iou": r.random()}, {"imgsz": 32 * r.randint(5, 40)},
                {"labels": r.random() < 0.5}, {"scores": r.random() < 0.5}, {"line_width": r.randint(0, 20)},
                {"palette": r.choice(["clear", "vivid", "mono"])}, {"max_det": r.randint(1, 20)},
                {"model": r.choice(["first", "second"])}, {"frames": r.choice(["auto", "live", "every"])},
                {"classes": r.choice([None, frozenset(), frozenset({r.randint(0, 4)})])},
                {"show_fps": r.random() < 0.5},
            ]
        )  # fmt: skip
        self.window.session.store.update(**changes)

    def seek(self):
        transport = self.window.transport
        r = self.random
        r.choice(
            [
                lambda: transport.seek(r.randint(-1, 3_000_000_000)),
                lambda: transport.set_speed(r.choice(SPEEDS)),
                lambda: transport.step(r.choice([-1, 1])),
                transport.toggle,
            ]
        )()

    def click(self):
        bar = self.window.transport._bar
        if bar.isVisible():
            place = QPoint(self.random.randrange(max(bar.width(), 1)), bar.height() // 2)
            QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)

    def open(self):
        if self.random.random() < 0.3:
            self.window.open(self.random.choice([FILM, CAMERA, MISSING, "other.avi"]))

    def plug(self):
        cameras = [s for s in self.sources.opened if isinstance(s, FakeCamera) and not s.closed]
        if cameras:
            self.random.choice([cameras[-1].unplug, cameras[-1].plug_in])()

    def resize(self):
        self.window.resize(self.random.randint(480, 1400), self.random.randint(360, 900))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_random_actions(qtbot, qapp, make_window, sources):
    before = set(threading.enumerate())
    window = make_window(address=FILM)
    monkey = Monkey(window, sources, SEED)
    for step in range(STEPS):
        monkey.step()
        if step % 3 == 0:
            qapp.processEvents()
        if step % 250 == 0:
            qtbot.wait(20)
    window.open("last.avi")
    qtbot.waitUntil(lambda: _open_name(window) == "last.avi")
    close_window(qtbot, window)
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= before)
    assert all(source.closed for source in sources.opened)


def _open_name(window):
    info = window.session.state.info
    return info.name if info is not None else None


def _open_files():
    process = psutil.Process()
    return process.num_fds() if hasattr(process, "num_fds") else process.num_handles()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_opening_and_closing_leaves_nothing_behind(qtbot, make_window, sources):
    windows = []
    for cycle in range(WARM_UP + CYCLES):
        if cycle == WARM_UP:
            threads, files = threading.active_count(), _open_files()
        window = make_window(address=FILM)
        qtbot.waitUntil(lambda window=window: window.view.current is not None)
        close_window(qtbot, window)
        windows.append(weakref.ref(window))
        del window
        sources.opened.clear()
    gc.collect()
    qtbot.waitUntil(lambda: threading.active_count() <= threads)
    qtbot.waitUntil(lambda: _open_files() <= files + 2)
    assert [reference() for reference in windows].count(None) >= len(windows) - 1
