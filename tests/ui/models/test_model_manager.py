"""The model manager as a person uses it: a list of models to use, add, check and remove."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from support.window.manager_driver import cell, choose, press, weights
from support.window.model_shop import PUBLIC, own_model
from support.window.window_driver import drop, endless_film, open_film, runs_on
from yolocam.ui.models.check.check_dialog import CheckDialog
from yolocam.ui.models.model_manager import ModelManager
from yolocam.ui.models.model_table import NAME, SIZE, STATE
from yolocam.zoo.candidate import candidate_from
from yolocam.zoo.library import Library

pytestmark = pytest.mark.usefixtures("hurried", "server")


@pytest.mark.slow
def test_it_lists_what_a_model_costs_and_whether_it_is_here(manager):
    names = [manager.list.table.index(row, NAME).data() for row in range(manager.list.table.rowCount())]
    assert "yolov3-tiny" in names and "yolov4" in names
    values = [cell(manager, "yolov3-tiny", column) for column in range(manager.list.table.columnCount())]
    assert values == ["yolov3-tiny", "416", "33.1", "5.6", "", "35.4 MB", "Included"]
    assert cell(manager, "yolov4", STATE) == "Not downloaded"
    assert cell(manager, "yolov4", SIZE) == "257.7 MB"
    assert not manager.isModal()


@pytest.mark.slow
def test_the_picture_runs_on_behind_it(qtbot, window, open_manager):
    endless_film(qtbot, window)
    open_manager(window)
    runs_on(qtbot, window)


@pytest.mark.slow
def test_it_opens_from_the_picker_which_keeps_its_choice(qtbot, window):
    open_film(qtbot, window)
    combo = window.controls.row("model").combo
    qtbot.waitUntil(lambda: combo.findData("yolov3-tiny") >= 0)
    last = combo.count() - 1
    assert combo.itemText(last) == "More models…"
    combo.setCurrentIndex(last)
    assert window.findChild(ModelManager).isVisible()
    assert combo.currentData() == "first"
    assert window.session.store.current.model == "first"


@pytest.mark.slow
def test_keys_pass_over_more_models_in_the_closed_list(qtbot, window):
    open_film(qtbot, window)
    combo = window.controls.row("model").combo
    qtbot.waitUntil(lambda: combo.findData("yolov3-tiny") >= 0)
    for _ in range(combo.count() + 2):
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentData() == combo.itemData(combo.count() - 3)  # below it: a line, and More models
    assert window.findChild(ModelManager) is None


@pytest.mark.slow
def test_using_a_model_with_enter(qtbot, window, manager):
    choose(manager, "yolov3-tiny")
    qtbot.keyClick(manager.list, Qt.Key.Key_Return)
    assert window.session.store.current.model == "yolov3-tiny"
    qtbot.waitUntil(lambda: cell(manager, "yolov3-tiny", STATE) == "In use")
    qtbot.waitUntil(lambda: "in use" in manager.buttons.use.toolTip())  # at the window's next look
    assert not manager.buttons.use.isEnabled()


@pytest.mark.slow
def test_using_a_model_while_a_film_plays_with_the_mouse(qtbot, window, open_manager):
    open_film(qtbot, window)
    manager = open_manager(window)
    choose(manager, "yolov3-tiny")
    press(qtbot, manager.buttons.use)
    qtbot.waitUntil(lambda: window.view.current.detected.model.name == "yolov3-tiny")


@pytest.mark.slow
def test_delete_asks_once_more_before_it_deletes_files(qtbot, window, manager, server):
    choose(manager, PUBLIC)
    press(qtbot, manager.buttons.download)
    qtbot.waitUntil(lambda: cell(manager, PUBLIC, STATE) == "On this computer")
    qtbot.keyClick(manager.list, Qt.Key.Key_Delete)
    line = manager.details.line
    assert line.text.startswith(f"Delete {PUBLIC}")
    press(qtbot, line.buttons[1])
    assert weights(window).exists() and line.text == ""
    qtbot.keyClick(manager.list, Qt.Key.Key_Delete)
    press(qtbot, line.buttons[0])
    qtbot.waitUntil(lambda: not weights(window).exists())
    qtbot.waitUntil(lambda: cell(manager, PUBLIC, STATE) == "Not downloaded")
    qtbot.waitUntil(lambda: window.controls.row("model").combo.findData(PUBLIC) < 0)


@pytest.mark.slow
def test_what_cannot_be_removed_says_why(manager):
    choose(manager, "yolov3-tiny")
    assert not manager.buttons.remove.isEnabled()
    assert "part of yolocam" in manager.buttons.remove.toolTip()
    choose(manager, "yolov4")
    assert not manager.buttons.use.isEnabled()
    assert manager.buttons.use.toolTip().endswith("\nDownload it first")


@pytest.mark.slow
def test_own_models_are_added_used_and_forgotten(qtbot, window, manager, tmp_path):
    folder = own_model(tmp_path / "farm")
    drop(manager, folder)
    qtbot.waitUntil(lambda: manager.list.current == "herd")
    assert window.session.store.current.model == "first"  # it is not used before that is asked for
    assert "2 classes" in manager.details.facts.text()
    assert manager.details.files.text() == str(folder / "herd.weights")
    qtbot.keyClick(manager.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(manager, "herd", STATE) == "In use")
    choose(manager, "yolov3-tiny")
    qtbot.keyClick(manager.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(manager, "yolov3-tiny", STATE) == "In use")
    choose(manager, "herd")
    qtbot.keyClick(manager.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: manager.list.table.row_of("herd") is None)
    assert (folder / "herd.weights").exists()


@pytest.mark.slow
def test_a_file_that_has_gone_is_told(qtbot, window, manager, tmp_path):
    folder = own_model(tmp_path / "farm")
    drop(manager, folder)
    qtbot.waitUntil(lambda: manager.list.current == "herd")
    (folder / "herd.weights").unlink()
    manager.hide()
    manager.show()
    qtbot.waitUntil(lambda: cell(manager, "herd", STATE) == "Files missing")
    assert str(folder / "herd.weights") in manager.details.files.text()
    assert window.controls.row("model").combo.findData("herd") < 0


@pytest.mark.slow
def test_what_is_no_model_is_one_line(qtbot, manager, tmp_path):
    (tmp_path / "only.cfg").write_text("[net]\n")
    drop(manager, tmp_path / "only.cfg")
    qtbot.waitUntil(lambda: "weights" in manager.message_bar.text)


@pytest.mark.slow
def test_check_shows_the_report(qtbot, window, manager, tmp_path):
    drop(manager, own_model(tmp_path / "farm"))
    qtbot.waitUntil(lambda: manager.list.current == "herd")
    press(qtbot, manager.buttons.check)
    qtbot.waitUntil(lambda: bool(window.findChildren(CheckDialog)))
    (report,) = window.findChildren(CheckDialog)
    assert report.isVisible() and not report.isModal()


@pytest.mark.slow
def test_everything_is_reached_by_tab_and_explained(qtbot, window, manager):
    choose(manager, "yolov4")
    manager.activateWindow()
    manager.list.setFocus()
    qtbot.waitUntil(manager.list.hasFocus)
    reached = set()
    for _ in range(20):
        qtbot.keyClick(manager.focusWidget(), Qt.Key.Key_Tab)
        reached.add(manager.focusWidget())
    buttons = [b for b in manager.findChildren(QAbstractButton) if b.isVisible() and b.text()]
    assert {b for b in buttons if b.isEnabled()} <= reached
    assert len(buttons) == 6
    for button in buttons:
        assert button.toolTip(), button.text()


@pytest.mark.slow
def test_a_narrow_manager_keeps_name_and_state(qtbot, manager):
    manager.resize(manager.minimumSize())
    headings = [column.heading for column in manager.list.table.columns]
    hidden = [heading for column, heading in enumerate(headings) if manager.list.isColumnHidden(column)]
    assert "Model" not in hidden and "State" not in hidden and "GFLOPs" in hidden
    for button in (manager.buttons.add, manager.buttons.use, manager.buttons.check):
        assert manager.rect().contains(button.geometry().translated(button.parentWidget().pos()))
    manager.resize(900, 600)
    assert not any(manager.list.isColumnHidden(column) for column in range(len(headings)))


@pytest.mark.slow
def test_a_model_that_cannot_be_used_is_told_in_the_manager(qtbot, window, manager, monkeypatch):
    from support.fake_detector import FakeDetector
    from yolocam.errors import ModelError

    def fails(self, settings):
        if settings.model == "yolov3-tiny":
            raise ModelError("the network is too large")

    qtbot.waitUntil(lambda: window.session.detector.model is not None)
    monkeypatch.setattr(FakeDetector, "warm", fails)
    choose(manager, "yolov3-tiny")
    press(qtbot, manager.buttons.use)
    qtbot.waitUntil(lambda: "too large" in manager.message_bar.text)
    assert window.session.store.current.model == "first"
    assert cell(manager, "yolov3-tiny", STATE) == "Included"


@pytest.mark.slow
def test_a_damaged_list_of_own_models_is_told_once(qtbot, make_window, tmp_path):
    folder = tmp_path / "models"
    own_model(tmp_path / "farm")
    library = Library(folder)
    library.add(candidate_from([tmp_path / "farm"]), name=None, copy=False)
    (registry,) = folder.glob("*.json")
    registry.write_text("{", encoding="utf-8")
    window = make_window()
    qtbot.waitUntil(lambda: registry.name in window.viewer.message_bar.text)
    window.viewer.message_bar.dismiss()
    window.models.store.refresh()
    qtbot.wait(200)
    assert window.viewer.message_bar.text == ""
    assert "yolov3-tiny" in window.models.store.names
