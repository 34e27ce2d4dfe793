"""What a person does with a window, for tests."""

from __future__ import annotations

from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from support.window.window_fakes import FILM
from yolocam.ui.window.main_window import MainWindow


def open_film(qtbot, window, address=FILM):
    window.open(address)
    qtbot.waitUntil(lambda: window.view.current is not None)


def endless_film(qtbot, window):
    """Open a film that begins anew at its end: two seconds may be over before a busy machine goes on."""
    open_film(qtbot, window)
    window.session.playback.set_loop(True)


def runs_on(qtbot, window):
    """Wait until three other frames have been shown."""
    for _ in range(3):
        seen = window.view.current.frame
        qtbot.waitUntil(lambda seen=seen: window.view.current.frame is not seen)


@contextmanager
def held_film(window):
    """Hold a film at its beginning, and let it play afterwards: it must not end during what is done."""
    playback = window.session.playback
    playback.pause()
    playback.seek(0)
    yield
    playback.play()


def key(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window, key, modifier)


def paused_film(qtbot, window):
    """Open a film and hold it; return when the held frame has been painted."""
    open_film(qtbot, window)
    playback = window.session.playback
    playback.pause()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: window.actions_by_name["snapshot"].isEnabled())
    return playback


def settle(qtbot, window):
    """Wait until a film that is held, or at its end, is painted as it stands."""
    qtbot.waitUntil(lambda: _stands_still(window))


def _stands_still(window) -> bool:
    playback = window.session.playback
    with playback._condition:
        asked = playback._seek_ns is not None or playback._steps or playback._repeat
        # Capture waits to be asked for something: no frame is on its way to the counters.
        waits = (playback._paused or playback._ended) and bool(playback._condition._waiters)
        position = playback._position_ns
    under_way = window.session.pipeline.stats.snapshot().in_flight
    return waits and not asked and not under_way and window.view.current.frame.pts_ns == position


def drop(widget, *paths):
    """Drag files over a widget, and let them go there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPoint(9, 9), *how)
    QCoreApplication.sendEvent(widget, entered)
    assert entered.isAccepted()
    QCoreApplication.sendEvent(widget, QDropEvent(QPointF(9, 9), *how))


def words_of(widget: QWidget) -> str:
    """Everything that the labels of a widget say."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def offered(bar: QWidget) -> QPushButton:
    """The button that a message bar offers, where there are two the last one."""
    return [button for button in bar.findChildren(QPushButton) if not button.isHidden()][-1]


def choose_another(qtbot, window, folder):
    """Press the button of a message that something was not saved, and choose this folder."""
    button = offered(window.viewer.message_bar)
    assert button.text() == "Choose another folder…"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.reject()


def listed(menu) -> list[str]:
    """The texts of a menu's entries."""
    return [action.text() for action in menu.actions() if action.isVisible()]


def close_window(qtbot, window: MainWindow) -> None:
    """Close a window as its user does, and wait until it is gone."""
    window.close()
    qtbot.waitUntil(lambda: window.closed)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
