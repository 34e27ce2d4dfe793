"""`yolocam-window`, and what the menu knows of it."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.paths import ROOT
from yolocam import cli, desktop

MENU_ENTRY = ROOT / "installer" / "yolocam.desktop"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was shown in a dialogue."""
    texts: list[str] = []
    monkeypatch.setattr(desktop, "show", texts.append)
    return texts


def test_what_went_wrong_is_shown(shown: list[str], tmp_path: Path) -> None:
    assert desktop.main(["--cfg", str(tmp_path / "x.cfg")]) == 2
    assert len(shown) == 1 and "--weights" in shown[0]


def test_unknown_flag_is_shown(shown: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert desktop.main(["--no-such-flag"]) == 2
    assert "--no-such-flag" in shown[0]
    assert "--no-such-flag" in capsys.readouterr().err  # and told where there is a terminal


def test_help_and_success_show_nothing(shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert desktop.main(["--help"]) == 0
    monkeypatch.setattr(cli, "main", lambda argv: sys.stderr.write("a warning\n") * 0)
    assert desktop.main([]) == 0
    assert shown == []


def test_ctrl_c_shows_nothing(shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "main", lambda argv: sys.stderr.write("stopped\n") * 0 + 130)
    assert desktop.main([]) == 130
    assert shown == []


def test_without_a_console_it_runs_and_tells(shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows gives a program without a console neither output nor error."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert desktop.main(["--no-such-flag"]) == 2
    sys.stdout.close()
    assert "--no-such-flag" in shown[0]


def test_only_the_last_lines_are_kept(shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def talk(argv: list[str]) -> int:
        for number in range(1000):
            sys.stderr.write(f"line {number}\n")
        return 1

    monkeypatch.setattr(cli, "main", talk)
    assert desktop.main([]) == 1
    assert "line 999" in shown[0] and len(shown[0].splitlines()) <= 20


def test_without_a_display_the_dialogue_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PySide6.QtWidgets", reason="PySide6 is not installed")
    monkeypatch.setattr("yolocam.ui.qt.failure.show_failure", pytest.fail)
    monkeypatch.setattr("yolocam.system.display.has_display", lambda: False)
    desktop.show("nobody sees this")


def test_dialogue_has_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    widgets = pytest.importorskip("PySide6.QtWidgets", reason="PySide6 is not installed")
    from yolocam.ui.qt.failure import show_failure

    texts: list[str] = []
    monkeypatch.setattr(widgets.QMessageBox, "exec", lambda box: texts.append(box.text()))
    show_failure("no camera 7")
    assert texts == ["no camera 7"]


def test_menu_entry_starts_what_the_package_installs() -> None:
    entry = configparser.RawConfigParser()
    entry.optionxform = str
    entry.read(MENU_ENTRY, encoding="utf-8")
    keys = entry["Desktop Entry"]
    program = keys["Exec"].split()[0]
    assert keys["TryExec"] == program == "yolocam-window"
    assert re.search(rf"^{program} = ", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert (ROOT / "assets" / "icons" / f"{keys['Icon']}.svg").is_file()
    assert keys["Terminal"] == "false" and keys["StartupWMClass"] == "yolocam"


@pytest.mark.skipif(
    shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed"
)
def test_menu_entry_is_valid() -> None:
    done = subprocess.run(["desktop-file-validate", MENU_ENTRY], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
