"""Modules that are imported beside Qt are not read a second time."""

import subprocess
import sys

import pytest

PROGRAM = """
import linecache, sys
import yolocam.ui, PySide6.QtWidgets
assert "wave" not in sys.modules
import wave
print(wave.__file__ in linecache.cache)
"""


@pytest.mark.slow
def test_the_source_of_other_modules_is_not_read():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "False"
