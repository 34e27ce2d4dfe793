"""Ways to name a source: file dialogs that stop nothing, and files dropped on the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from yolocam.media.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES
from yolocam.pipeline.sources import source_types
from yolocam.ui.widgets.message_bar import Message, MessageBar


def _media_filter() -> str:
    endings = {
        *VIDEO_SUFFIXES,
        *IMAGE_SUFFIXES,
        *(end for kind in source_types().types for end in kind.endings),
    }
    patterns = sorted(f"*{spelt}" for end in endings for spelt in (end, end.upper()))
    return f"Videos and pictures ({' '.join(patterns)})"


def browse_file(parent: QWidget, folder: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for a video or picture; `chosen` gets its path. The picture behind it runs on."""
    dialog = QFileDialog(parent, "Open a video or picture", folder, f"{_media_filter()};;All files (*)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)  # a hundred endings
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


def browse_results(parent: QWidget, folder: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for a file of stored results."""
    dialog = QFileDialog(parent, "Open stored results", folder, "Results (*.jsonl);;All files (*)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _show(dialog, chosen)


def browse_result_name(
    parent: QWidget, suggested: Path, kinds: str, chosen: Callable[[str], None]
) -> QFileDialog:
    """Show a dialog for the name of a file to save; `kinds` are its filters."""
    dialog = QFileDialog(parent, "Save as", str(suggested), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
    return _show(dialog, chosen)


def browse_model(parent: QWidget, folder: bool, chosen: Callable[[list[str]], None]) -> QFileDialog:
    """Show a dialog for the files of a model, or for the `folder` they are in; `chosen` gets the paths."""
    kinds = "Darknet models (*.cfg *.weights *.names *.data);;All files (*)"
    title = "Add a model from its folder" if folder else "Add a model: choose its .cfg and its .weights"
    dialog = QFileDialog(parent, title, "", "" if folder else kinds)
    mode = QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFiles
    dialog.setFileMode(mode)
    dialog.filesSelected.connect(chosen)
    return _open(dialog)


def _show(dialog: QFileDialog, chosen: Callable[[str], None]) -> QFileDialog:
    dialog.fileSelected.connect(chosen)
    return _open(dialog)


def _open(dialog: QFileDialog) -> QFileDialog:
    dialog.setModal(False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


def open_first(addresses: Sequence[str], message_bar: MessageBar, chosen: Callable[[str], None]) -> None:
    """Open the first of what was dropped, and say so if there are more."""
    if len(addresses) > 1:
        text = f"Opened the first of {len(addresses)} files; drop a folder to see all its pictures"
        message_bar.show_message(Message(text))
    chosen(addresses[0])
