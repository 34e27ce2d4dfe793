"""Ways to name a source: file dialogs that stop nothing, and files dropped on the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from yolocam.ui.message_bar import Message, MessageBar

_ENDINGS = (
    "mp4 mkv avi mov webm m4v mpg mpeg ts wmv flv gif "  # videos
    "jpg jpeg png bmp webp tif tiff"  # pictures
)
_FILES = f"Videos and pictures ({' '.join(f'*.{ending}' for ending in _ENDINGS.split())})"


def browse_file(parent: QWidget, folder: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for a video or picture; `chosen` gets its path. The picture behind it runs on."""
    dialog = QFileDialog(parent, "Open a video or picture", folder, f"{_FILES};;All files (*)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _show(dialog, chosen)


def browse_folder(parent: QWidget, folder: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for a folder."""
    dialog = QFileDialog(parent, "Open a folder of pictures", folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    return _show(dialog, chosen)


def browse_snapshot(parent: QWidget, suggested: Path, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for the name of a PNG."""
    dialog = QFileDialog(parent, "Save snapshot as", str(suggested), "PNG picture (*.png)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("png")
    # An existing file is never overwritten, so there is nothing to confirm: the name gets a number.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    return _show(dialog, chosen)


def _show(dialog: QFileDialog, chosen: Callable[[str], None]) -> QFileDialog:
    dialog.setModal(False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.show()
    return dialog


def dropped(data: QMimeData, message_bar: MessageBar) -> str | None:
    """Return the first address of something dropped, None if there is none; says so if there are more."""
    addresses = dropped_addresses(data)
    if len(addresses) > 1:
        text = f"Opened the first of {len(addresses)} files; drop a folder to see all its pictures"
        message_bar.show_message(Message(text))
    return addresses[0] if addresses else None


def dropped_addresses(data: QMimeData) -> list[str]:
    """Return the local files, folders and network addresses of something dragged; others are left out."""
    addresses = []
    for url in data.urls():
        if url.isLocalFile():
            addresses.append(url.toLocalFile())
        elif url.scheme() in ("http", "https", "rtsp", "rtmp", "udp"):
            addresses.append(url.toString())
    return addresses
