"""Python collects on the thread of the window only, so that no other thread destroys what is Qt's."""

import gc
import threading

from PySide6.QtCore import QObject

from yolocam.ui.qt.garbage_collector import GarbageCollector


class Circle:
    """Garbage that only a collection finds; tells which thread did."""

    def __init__(self, found):
        self.found, self.me = found, self

    def __del__(self):
        self.found.append(threading.current_thread())


def test_garbage_that_another_thread_makes_is_collected_by_the_windows(qtbot):
    found = []
    collector = GarbageCollector()

    def work():
        for _ in range(5000):
            Circle(found)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == []
    collector.look()
    assert len(found) == 5000 and set(found) == {threading.main_thread()}
    collector.stop()


def test_it_is_left_to_python_again_as_it_was(qtbot):
    assert gc.isenabled()
    outer, inner = GarbageCollector(), GarbageCollector()
    inner.stop()
    assert not gc.isenabled()
    outer.stop()
    outer.stop()
    assert gc.isenabled()
    outer.setParent(QObject())


def test_a_window_collects_until_it_is_closed(qtbot, make_window):
    window = make_window()
    assert not gc.isenabled()
    window.close()
    qtbot.waitUntil(lambda: window.closed)
    assert gc.isenabled()
