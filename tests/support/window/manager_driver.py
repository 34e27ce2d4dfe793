"""What a person does with the model manager, for tests."""

from pathlib import Path

from PySide6.QtCore import Qt

from support.window.model_shop import PUBLIC


def cell(manager, name, column):
    table = manager.list.table
    return table.index(table.row_of(name), column).data()


def weights(window) -> Path:
    return window.models.store.library.folder / f"{PUBLIC}.weights"


def press(qtbot, button):
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(manager, name):
    manager.list.choose(name)
    assert manager.list.current == name
