"""File dialogs of the window. They do not block: the video goes on behind them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from yolocam.media.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES
from yolocam.pipeline.sources import source_types
from yolocam.ui.translation import tr


def _media_filter() -> str:
    endings = {
        *VIDEO_SUFFIXES,
        *IMAGE_SUFFIXES,
        *(end for kind in source_types().types for end in kind.endings),
    }
    patterns = sorted(f"*{spelt}" for end in endings for spelt in (end, end.upper()))
    return f"{tr('Videos and images')} ({' '.join(patterns)});;{_all_files()}"


def _all_files() -> str:
    return f"{tr('All files')} (*)"


def browse_file(parent: QWidget, folder: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for a video or image; `chosen` gets its path."""
    dialog = QFileDialog(parent, tr("Open a video or image"), folder, _media_filter())
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)  # there are about a hundred
    return _show(dialog, chosen)


def browse_folder(parent: QWidget, title: str, folder: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for a folder; `chosen` gets its path."""
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    return _show(dialog, chosen)


def browse_snapshot(parent: QWidget, suggested: Path, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for the name of a snapshot; `chosen` gets its path."""
    kinds = f"{tr('PNG image')} (*.png)"
    dialog = QFileDialog(parent, tr("Save snapshot as"), str(suggested), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("png")
    # Nothing to confirm: if the file exists, the snapshot gets a numbered name.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    return _show(dialog, chosen)


def browse_results(parent: QWidget, folder: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for a file of stored results; `chosen` gets its path."""
    kinds = f"{tr('Results')} (*.jsonl);;{_all_files()}"
    dialog = QFileDialog(parent, tr("Open stored results"), folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _show(dialog, chosen)


def browse_regions(parent: QWidget, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for a file of regions; `chosen` gets its path."""
    kinds = ";;".join(("JSON (*.json)", _all_files()))
    dialog = QFileDialog(parent, tr("Load regions"), "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _show(dialog, chosen)


def browse_rules(parent: QWidget, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for a file of rules; `chosen` gets its path."""
    kinds = ";;".join(("TOML (*.toml)", _all_files()))
    dialog = QFileDialog(parent, tr("Import rules"), "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _show(dialog, chosen)


def browse_any(parent: QWidget, suggested: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for the name of any file, which may exist or not; `chosen` gets its path."""
    dialog = QFileDialog(parent, tr("Choose a file"), suggested, _all_files())
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    return _show(dialog, chosen)


def browse_result_name(
    parent: QWidget, suggested: Path, kinds: str, chosen: Callable[[str], None]
) -> QFileDialog:
    """Show a dialog for the name of a result file; `kinds` are its filters, `chosen` gets its path.

    What to do where the file exists is for the caller: the dialog's own question is a box over the film.
    """
    dialog = QFileDialog(parent, tr("Save as"), str(suggested), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
    return _show(dialog, chosen)


def browse_model(parent: QWidget, folder: bool, chosen: Callable[[list[str]], None]) -> QFileDialog:
    """Show a dialog for the files of a model, or for its `folder`; `chosen` gets the paths."""
    kinds = f"{tr('Darknet models')} (*.cfg *.weights *.names *.data);;{_all_files()}"
    files = tr("Add a model: choose its .cfg and .weights files")
    title = tr("Add a model: choose its folder") if folder else files
    dialog = QFileDialog(parent, title, "", "" if folder else kinds)
    mode = QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFiles
    dialog.setFileMode(mode)
    dialog.filesSelected.connect(chosen)
    return _open(dialog)


def browse_weights(parent: QWidget, title: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Show a dialog for a file of weights; `chosen` gets its path."""
    kinds = f"{tr('Darknet weights')} (*.weights);;{_all_files()}"
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _show(dialog, chosen)


def _show(dialog: QFileDialog, chosen: Callable[[str], None]) -> QFileDialog:
    dialog.fileSelected.connect(chosen)
    return _open(dialog)


def _open(dialog: QFileDialog) -> QFileDialog:
    dialog.setModal(False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog
