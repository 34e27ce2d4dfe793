"""A dialog opens as one window: no part of it flashes up by itself before it."""

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from support.window.window_driver import open_film
from support.window.window_fakes import fake_detector


class Windows(QObject):
    """What comes onto the screen as a window of its own from now on."""

    def __init__(self):
        super().__init__()
        self.shown: list[QWidget] = []
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


@pytest.fixture
def windows(qapp):
    watching = Windows()
    yield watching
    qapp.removeEventFilter(watching)


@pytest.fixture
def with_keyring(monkeypatch):
    """The dialogs offer to keep what is secret."""
    keyring = ModuleType("keyring")
    keyring.__spec__ = ModuleSpec("keyring", None)
    monkeypatch.setitem(sys.modules, "keyring", keyring)


def test_each_dialog_opens_as_one_window(qtbot, make_window, with_keyring, windows):
    window = make_window(file_detector=lambda settings: (fake_detector(settings), 1))
    open_film(qtbot, window)
    windows.shown.clear()
    names = ("save_results", "open_address", "sound", "models", "about")
    for show in (
        *(window.actions_by_name[name].trigger for name in names),
        window.recording_settings.show_dialog,
        window.replay_button.settings.trigger,
        window._live.click,
    ):
        show()
        qtbot.waitUntil(lambda: len(windows.shown) == 1)
        (dialog,) = windows.shown
        assert isinstance(dialog, QDialog)
        dialog.close()
        windows.shown.clear()
