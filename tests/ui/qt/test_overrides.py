"""An exception in a method that Qt calls is an error like any other; in a process of its own."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
from yolocam.ui.qt import override_guard as overrides

class Broken(QWidget):
    def showEvent(self, event):
        1 / 0

app = QApplication([])
Broken.__module__ = "yolocam.ui.broken"
sys.modules["yolocam.ui.broken"] = type(sys)("broken")
sys.modules["yolocam.ui.broken"].Broken = Broken
for _ in range(2):
    overrides.guard_overrides()
widget = Broken()
try:
    widget.show()
except ZeroDivisionError as error:
    print("caught:", error)
"""


@pytest.mark.slow
def test_a_division_by_zero_ends_nothing():
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "division by zero" in done.stdout


@pytest.mark.slow
def test_the_windows_own_methods_are_guarded(qtbot, make_window):
    if sys.version_info >= (3, 12):
        return
    window = make_window()
    for widget, name in ((window, "closeEvent"), (window.view, "paintEvent")):
        assert hasattr(getattr(type(widget), name), "__wrapped__")
