"""The strip below the image that shows how far a whole file has been saved."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yolocam.ui.translation import tr
from yolocam.ui.whole_file.whole_file import Progress, WholeFile
from yolocam.ui.widgets.action_line import ActionLine, Choice, Line
from yolocam.ui.widgets.formatting import duration_text
from yolocam.ui.widgets.theme import GRID


class RunStrip(QWidget):
    """Words, a bar and a button that cancels; hidden while nothing is saved."""

    def __init__(self, whole_file: WholeFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole_file = whole_file
        self.line = ActionLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        column.addWidget(self.line)
        self.follow(full_screen=False)

    def follow(self, *, full_screen: bool) -> None:
        """Show the state of this moment; called several times a second."""
        self._whole_file.refresh()
        progress = self._whole_file.progress
        if progress is None:
            self.line.show_line(Line())
        else:
            tip = tr("End here; what was saved so far stays")
            stop = Choice(tr("Cancel"), tip, self._whole_file.stop)
            self.line.show_line(Line(progress_text(progress), share=progress.share, choices=(stop,)))
        self.setVisible(progress is not None and not full_screen)


def progress_text(progress: Progress) -> str:
    """Return how far a file is: "Saving street: 120 of 300 frames, 24 seconds left"."""
    if not progress.done:
        return tr("Saving {name}: preparing…").format(name=progress.name)
    if progress.total is None:
        text = tr("Saving {name}: {done} frames")
    else:
        text = tr("Saving {name}: {done} of {total} frames")
    text = text.format(name=progress.name, done=progress.done, total=progress.total)
    if progress.seconds_left is None:
        return text
    left = tr("{duration} left").format(duration=duration_text(progress.seconds_left))
    return f"{text}, {left}"
