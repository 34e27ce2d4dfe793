"""The language of the window: the system's, or the one the user chose, if there is a translation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from yolocam.assets import asset

ENGLISH = "en"
"""The language of the texts in the code, which needs no file."""

_PREFIX = "yolocam_"


def languages() -> dict[str, str]:
    """Return the languages the window can have, {code: its own name}, such as {"de": "Deutsch"}."""
    codes = sorted(file.stem.removeprefix(_PREFIX) for file in asset("translations").glob(f"{_PREFIX}*.qm"))
    return {ENGLISH: "English", **{code: QLocale(code).nativeLanguageName() for code in codes}}


def system_language() -> str:
    """Return the first language of the user's system that the window can have; English if there is none."""
    known = {code.replace("_", "-"): code for code in languages()}
    for tag in QLocale.system().uiLanguages():  # such as de-AT, de
        code = known.get(tag) or known.get(tag.partition("-")[0])
        if code is not None:
            return code
    return ENGLISH


def use_language(app: QCoreApplication, code: str) -> None:
    """Show windows and Qt's own dialogs that are made from now on in a language of `languages`."""
    for before in app.findChildren(QTranslator):
        app.removeTranslator(before)
        before.deleteLater()
    if code == ENGLISH:
        return
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for file in (f"{qt}/qtbase_{code}.qm", str(asset(f"translations/{_PREFIX}{code}.qm"))):
        translator = QTranslator(app)
        if translator.load(file):
            app.installTranslator(translator)
