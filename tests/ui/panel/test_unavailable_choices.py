"""What cannot be chosen here is found out when no image waits for it."""

import threading
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject

from yolocam.ui.panel.unavailable_choices import UnavailableChoices


class Panel:
    """Notes what it is told, instead of the control panel."""

    def __init__(self):
        self.told = []

    def set_unavailable(self, name, reasons):
        self.told.append((name, reasons))


@pytest.fixture
def here(qapp):
    """A network that is ready, and a source that opens."""
    served = SimpleNamespace(model=SimpleNamespace(stored=None))
    session = SimpleNamespace(detector=served, pipeline=None, state=SimpleNamespace(phase="opening"))
    here = SimpleNamespace(session=session, view=SimpleNamespace(current=None), panel=Panel(), threads=[])

    def refused():
        here.threads.append(threading.current_thread())
        return {"device": {"cuda": "There is no GPU here."}}

    parent = QObject()
    here.choices = UnavailableChoices(session, refused, here.panel, here.view, parent)
    yield here
    for thread in here.threads:
        thread.join()
    parent.deleteLater()


def test_the_image_comes_first_and_the_window_waits_for_nothing(qtbot, here):
    here.choices.follow()
    here.session.pipeline = object()
    here.choices.follow()
    assert here.threads == []
    here.view.current = object()
    for _ in range(3):
        here.choices.follow()
    qtbot.waitUntil(lambda: here.panel.told != [])
    assert here.panel.told == [("device", {"cuda": "There is no GPU here."})]
    assert len(here.threads) == 1 and here.threads[0] is not threading.main_thread()


def test_on_the_start_page_the_network_is_enough(qtbot, here):
    model, here.session.detector.model = here.session.detector.model, None
    here.session.state.phase = "idle"
    here.choices.follow()
    assert here.threads == []
    here.session.detector.model = model
    here.choices.follow()
    qtbot.waitUntil(lambda: here.panel.told != [])
