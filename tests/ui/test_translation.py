"""Texts of the window with and without a translation."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from yolocam.ui.translation import tr

SOURCE = """
tr("Open {name}")
tr("%n models", "1 model", number=count)
"""

FORMS = """<numerusform>%n model</numerusform>
            <numerusform>%n modely</numerusform>
            <numerusform>%n modelů</numerusform>"""


def counted(number: int) -> str:
    return tr("%n models", "1 model", number=number)


def test_without_a_translation_the_texts_are_english():
    assert tr("Open {name}").format(name="a.mp4") == "Open a.mp4"
    assert [counted(number) for number in (0, 1, 2, 21)] == ["0 models", "1 model", "2 models", "21 models"]


@pytest.mark.slow
def test_a_translation_has_the_plural_forms_of_its_language(tmp_path, qapp):
    tools = Path(sys.executable).parent
    lupdate = shutil.which("pyside6-lupdate", path=tools)
    lrelease = shutil.which("pyside6-lrelease", path=tools)
    if lupdate is None or lrelease is None:
        pytest.skip("Qt's translation tools are not installed")
    (tmp_path / "texts.py").write_text(SOURCE, encoding="utf-8")
    texts = tmp_path / "cs.ts"
    run(lupdate, "texts.py", "-ts", "cs.ts", "-target-language", "cs", folder=tmp_path)
    words = texts.read_text(encoding="utf-8")
    assert words.count("<numerusform></numerusform>") == 3
    blank = "\n".join(["<numerusform></numerusform>"] * 3)
    words = "\n".join(line.strip() for line in words.splitlines()).replace(blank, FORMS)
    texts.write_text(words.replace(' type="unfinished"', ""), encoding="utf-8")
    run(lrelease, "cs.ts", "-qm", "cs.qm", folder=tmp_path)
    translator = QTranslator()
    assert translator.load(str(tmp_path / "cs.qm"))
    qapp.installTranslator(translator)
    try:
        assert [counted(number) for number in (1, 3, 7)] == ["1 model", "3 modely", "7 modelů"]
    finally:
        qapp.removeTranslator(translator)


def run(*command: str, folder) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
