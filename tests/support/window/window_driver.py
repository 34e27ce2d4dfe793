"""What a person does with a window, for tests."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from support.window.window_fakes import FILM
from yolocam.ui.window.main_window import MainWindow


def open_film(qtbot, window, address=FILM):
    window.open(address)
    qtbot.waitUntil(lambda: window.view.current is not None)


def key(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window, key, modifier)


def paused_film(qtbot, window):
    """Open a film and hold it; return when the held frame has been painted."""
    open_film(qtbot, window)
    playback = window.session.playback
    playback.pause()
    qtbot.wait(60)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: window.actions_by_name["snapshot"].isEnabled())
    return playback


def settle(qtbot, window):
    position = window.session.playback.state.position_ns
    qtbot.waitUntil(lambda: window.view.current.frame.pts_ns == position)


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
