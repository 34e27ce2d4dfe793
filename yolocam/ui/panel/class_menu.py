"""The menu of a class in the list: only this one, all but this one, all."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from yolocam.ui.panel.class_model import ClassModel
from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.formatting import plain


class ClassMenu(QMenu):
    """Its entries are fixed; `ask` gives them the texts of a class before it opens."""

    def __init__(self, model: ClassModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self._model = model
        self._row = 0
        self._only, self._but = self.addAction(""), self.addAction("")
        self._every = self.addAction(tr("All"))
        self._only.triggered.connect(lambda: model.choose(frozenset({self._row})))
        self._but.triggered.connect(lambda: model.choose(frozenset(range(len(model.names))) - {self._row}))
        self._every.triggered.connect(lambda: model.choose(None))

    def ask(self, row: int | None) -> None:
        """Offer what can be done with a class, or with none in particular."""
        if row is not None:
            self._row = row
            name = plain(self._model.names[row])
            self._only.setText(tr("Only {name}").format(name=name))
            self._but.setText(tr("All but {name}").format(name=name))
        for action in (self._only, self._but):
            action.setVisible(row is not None)
        allow(self._every, self._model.shown is not None, tr("Every class is shown."))
