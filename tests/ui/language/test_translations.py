"""The translations that ship are whole and of today, and the window speaks them."""

from __future__ import annotations

import importlib.util
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton

from support.window.window_driver import open_film
from support.window.window_fakes import FILM, make_session
from yolocam.assets import asset
from yolocam.ui import language
from yolocam.ui.language import languages, system_language, use_language
from yolocam.ui.preferences import Preferences
from yolocam.ui.translation import tr
from yolocam.ui.window.language_menu import language_menu, preferred_language
from yolocam.ui.window.main_window import MainWindow
from yolocam.ui.window.run import run_window
from yolocam.ui.window.shutdown import reopen
from yolocam.ui.window.window_options import WindowOptions
from yolocam.zoo.library import Library

TOOL = Path(__file__).resolve().parents[3] / "tools" / "translations.py"
FILES = sorted(asset("translations").glob("*.ts"))

_VALUE = re.compile(r"\{\w*\}|%n")


@pytest.fixture
def use(qapp):
    """Choose a language; English is back at the end."""
    yield lambda code: use_language(qapp, code)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.fixture(scope="module")
def current_texts() -> set[tuple[str, str | None]]:
    """The texts of the code, each with its singular."""
    spec = importlib.util.spec_from_file_location("translations", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.texts()


def messages(file: Path) -> list[ET.Element]:
    return list(ET.parse(file).getroot().iter("message"))


def translated(message: ET.Element) -> list[str]:
    found = message.find("translation")
    return [form.text or "" for form in found] if message.get("numerus") else [found.text or ""]


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_of_the_code_is_in_the_file(file, current_texts):
    listed = {(m.findtext("source"), m.findtext("comment")) for m in messages(file)}
    assert listed == current_texts, "run `make translations`"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_is_translated_with_its_values(file):
    for message in messages(file):
        source = message.findtext("source")
        assert message.find("translation").get("type") is None, f"{source} is not translated"
        for text in translated(message):
            assert text, f"{source} is not translated"
            assert sorted(_VALUE.findall(text)) == sorted(_VALUE.findall(source)), text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_compiled_file_has_the_same_texts(file):
    compiled = QTranslator()
    assert compiled.load(str(file.with_suffix(".qm")))
    for message in messages(file):
        source, comment = message.findtext("source"), message.findtext("comment")
        number = 1 if message.get("numerus") else -1
        shown = compiled.translate("", source, comment, number)
        assert shown == translated(message)[0], "run `make translations`"


@pytest.mark.slow
def test_a_german_window(make_window, use):
    use("de")
    window = make_window()
    assert window.actions_by_name["open"].text() == "Video oder Bild öffnen …"
    assert window.controls.row("confidence").box.accessibleName() == "Konfidenz"
    assert "Konfidenz" in [label.text() for label in window.controls.findChildren(QLabel)]
    assert "geringerer Konfidenz" in window.controls.row("confidence").toolTip()
    menus = [button.menu() for button in window.tool_bar.findChildren(QToolButton) if button.menu()]
    texts = [action.text() for menu in menus for action in menu.actions()]
    assert "Ergebnisse speichern …" in texts
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"  # Qt's own


@pytest.mark.slow
def test_the_program_starts_in_the_language_chosen(use, sources, tmp_path):
    preferences, titles = Preferences(tmp_path / "window.ini"), []
    preferences.keep("language", "de")

    def look() -> None:
        (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        titles.append(window.actions_by_name["record"].text())

    QTimer.singleShot(200, look)
    options = WindowOptions(models=("first",), library=Library(tmp_path / "models"), exit_after_s=0.4)
    assert run_window(make_session(sources.open, exit_at_end=False), options, preferences) == 0
    assert titles == ["Aufnehmen"]


def test_counts_in_german(use):
    use("de")
    assert [tr("%n files", "1 file", n) for n in (0, 1, 2)] == ["0 Dateien", "1 Datei", "2 Dateien"]


@pytest.mark.parametrize(("wanted", "code"), [
    (["de-AT", "de"], "de"), (["en-GB", "en", "de-DE"], "en"), (["sw-KE", "de"], "de"), (["sw-KE"], "en"),
    ([], "en"), (["zh-Hans-CN", "zh-CN", "zh-Hans", "zh"], "zh_CN"),
])  # fmt: skip
def test_the_language_of_the_system(monkeypatch, wanted, code):
    class Locale:
        @staticmethod
        def system() -> Locale:
            return Locale()

        def uiLanguages(self) -> list[str]:
            return wanted

    monkeypatch.setattr(language, "QLocale", Locale)
    monkeypatch.setattr(
        language, "languages", lambda: {"en": "English", "de": "Deutsch", "zh_CN": "简体中文"}
    )
    assert system_language() == code


@pytest.mark.slow
def test_the_language_changes_while_a_film_goes_on(qapp, use, sources, tmp_path):
    preferences = Preferences(tmp_path / "window.ini")
    session = make_session(sources.open, exit_at_end=False)
    seen = []

    def window() -> MainWindow:
        (shown,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        return shown

    def choose() -> None:
        first = window()
        counts = first.results.tally.current
        seen.append((first.actions_by_name["record"].text(), session.pipeline, counts, first.windowTitle()))
        (menu,) = [m for m in first.findChildren(QMenu) if m.title() == "Language"]
        next(action for action in menu.actions() if action.text() == "Deutsch").trigger()
        look.start()

    def compare() -> None:
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        if len(shown) == 1 and shown[0].view.current is not None and shown[0].windowTitle() == seen[0][3]:
            second = shown[0]
            if second.actions_by_name["record"].text() != seen[0][0]:
                look.stop()
                counts = second.results.tally.current
                seen.append((second.actions_by_name["record"].text(), session.pipeline, counts))
                second.close()

    look = QTimer(interval=20)
    look.timeout.connect(compare)
    begin = QTimer(interval=20)
    begin.timeout.connect(lambda: session.state.phase == "running" and (begin.stop(), choose()))
    begin.start()
    options = WindowOptions(models=("first",), library=Library(tmp_path / "models"), address=FILM)
    assert run_window(session, options, preferences) == 0
    assert [text for text, *_ in seen] == ["Record", "Aufnehmen"]
    assert seen[0][1] is seen[1][1] is not None, "the film is the same"
    assert seen[0][2] is seen[1][2] is not None, "and what was counted in it"


def test_while_something_is_saved_a_choice_is_for_the_next_start(qtbot, tmp_path, make_window):
    preferences, window = Preferences(tmp_path / "preferences.ini"), make_window()
    assert preferred_language(preferences) == system_language()
    asked = []
    menu = language_menu(
        preferences, window.viewer.message_bar, window, lambda: asked.append(1) or "At the next start"
    )
    entries = {action.text(): action for action in menu.actions()}
    assert list(entries) == ["Same as the system", *languages().values()]
    entries["English"].trigger()
    assert not asked, "it is English already"
    entries["Deutsch"].trigger()
    assert preferred_language(preferences) == "de"
    assert window.viewer.message_bar.text == "At the next start"
    window.saved_files.recording.start_now(tmp_path / "film.mp4")
    open_film(qtbot, window)
    qtbot.waitUntil(window.sync.is_saving)
    assert "next start" in reopen(window)
    assert not window.reopens and window.isVisible()


@pytest.mark.slow
def test_a_language_that_is_gone_is_that_of_the_system(tmp_path):
    preferences = Preferences(tmp_path / "window.ini")
    preferences.keep("language", "xx")
    assert preferred_language(preferences) == system_language()
