"""Python collects on the thread of the window only, so that no other thread destroys what is Qt's."""

import gc
import threading

import pytest

from support.window.window_fakes import FakeSources, make_session
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.garbage_collector import GarbageCollector
from yolocam.ui.window.run import run_window
from yolocam.ui.window.window_options import WindowOptions
from yolocam.zoo.library import Library


class Circle:
    """Garbage that only a collection finds; tells which thread did."""

    def __init__(self, found):
        self.found, self.me = found, self

    def __del__(self):
        self.found.append(threading.current_thread())


@pytest.fixture
def enabled():
    """As at the start of the program: Python collects wherever it is."""
    before = gc.isenabled()
    gc.enable()
    yield
    if not before:
        gc.disable()


@pytest.mark.slow
def test_garbage_that_another_thread_makes_is_collected_by_the_windows(qtbot, enabled):
    found = []

    def work():
        for _ in range(5000):
            Circle(found)

    with GarbageCollector() as collector:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert found == []
        collector.look()
        assert len(found) == 5000 and set(found) == {threading.main_thread()}


@pytest.mark.slow
def test_it_looks_by_itself(qtbot, enabled):
    found = []
    with GarbageCollector():
        for _ in range(5000):
            Circle(found)
        qtbot.waitUntil(lambda: len(found) == 5000)


@pytest.mark.slow
def test_libraries_are_not_looked_through_while_images_wait(qtbot, enabled):
    with GarbageCollector() as collector:
        assert gc.get_freeze_count() > 1000, "what was there before"
        before = gc.get_freeze_count()
        library = [[number] for number in range(50_000)]
        collector.look()
        assert gc.get_freeze_count() >= before + len(library)
    assert gc.get_freeze_count() == 0


@pytest.mark.slow
def test_it_is_left_to_python_again_as_it_was(qtbot, enabled):
    with GarbageCollector():
        with GarbageCollector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.slow
def test_the_program_collects_so_while_its_window_is_open(qtbot, enabled, tmp_path):
    seen = []

    class Spy(Preferences):
        def save(self):
            seen.append(gc.isenabled())
            super().save()

    options = WindowOptions(library=Library(tmp_path / "models"), exit_after_s=0.2)
    run_window(make_session(FakeSources().open), options, Spy(tmp_path / "window.ini"))
    assert seen == [False]
    assert gc.isenabled()
