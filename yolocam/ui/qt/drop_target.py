"""Lets files, folders and addresses be dropped on a window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from yolocam.pipeline.sources import schemes


class DropTarget(QObject):
    """Calls `taken` with the addresses of what is dropped on a widget; ends with the widget."""

    def __init__(self, widget: QWidget, taken: Callable[[list[str]], None]) -> None:
        super().__init__(widget)
        self._taken = taken
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what has an address."""
        if isinstance(event, QDropEvent):  # a QDragEnterEvent is one as well
            addresses = dropped_addresses(event.mimeData())
            if addresses:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._taken(addresses)
                return True
        return False


def dropped_addresses(data: QMimeData) -> list[str]:
    """Return the local files, folders and addresses of something dragged; others are left out."""
    addresses = []
    for url in data.urls():
        if url.isLocalFile():
            addresses.append(url.toLocalFile())
        elif url.isValid() and url.scheme() in schemes():
            addresses.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
    # A password with a `/` or `#` makes an address that Qt does not take for one.
    return addresses or [word for word in data.text().split() if _is_address(word)]


def _is_address(word: str) -> bool:
    scheme, _, rest = word.partition(":")
    known = schemes(network=True) if rest.startswith("//") else set(schemes()) - set(schemes(network=True))
    return bool(rest) and scheme.lower() in known
