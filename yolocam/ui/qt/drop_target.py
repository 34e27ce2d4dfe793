"""Accepts files, folders and addresses that are dropped on a window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from yolocam.pipeline.sources import schemes


class DropTarget(QObject):
    """Calls `taken` with the addresses that are dropped on a widget; the widget owns it.

    `dragged` gets those that are dragged over it, and nothing when they are gone.
    """

    def __init__(
        self,
        widget: QWidget,
        taken: Callable[[list[str]], None],
        dragged: Callable[[list[str]], None] = lambda _: None,
    ) -> None:
        super().__init__(widget)
        self._taken = taken
        self._dragged = dragged
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # also the base class of QDragEnterEvent
            addresses = dropped_addresses(event.mimeData())
            if addresses:
                _accept(event)
                if event.type() == QEvent.Type.Drop:
                    self._dragged([])
                    self._taken(addresses)
                elif event.type() == QEvent.Type.DragEnter:
                    self._dragged(addresses)
                return True
        if event.type() == QEvent.Type.DragLeave:
            self._dragged([])
        return False


def _accept(event: QDropEvent) -> None:
    """Take what is dragged as a copy: a program that hears of a move may delete its file."""
    if event.possibleActions() & Qt.DropAction.CopyAction:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    else:
        event.acceptProposedAction()


def dropped_addresses(data: QMimeData) -> list[str]:
    """Return the files, folders and known addresses in dragged data."""
    addresses = []
    for url in data.urls():
        if url.isLocalFile():
            addresses.append(url.toLocalFile())
        elif url.isValid() and url.scheme() in schemes():
            addresses.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
    # Qt does not accept an address with `/` or `#` in its password as a URL, so look in the text too.
    return addresses or [word for word in data.text().split() if _is_address(word)]


def _is_address(word: str) -> bool:
    scheme, _, rest = word.partition(":")
    known = schemes(network=True) if rest.startswith("//") else set(schemes()) - set(schemes(network=True))
    return bool(rest) and scheme.lower() in known
