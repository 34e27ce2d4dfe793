"""What a screen reader says of the window: every control has a name, and the value that is meant."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from support.window.walk import badly_spoken, spoken
from support.window.window_driver import key, open_film, paused_film
from support.window.window_fakes import fake_detector
from yolocam.ui.models.model_manager import ModelManager
from yolocam.ui.results.save_dialog import SaveDialog


def values(root) -> dict[str, set[str]]:
    """What is said as the value of each name, of numbers and texts alike."""
    found: dict[str, set[str]] = {}
    for interface, name, value, about in spoken(root):
        number = interface.valueInterface()
        said = value or ("" if number is None else f"{number.currentValue():g}")
        found.setdefault(name, set()).update({said, about})
    return found


def test_names_and_values_on_the_start_page_and_with_a_film(qtbot, window):
    qtbot.waitUntil(lambda: badly_spoken(window) == [])
    paused_film(qtbot, window)
    window.controls.fold_sections([])
    qtbot.waitUntil(lambda: badly_spoken(window) == [])
    said = values(window)
    assert "416" in said["Resolution"]
    assert "0.25" in said["Confidence"]
    assert any("of 00:02" in text for text in said["Position"])
    assert any("Paused" in name for name in said)


@pytest.mark.slow
def test_names_in_docks_menus_and_dialogs(qtbot, make_window):
    window = make_window(file_detector=lambda settings: (fake_detector(settings), 1))
    open_film(qtbot, window)
    for letter in "TCWD":
        key(qtbot, window, getattr(Qt.Key, f"Key_{letter}"))
        qtbot.waitUntil(lambda: badly_spoken(window) == [])
    window.actions_by_name["models"].trigger()
    manager = window.findChild(ModelManager)
    qtbot.waitUntil(lambda: bool(window.models.store.entries))
    assert badly_spoken(manager) == []
    roles = {interface.role() for interface, *_ in spoken(manager)}
    assert QAccessible.Role.Table in roles
    window.actions_by_name["save_results"].trigger()
    assert badly_spoken(window.findChild(SaveDialog)) == []
